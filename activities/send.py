"""The activities that send mail and texts."""

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
        return self._send(act)

    @activity.defn(name=contracts.SEND_TEXT)
    def send_text(self, act: Act) -> Move:
        """The same for a text message."""
        return self._send(act)

    def _send(self, act: Act) -> Move:
        info = activity.info()
        with telling_temporal():
            return sending.send_message(
                self._parts, act, token=f"{info.workflow_run_id}/{info.activity_id}/{info.attempt}"
            )
