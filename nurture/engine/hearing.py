"""What a journey must hear of so that a condition is judged when it may have changed."""

from typing import Final

from nurture.domain.events import EVENTS, EventScope
from nurture.language.expressions import Expression, compile_expression

ANY_EVENT: Final = "*"
"""Any event in the person's own stream."""
NEWS_OF_JOBS: Final = frozenset(kind for kind, spec in EVENTS.items() if spec.scope is EventScope.JOB)
"""Events that reach only the journeys that name them."""


def news_for(condition: Expression) -> frozenset[str]:
    """The events after which a condition is to be judged anew: any, and those of jobs if it names one."""
    _, facts = compile_expression(condition.text)
    names_job = any(fact.startswith(("job.", "application.job.")) for fact in facts)
    return frozenset({ANY_EVENT}) | (NEWS_OF_JOBS if names_job else frozenset())
