"""What a change of an interview, offer, referral or assignment amounts to: the events, and what they carry."""

from collections.abc import Mapping
from dataclasses import fields
from datetime import date, datetime
from functools import singledispatch
from typing import Final

from nurture.domain.events import EventType, Scalar
from nurture.domain.related import (
    Assignment,
    AssignmentStatus,
    Interview,
    InterviewStatus,
    Offer,
    OfferStatus,
    Referral,
    Related,
)
from nurture.domain.subject import Subject

_INTERVIEWS: Final[Mapping[InterviewStatus, EventType]] = {
    InterviewStatus.BOOKED: EventType.INTERVIEW_SCHEDULED,
    InterviewStatus.CANCELLED: EventType.INTERVIEW_CANCELLED,
    InterviewStatus.DONE: EventType.INTERVIEW_DONE,
    InterviewStatus.NO_SHOW: EventType.INTERVIEW_NO_SHOW,
}
_OFFERS: Final[Mapping[OfferStatus, EventType]] = {
    OfferStatus.SENT: EventType.OFFER_SENT,
    OfferStatus.ACCEPTED: EventType.OFFER_ACCEPTED,
    OfferStatus.DECLINED: EventType.OFFER_DECLINED,
    OfferStatus.EXPIRED: EventType.OFFER_EXPIRED,
}
STATUS_AFTER: Final[Mapping[str, str]] = {
    **{event: status for status, event in _INTERVIEWS.items()},
    **{event: status for status, event in _OFFERS.items()},
    EventType.INTERVIEW_DELETED: InterviewStatus.CANCELLED,
    EventType.OFFER_DELETED: OfferStatus.WITHDRAWN,
    EventType.ASSIGNMENT_ENDED: AssignmentStatus.ENDED,
}
"""How a record stands after an event: a vendor that sends the event alone says so by it."""

CORRECTED: Final[Mapping[EventType, EventType]] = {EventType.ASSIGNMENT_EXTENDED: EventType.ASSIGNMENT_CORRECTED}
"""What a change is news of where the vendor says that it only puts right what had been entered wrongly."""

WAS_AT: Final = "was_at"
"""What an interview that moved carries: when it was to begin before."""

TELL_A_CHANGE: Final[frozenset[str]] = frozenset(
    {
        *STATUS_AFTER,
        EventType.INTERVIEW_MOVED,
        EventType.INTERVIEW_CHANGED,
        EventType.OFFER_OPENED,
        EventType.OFFER_EXTENDED,
        EventType.REFERRAL_CREATED,
        EventType.ASSIGNMENT_CREATED,
        EventType.ASSIGNMENT_EXTENDED,
        EventType.ASSIGNMENT_CORRECTED,
    }
) - {EventType.INTERVIEW_DELETED, EventType.OFFER_DELETED}
"""The events that mean a change of what is on record: where nothing changes, they are no news."""


@singledispatch
def events_between(after: Related, before: Related | None) -> tuple[EventType, ...]:
    """The events that it takes from one state of a record to the next; no `before`: it is new to us."""
    raise TypeError(f"{type(after).__name__} is no related record")


@events_between.register
def _interview(after: Interview, before: Interview | None) -> tuple[EventType, ...]:
    if before is None:  # what took place before we knew of it is no news
        return (EventType.INTERVIEW_SCHEDULED,) if after.status is InterviewStatus.BOOKED else ()
    if after.status is not before.status:
        return (_INTERVIEWS[after.status],)
    if after.status is not InterviewStatus.BOOKED:
        return ()
    is_moved = after.starts_at != before.starts_at
    is_changed = _details(after) != _details(before) or (after.ends_at != before.ends_at and not is_moved)
    return (
        *((EventType.INTERVIEW_MOVED,) if is_moved else ()),
        *((EventType.INTERVIEW_CHANGED,) if is_changed else ()),
    )


def _details(interview: Interview) -> tuple[object, ...]:
    return interview.kind, interview.place, frozenset(each.id for each in interview.interviewers)


@events_between.register
def _offer(after: Offer, before: Offer | None) -> tuple[EventType, ...]:
    before = before or Offer(id=after.id)
    found: list[EventType] = []
    is_sent_now = after.status is OfferStatus.SENT
    is_extended = (
        is_sent_now and before.status in (OfferStatus.SENT, OfferStatus.EXPIRED) and _expires_otherwise(after, before)
    )
    if is_extended:
        found.append(EventType.OFFER_EXTENDED)
    elif after.status is not before.status and after.status in _OFFERS:
        found.append(_OFFERS[after.status])
    elif after.status is OfferStatus.WITHDRAWN and before.status is not OfferStatus.WITHDRAWN:
        found.append(EventType.OFFER_UPDATED)  # by another offer, unless somebody says that it was deleted
    if after.opened_at is not None and before.opened_at is None:
        found.append(EventType.OFFER_OPENED)
    return tuple(found)


def _expires_otherwise(after: Offer, before: Offer) -> bool:
    return before.expires_at is not None and after.expires_at not in (None, before.expires_at)


@events_between.register
def _referral(after: Referral, before: Referral | None) -> tuple[EventType, ...]:
    return (EventType.REFERRAL_CREATED,) if before is None else ()


@events_between.register
def _assignment(after: Assignment, before: Assignment | None) -> tuple[EventType, ...]:
    has_ended = after.status is AssignmentStatus.ENDED
    found: list[EventType] = []
    if before is None:
        found.append(EventType.ASSIGNMENT_CREATED)
    elif after.ends_on != before.ends_on:
        found.append(EventType.ASSIGNMENT_EXTENDED)
    if has_ended and (before is None or before.status is not AssignmentStatus.ENDED):
        found.append(EventType.ASSIGNMENT_ENDED)
    return tuple(found)


def carried(of: Subject, record: Related) -> dict[str, Scalar]:
    """What events about a record can carry, by name: its id under its kind's name, and its fields."""
    told: dict[str, Scalar] = {of.kind.value: of.id}
    for each in fields(record):
        value = getattr(record, each.name)
        if isinstance(value, date | datetime):
            told[each.name] = value.isoformat()
        elif isinstance(value, str) and each.name != "id":
            told[each.name] = str(value)
    return told
