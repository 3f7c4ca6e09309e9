"""What a step's visit puts on the timeline of a person, and a message that is left out."""

from nurture.domain.touchpoints import ChannelKind, Direction, Touchpoint, touchpoint_key
from nurture.language.steps import MESSAGES, SmsStep
from nurture.service.views import View
from nurture.store import contacts, ledger
from nurture.values import replace


def touchpoint_of(
    view: View, step: str, summary: str, *, visit: int | None = None, stands_as: str | None = None
) -> Touchpoint:
    """The touchpoint of a step's visit, its next one if not given; its id is its key in the ledger."""
    enrollment, application = view.situation.enrollment, view.situation.records.application
    visit = visit or view.progress.next_visit(step)
    return Touchpoint(
        id=touchpoint_key(enrollment.id, stands_as or step, visit),
        candidate_id=enrollment.candidate_id,
        application_id=application.id if application else None,
        enrollment_id=enrollment.id,
        step=stands_as or step,
        visit=visit,
        channel=ChannelKind.EMAIL,
        direction=Direction.OUTBOUND,
        at=view.now,
        summary=summary,
    )


def leave_out(
    view: View,
    step: str,
    summary: str,
    why: str,
    *,
    visit: int | None = None,
    channel: ChannelKind | None = None,
    stands_as: str | None = None,
) -> bool:
    """Puts a message that does not leave on the timeline, with the reason. False for one that has left, or may have.

    `channel` is that by which it would have left, and `stands_as` under what it stands in the ledger, where the step
    alone doesn't tell.
    """
    sends = view.published.plan.steps[step]
    assert isinstance(sends, MESSAGES), "only messages are left out"
    touchpoint = touchpoint_of(view, step, summary, visit=visit, stands_as=stands_as)
    if channel is None:
        channel = ChannelKind.SMS if isinstance(sends, SmsStep) else ChannelKind.EMAIL
    return ledger.skip(
        view.conn,
        replace(touchpoint, channel=channel),
        why=why,
        purpose=view.published.plan.sequence.purpose,
        recipient=sends.to[0][: contacts.WIDEST_RECIPIENT],
    )
