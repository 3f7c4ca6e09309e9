"""What else a line of a log can say: of interviews, offers, referrals, assignments, and what people do by hand."""

from typing import Annotated, Final

from pydantic import BeforeValidator, Field

from nurture.language.fields import Name
from nurture.language.model import Model
from nurture.simulator.values import Day, Mark, Moment


def _one_or_list(value: object) -> object:
    return (value,) if isinstance(value, str) else tuple(value) if isinstance(value, list) else value


class InterviewTold(Model):
    """An interview by its name: booked where it is new, moved where `at` differs, else changed."""

    name: Name
    at: Moment | None = Field(None, description="When it begins.")
    until: Moment | None = Field(None, description="When it ends; one that moves stays as long as it was.")
    kind: str | None = None
    place: str | None = Field(None, description="A room, or a link.")
    panel: Annotated[tuple[Name, ...] | None, BeforeValidator(_one_or_list)] = Field(
        None, alias="with", description="Who interviews, from `team`: all of them."
    )


class ScorecardTold(Model):
    """An interviewer's scorecard is in."""

    interview: Name
    by: Name


class OfferTold(Model):
    """An offer that is sent; a second one takes the first one's place."""

    expires: Moment | None = Field(None, description="The first moment at which it holds no longer.")
    start: Day | None = Field(None, description="The first day of work.")


class ReferralTold(Model):
    """Somebody of ours recommends the person for a job."""

    job: Name
    by: Name


class AssignmentTold(Model):
    """Work for a limited time."""

    ends: Day
    starts: Day | None = None


class MergedTold(Model):
    """The person turned out to be another one."""

    into: Name


class RecordWords(Model):
    """What happens to interviews, offers, referrals, assignments and hires."""

    interview: InterviewTold | None = Field(None, description="Books an interview, moves or changes it.")
    cancelled: Name | None = Field(None, description="That interview was cancelled.")
    no_show: Name | None = Field(None, description="They did not come to that interview.")
    interview_done: Name | None = Field(None, description="That interview took place.")
    scorecard: ScorecardTold | None = Field(None, description="An interviewer submitted a scorecard.")
    offer: OfferTold | None = Field(None, description="An offer was sent.")
    offer_opened: Mark | None = Field(None, description="They looked at the offer.")
    offer_accepted: Mark | None = Field(None, description="They accepted the offer.")
    offer_declined: Mark | None = Field(None, description="They declined the offer.")
    offer_extended: Moment | None = Field(None, description="The offer expires at that moment now.")
    offer_expired: Mark | None = Field(None, description="The offer expired.")
    offer_withdrawn: Mark | None = Field(None, description="The offer was taken back.")
    referred: ReferralTold | None = Field(None, description="Somebody of ours recommended them.")
    assignment: AssignmentTold | None = Field(None, description="An assignment was agreed.")
    assignment_extended: Day | None = Field(None, description="The assignment ends on that day now.")
    assignment_corrected: Day | None = Field(None, description="The assignment always ended on that day.")
    assignment_ended: Mark | None = Field(None, description="The assignment ended.")
    started: Mark | None = Field(None, description="The hire came to their first day.")
    left: Day | None = Field(None, description="The hire leaves; that is their last day.")


class HandWords(Model):
    """What people do by hand, and what becomes of records as such."""

    merged: MergedTold | None = Field(None, description="The person turned out to be another one, who goes on.")
    deleted: Mark | None = Field(None, description="The person was deleted in the ATS.")
    enroll: Name | None = Field(None, description="Somebody enrolls them in that sequence by hand.")
    paused: Name | None = Field(None, description="Somebody pauses their runs of that sequence.")
    resumed: Name | None = Field(None, description="Somebody resumes their runs of that sequence.")
    ended: Name | None = Field(None, description="Somebody ends their runs of that sequence.")


OF_INTERVIEWS: Final = ("interview", "cancelled", "no_show", "interview_done", "scorecard")
OF_OFFERS: Final = (
    "offer",
    *("offer_opened", "offer_accepted", "offer_declined", "offer_extended", "offer_expired", "offer_withdrawn"),
)
OF_ASSIGNMENTS: Final = ("assignment_extended", "assignment_corrected", "assignment_ended")
"""What happens to an assignment that is there."""
OF_PEOPLE: Final = ("referred", "assignment", *OF_ASSIGNMENTS)
OF_HIRES: Final = ("started", "left")
BY_HAND: Final = ("enroll", "paused", "resumed", "ended")
NEED_APPLICATION: Final = (*OF_INTERVIEWS, *OF_OFFERS, *OF_HIRES)
"""Words about an application: there must be one by then, and `job` says which of several."""
