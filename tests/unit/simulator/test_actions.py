"""A rehearsal carries out whatever a worker does."""

import inspect

from activities.dispatches import DispatchActivities
from activities.enroll import EnrollActivities
from activities.send import SendActivities
from activities.tasks import TaskActivities
from nurture.contracts import START_SEQUENCE, Act
from nurture.simulator.runs import ACTIONS, DISPATCHES


def test_every_action_that_a_worker_carries_out_is_rehearsed() -> None:
    carried_out = {
        name
        for activities in (SendActivities, TaskActivities, EnrollActivities, DispatchActivities)
        for name, method in inspect.getmembers(activities, inspect.isfunction)
        if not name.startswith("_") and Act in inspect.get_annotations(method).values()
    }
    assert carried_out
    assert carried_out == {*ACTIONS, *DISPATCHES, START_SEQUENCE}
