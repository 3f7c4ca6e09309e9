"""A rehearsal carries out whatever a worker does."""

import inspect

from activities.send import SendActivities
from nurture.contracts import Act
from nurture.simulator.runs import ACTIONS


def test_every_action_that_a_worker_carries_out_is_rehearsed() -> None:
    carried_out = {
        name
        for name, method in inspect.getmembers(SendActivities, inspect.isfunction)
        if Act in inspect.get_annotations(method).values()
    }
    assert carried_out
    assert carried_out == ACTIONS.keys()
