"""By which word of a log each event comes about; the rest come by themselves, or not in a rehearsal."""

from collections.abc import Mapping
from typing import Final

from nurture.domain.events import EventType
from nurture.simulator.newsroom import TOLD_BY_HAND, TYPES

_OF_RECORDS: Final[Mapping[str, str]] = {
    EventType.INTERVIEW_SCHEDULED: "interview",
    EventType.INTERVIEW_MOVED: "interview",
    EventType.INTERVIEW_CHANGED: "interview",
    EventType.INTERVIEW_CANCELLED: "cancelled",
    EventType.INTERVIEW_NO_SHOW: "no_show",
    EventType.INTERVIEW_DONE: "interview_done",
    EventType.SCORECARD_SUBMITTED: "scorecard",
    EventType.OFFER_SENT: "offer",
    EventType.OFFER_UPDATED: "offer",
    EventType.OFFER_OPENED: "offer_opened",
    EventType.OFFER_ACCEPTED: "offer_accepted",
    EventType.OFFER_DECLINED: "offer_declined",
    EventType.OFFER_EXTENDED: "offer_extended",
    EventType.OFFER_EXPIRED: "offer_expired",
    EventType.OFFER_DELETED: "offer_withdrawn",
    EventType.REFERRAL_CREATED: "referred",
    EventType.ASSIGNMENT_CREATED: "assignment",
    EventType.ASSIGNMENT_EXTENDED: "assignment_extended",
    EventType.ASSIGNMENT_CORRECTED: "assignment_corrected",
    EventType.ASSIGNMENT_ENDED: "assignment_ended",
}
_OF_PEOPLE: Final[Mapping[str, str]] = {
    EventType.APPLICATION_UPDATED: "updated",
    EventType.CANDIDATE_UPDATED: "updated",
    EventType.CANDIDATE_REPLIED: "replied",
    EventType.CANDIDATE_OPTED_OUT: "opted_out",
    EventType.CANDIDATE_PAUSED: "wants_pause",
    EventType.CANDIDATE_WANTS_ONLY_OPENINGS: "wants_only_openings",
    EventType.CANDIDATE_MERGED: "merged",
    EventType.CANDIDATE_ANONYMIZED: "anonymized",
    EventType.CANDIDATE_DELETED: "deleted",
    EventType.SURVEY_ANSWERED: "answered",
    EventType.TASK_DONE: "done",
    EventType.TASK_SNOOZED: "snoozed",
    EventType.TASK_HANDED_OVER: "handed_over",
    EventType.TASK_RESCHEDULED: "rescheduled",
}
WORD_OF: Final[Mapping[str, str]] = {
    **{event: word for told in (TYPES, TOLD_BY_HAND) for word, event in told.items()},
    **_OF_RECORDS,
    **_OF_PEOPLE,
}
"""The word of a line by the event that it tells of."""
