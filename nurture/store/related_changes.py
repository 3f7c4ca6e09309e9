"""What a delivery changes about interviews, offers, referrals and assignments, and which events that amounts to."""

from collections.abc import Iterable, Mapping
from datetime import datetime
from typing import Any, Final

from sqlalchemy import Connection

from nurture.domain.events import EventType, Scalar
from nurture.domain.intake import FieldValue, Happening, Intake, RelatedUpdate
from nurture.domain.related import (
    OF_APPLICATIONS,
    RELATED,
    Assignment,
    AssignmentStatus,
    Interview,
    InterviewStatus,
    Offer,
    OfferStatus,
    Referral,
    Related,
)
from nurture.domain.related_news import CORRECTED, STATUS_AFTER, WAS_AT, carried, events_between
from nurture.domain.subject import Subject
from nurture.store import applications, recording, records, related
from nurture.store.related import Kept
from nurture.store.words import ABOUT_NOBODY
from nurture.values import frozen, replace

_OVER: Final = (InterviewStatus.CANCELLED, OfferStatus.WITHDRAWN)


@frozen
class RelatedChange:
    """One record before and after a delivery. No `before`: it is new to us."""

    before: Related | None
    kept: Kept
    is_late: bool = False
    is_correction: bool = False

    def events(self) -> tuple[EventType, ...]:
        """The events that the change amounts to."""
        found = () if self.is_late else events_between(self.kept.record, self.before)
        return tuple(CORRECTED.get(each, each) if self.is_correction else each for each in found)

    def carried(self) -> dict[str, Scalar]:
        """What events about the record can carry, by name."""
        was_at = self.before.starts_at if isinstance(self.before, Interview) else None
        told = {WAS_AT: was_at.isoformat()} if was_at else {}
        return {**carried(self.kept.of, self.kept.record), **told}


@frozen
class RelatedChanges:
    """What a delivery changed, by record, and notes on what is not kept."""

    changes: Mapping[Subject, RelatedChange]
    notes: tuple[str, ...] = ()


def change_related(conn: Connection, intake: Intake, survivors: Mapping[str, str], now: datetime) -> RelatedChanges:
    """Writes what a delivery states, or tells by an event alone. Raises ValueError for fields that there are not."""
    updates = {each.of: each for each in intake.related}
    told: dict[Subject, list[Happening]] = {}
    for happening in intake.happenings:
        if happening.of is not None:
            told.setdefault(happening.of, []).append(happening)
    changes: dict[Subject, RelatedChange] = {}
    notes: list[str] = []
    for of in dict.fromkeys((*updates, *told)):
        before = related.find(conn, of)
        stated = updates.get(of) or (RelatedUpdate(of=of) if before else None)
        if stated is None or (before is None and stated.fields.get("status") in _OVER):
            continue  # what we never heard of can't be taken back
        whose = _whose(conn, stated, before, survivors, now)
        if isinstance(whose, str):
            notes.append(f"{of}: {whose}")
            continue
        # Read once more: its candidate is locked only now.
        changes[of] = _change(conn, stated, told.get(of, ()), whose, related.find(conn, of), intake.at)
    return RelatedChanges(changes=changes, notes=tuple(notes))


def _whose(
    conn: Connection, stated: RelatedUpdate, before: Kept | None, survivors: Mapping[str, str], now: datetime
) -> tuple[str, str | None] | str:
    """Its candidate, who is locked, and its application; or why it is not kept, in words."""
    application_id = stated.application_id or (before.application_id if before else None)
    known = applications.states(conn, (application_id,)) if application_id else {}
    if stated.of.kind in OF_APPLICATIONS and not known:
        return "its application is not on record"
    by_application = known[application_id].candidate_id if application_id and known else None
    named = by_application or stated.candidate_id or (before.candidate_id if before else None)
    if named is None:
        return ABOUT_NOBODY
    candidate_id = survivors.get(named) or recording.lock_candidate(conn, named, now=now)
    if records.candidate(conn, candidate_id).is_anonymized:
        return f"{candidate_id} was erased, and nothing about them is kept"
    return candidate_id, application_id if known else None


def _change(
    conn: Connection,
    stated: RelatedUpdate,
    told: Iterable[Happening],
    whose: tuple[str, str | None],
    before: Kept | None,
    at: datetime,
) -> RelatedChange:
    if before and before.as_of and stated.as_of and stated.as_of < before.as_of:
        return RelatedChange(before=before.record, kept=before, is_late=True)
    candidate_id, application_id = whose
    fields = dict(related.checked(stated.of, stated.fields))
    for happening in told:
        if happening.type in STATUS_AFTER:
            fields.setdefault("status", STATUS_AFTER[happening.type])
    start = before.record if before else RELATED[stated.of.kind](id=stated.of.id)
    changed = _with(start, related.checked(stated.of, fields), stated)
    is_correction = any(each.type in CORRECTED.values() for each in told)
    if not is_correction:
        changed = _what_follows(changed, before.record if before else None, fields, at)
    as_of = stated.as_of or (before.as_of if before else None)
    kept = Kept(of=stated.of, candidate_id=candidate_id, application_id=application_id, record=changed, as_of=as_of)
    for person in (*(stated.interviewers or ()), *([stated.by] if stated.by else [])):
        recording.write_person(conn, person)
    related.write(conn, kept, is_new=before is None)
    if isinstance(changed, Interview) and application_id and _has_time(changed, before):
        related.note_next_interview(conn, application_id, at)
    return RelatedChange(before=before.record if before else None, kept=kept, is_correction=is_correction)


def _with(record: Related, fields: Mapping[str, FieldValue], stated: RelatedUpdate) -> Related:
    values: dict[str, Any] = dict(fields)
    if isinstance(record, Interview) and stated.interviewers is not None:
        values["interviewers"] = stated.interviewers
    if isinstance(record, Referral) and stated.by is not None:
        values["by"] = stated.by
    return replace(record, **values)


def _what_follows(after: Related, before: Related | None, stated: Mapping[str, FieldValue], at: datetime) -> Related:
    """What nobody states because it follows: when an interview's present time was agreed, when an offer was sent."""
    events = events_between(after, before)
    if isinstance(after, Interview) and isinstance(before, Interview):
        after = after.replacing(before)
    if isinstance(after, Interview) and "booked_at" not in stated:
        is_agreed = after.status is InterviewStatus.BOOKED
        is_new_time = EventType.INTERVIEW_SCHEDULED in events or EventType.INTERVIEW_MOVED in events
        return replace(after, booked_at=at) if is_agreed and is_new_time else after
    if isinstance(after, Offer) and after.status is OfferStatus.SENT and after.sent_at is None:
        return replace(after, sent_at=at)
    if isinstance(after, Assignment) and EventType.ASSIGNMENT_EXTENDED in events and "status" not in stated:
        return replace(after, status=AssignmentStatus.EXTENDED)
    return after


def _has_time(interview: Interview, before: Kept | None) -> bool:
    had = before is not None and isinstance(before.record, Interview) and before.record.starts_at is not None
    return had or interview.starts_at is not None
