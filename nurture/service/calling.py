"""The call: a claimed message is handed to its channel, outside of any transaction, and how that ended is recorded."""

from datetime import datetime, timedelta

from sqlalchemy import Connection

from nurture.contracts import Act
from nurture.domain.mail_reports import MailFate, MailReport
from nurture.domain.touchpoints import Message, SendState
from nurture.errors import OptedOut, OutcomeUnknown, Rejected, Released
from nurture.service.opt_outs import record_no_texts
from nurture.service.parts import Parts
from nurture.store import ledger, mail_reports
from nurture.values import frozen

SAID = {
    SendState.ACCEPTED: "sent",
    SendState.REJECTED: "refused for good",
    SendState.UNKNOWN: "may have left, and is not sent again",
}
"""What the record of decisions says of each way a call can end."""

RESULTS = {
    SendState.ACCEPTED: "sent",
    SendState.REJECTED: "rejected",
    SendState.UNKNOWN: "unknown",
    SendState.SKIPPED: "skipped",
}
"""What later steps see of a message that is settled."""

LOST = "an earlier attempt was lost after it claimed the message"
"""What the ledger says of a message whose fate nobody knows."""

RETRY_AFTER = timedelta(minutes=5)
"""How long at least until a message that never left is tried again; a provider may name a later time."""


@frozen
class Settlement:
    """How a call ended. `retry_at` is when a provider wants to be asked again; `is_stopped` says that the recipient has
    told it to stop.
    """

    state: SendState
    detail: str
    provider_id: str | None = None
    retry_at: datetime | None = None
    is_kept_back: bool = False
    is_stopped: bool = False


def call(parts: Parts, message: Message) -> Settlement:
    """Hands a claimed message to the channel, outside of any transaction, and says how that ended."""
    try:
        receipt = parts.channel_for(message.channel).send(message)
    except OptedOut as stop:
        return Settlement(state=SendState.REJECTED, detail=str(stop), is_stopped=True)
    except Rejected as refusal:
        return Settlement(state=SendState.REJECTED, detail=str(refusal))
    except Released as release:
        return Settlement(state=SendState.RELEASED, detail=str(release), retry_at=release.retry_at)
    except OutcomeUnknown as unknown:
        return Settlement(state=SendState.UNKNOWN, detail=str(unknown))
    return Settlement(
        state=SendState.ACCEPTED,
        detail=receipt.detail,
        provider_id=receipt.provider_id,
        is_kept_back=receipt.is_kept_back,
    )


def record(conn: Connection, key: str, token: str, ended: Settlement, *, at: datetime) -> None:
    """Puts on the ledger how the call of a claimed message ended, if the claim still is ours."""
    ledger.settle(conn, key, token, ended.state, at=at, provider_id=ended.provider_id, detail=ended.detail)
    if ended.is_kept_back:
        mail_reports.note(conn, key, MailReport(fate=MailFate.KEPT_BACK, at=at))


def who_hears_of_stop(parts: Parts, act: Act, message: Message) -> dict[str, int]:
    """Takes the provider's word that whoever has that number wants no more texts; which other runs hear of it."""
    heard = record_no_texts(parts, message.to.reached_at, source=f"told to {parts.texts.name}")
    return {poke.enrollment_id: poke.event for poke in heard.pokes if poke.enrollment_id != act.enrollment_id}
