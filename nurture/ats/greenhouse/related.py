"""Greenhouse's interviews and offers in our words.

Its web hooks name the interviews of the stage that an application stands in, with their people and status, and neither
time nor place. They name each version of an offer, and when it was sent by the day alone.
"""

from collections.abc import Mapping
from typing import Final

from nurture.ats.greenhouse.payload import Application, HireOffer, Offer, StageInterview
from nurture.ats.greenhouse.records import Translation
from nurture.domain.intake import FieldValue, RelatedUpdate
from nurture.domain.records import Person
from nurture.domain.related import InterviewStatus, OfferStatus
from nurture.domain.subject import Subject, SubjectKind

_INTERVIEWS: Final[Mapping[str, InterviewStatus]] = {
    "to_be_scheduled": InterviewStatus.CANCELLED,  # where it was booked before; else there is nothing to tell
    "scheduled": InterviewStatus.BOOKED,
    "awaiting_feedback": InterviewStatus.DONE,
    "collect_feedback": InterviewStatus.DONE,
    "complete": InterviewStatus.DONE,
}
"""An interview with another status, such as a test that was sent, is not followed."""

_OFFERS: Final[Mapping[str, OfferStatus]] = {
    "Created": OfferStatus.DRAFT,
    "Accepted": OfferStatus.ACCEPTED,
    "Rejected": OfferStatus.DECLINED,
    "Deprecated": OfferStatus.WITHDRAWN,
}


def related_to(to: Translation, about: Application) -> tuple[RelatedUpdate, ...]:
    """What a delivery about an application says of its interviews, and of the offer that a hire accepted."""
    interviews = about.current_stage.interviews if about.current_stage else ()
    found = [_interview(to, about, each) for each in interviews if each.status in _INTERVIEWS]
    if about.offer is not None and about.offer.id is not None:
        found.append(_accepted(to, about, about.offer))
    return tuple(found)


def _interview(to: Translation, about: Application, given: StageInterview) -> RelatedUpdate:
    """Its id is made of the application's and its own: that a number is never used for two people isn't promised."""
    panel = tuple(
        Person(id=to.id(each.id), name=each.display_name)
        for each in given.interviewers
        if each.id is not None and each.display_name is not None
    )
    return RelatedUpdate(
        of=Subject(kind=SubjectKind.INTERVIEW, id=f"{to.id(about.id)}/{given.id}"),
        candidate_id=to.id(about.candidate.id),
        application_id=to.id(about.id),
        fields={"status": _INTERVIEWS[given.status or ""], **({"kind": given.name} if given.name else {})},
        interviewers=panel,
        as_of=about.last_activity_at,
    )


def _accepted(to: Translation, about: Application, offer: HireOffer) -> RelatedUpdate:
    return RelatedUpdate(
        of=offer_of(to, offer.id or ""),
        candidate_id=to.id(about.candidate.id),
        application_id=to.id(about.id),
        fields={"status": OfferStatus.ACCEPTED, **({"start_date": offer.starts_at} if offer.starts_at else {})},
    )


def offer_of(to: Translation, offer_id: str) -> Subject:
    """One version of an offer: each has a number of its own."""
    return Subject(kind=SubjectKind.OFFER, id=to.id(offer_id))


def offer_update(to: Translation, given: Offer) -> RelatedUpdate:
    """What was said of an offer."""
    status = _OFFERS.get(given.offer_status or "")
    if status is OfferStatus.DRAFT and given.sent_on is not None:
        status = OfferStatus.SENT
    first_day = given.start_date or given.starts_at
    fields: dict[str, FieldValue] = {}
    if status is not None:
        fields["status"] = status
    if first_day is not None:
        fields["start_date"] = first_day
    return RelatedUpdate(of=offer_of(to, given.id), application_id=to.id(given.application_id), fields=fields)
