"""The activity that sends mail."""

from temporalio import activity

from activities.failures import telling_temporal
from nurture import contracts
from nurture.contracts import Act, Move
from nurture.service import sending
from nurture.service.parts import Parts


class SendActivities:
    """One per action that sends; the action's name is the activity's type, so that operators can read histories."""

    def __init__(self, parts: Parts) -> None:
        self._parts = parts

    @activity.defn(name=contracts.SEND_EMAIL)
    def send_email(self, act: Act) -> Move:
        """Gate, claim, call, settle; then what comes next."""
        info = activity.info()
        with telling_temporal():
            return sending.send_email(
                self._parts, act, token=f"{info.workflow_run_id}/{info.activity_id}/{info.attempt}"
            )
