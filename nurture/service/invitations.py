"""`attach`: the interview that a run is about, for the calendar of whoever reads the mail."""

from nurture.domain.related import Interview, InterviewStatus
from nurture.domain.touchpoints import Message
from nurture.engine.before import Needless
from nurture.engine.journey import Journey
from nurture.language.steps.email import CALENDAR, EmailStep
from nurture.messages.calendar import Appointment, cancellation, invitation
from nurture.messages.identity import appointment_uid
from nurture.values import replace


def why_no_calendar(journey: Journey, step: EmailStep) -> Needless | None:
    """Why there is nothing to tell a calendar: no time, or not what the step says of the interview."""
    if step.attach is None:
        return None
    interview = _interview(journey)
    if interview is None or interview.starts_at is None:
        return Needless(rule="no-appointment", sentence="nobody knows when the interview is")
    is_off = interview.status is InterviewStatus.CANCELLED
    if is_off == (step.attach == CALENDAR):
        stands = "is cancelled" if is_off else "is not cancelled"
        return Needless(rule="no-appointment", sentence=f"the interview {stands}, and the mail would say otherwise")
    return None


def with_appointment(message: Message, journey: Journey, step: EmailStep, *, secret: str, domain: str) -> Message:
    """The mail with what its step attaches."""
    interview = _interview(journey)
    if step.attach is None or interview is None or interview.starts_at is None:
        return message
    appointment = Appointment(
        uid=appointment_uid(interview.id, secret=secret, domain=domain),
        stamp=journey.now,
        starts_at=interview.starts_at,
        ends_at=interview.ends_at,
        summary=message.subject,
        place=interview.place,
        organizer=message.sender,
        attendees=(message.to,),
    )
    told = invitation(appointment) if step.attach == CALENDAR else cancellation(appointment)
    return replace(message, attachments=(told,))


def _interview(journey: Journey) -> Interview | None:
    related = journey.facts.related
    return related if isinstance(related, Interview) else None
