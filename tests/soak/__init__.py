"""Some hundred journeys on real servers, which are killed and restarted under them, and a judge who compares what the
mail server has seen with what the record says. `python -m tests.soak` runs it.
"""
