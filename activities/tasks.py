"""Activities about tasks for our own people."""

from temporalio import activity

from activities.failures import telling_temporal
from nurture import contracts
from nurture.contracts import Act, Move
from nurture.service import tasks
from nurture.service.parts import Parts


class TaskActivities:
    """One per action, so that operators can read in a history what was done."""

    def __init__(self, parts: Parts) -> None:
        self._parts = parts

    @activity.defn(name=contracts.CREATE_TASK)
    def create_task(self, act: Act) -> Move:
        """Gives a task, and tells whose it is; then what comes next."""
        return self._carry_out(act)

    @activity.defn(name=contracts.ESCALATE_TASK)
    def escalate_task(self, act: Act) -> Move:
        """Tells somebody else that a task is overdue; then what comes next."""
        return self._carry_out(act)

    @activity.defn(name=contracts.HAND_OVER_TASK)
    def hand_over_task(self, act: Act) -> Move:
        """Tells whom a task was handed to; then what comes next."""
        return self._carry_out(act)

    def _carry_out(self, act: Act) -> Move:
        info = activity.info()
        with telling_temporal():
            return tasks.carry_out(self._parts, act, token=f"{info.workflow_run_id}/{info.activity_id}/{info.attempt}")
