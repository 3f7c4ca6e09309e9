"""What of a delivery is news, and for whose stream.

What the vendor calls a happening is news where our record changes by it, or where it changes nothing that we keep. What
is late (older than the application's watermark) or already so is kept with that note, and does not act. A change that
comes without its happening, such as another stage in a mere update, is news all the same: nobody falls between stages
because one delivery overtook another.
"""

from collections.abc import Iterator
from typing import Final

from sqlalchemy import Connection

from nurture.domain import related_news
from nurture.domain.concern import job_named_by
from nurture.domain.consent import news_of
from nurture.domain.events import Event, EventScope, EventType, Scalar, spec_of
from nurture.domain.intake import Happening, Intake
from nurture.domain.records import Job, JobStatus
from nurture.store import applications, events, recording, records
from nurture.store.applications import Change
from nurture.store.delivery import Recorded
from nurture.store.events import News
from nurture.store.related_changes import RelatedChange
from nurture.store.words import ABOUT_NOBODY
from nurture.values import frozen, replace

_OF_RECORDS: Final = frozenset(
    {
        EventType.APPLICATION_DELETED,
        EventType.CANDIDATE_MERGED,
        EventType.CANDIDATE_ANONYMIZED,
        EventType.CANDIDATE_DELETED,
    }
)
"""Events that are news only where this very delivery did it."""

_TURNS: Final = {JobStatus.OPEN: EventType.JOB_OPENED, JobStatus.CLOSED: EventType.JOB_CLOSED}
_JOB_FIELDS: Final = ("title", "department", "office", "url")


@frozen
class Told:
    """News by candidate, in the order in which it is told; `notes` on what is about nobody."""

    by_candidate: dict[str, list[News]]
    notes: tuple[str, ...]


def tell(conn: Connection, intake: Intake, recorded: Recorded) -> Told:
    """Turns what a delivery says and what it changed into news for streams."""
    by_candidate: dict[str, list[News]] = {}
    notes: list[str] = []
    for happening in (*intake.happenings, *_untold(intake, recorded)):
        if spec_of(happening.type).scope is EventScope.JOB:
            continue
        candidate_id = _whom(conn, happening, recorded)
        if candidate_id is None:
            notes.append(f"{happening.type}: {ABOUT_NOBODY}")
            continue
        change = _change_of(happening, recorded)
        of = recorded.related.changes.get(happening.of) if happening.of else None
        event = _with_job(conn, _event(happening, change, of, intake))
        stale = _why_stale(conn, event, candidate_id, change, recorded) or _why_known(event, of)
        by_candidate.setdefault(candidate_id, []).append(News(event=event, stale=stale))
    return Told(by_candidate=by_candidate, notes=tuple(notes))


def about_jobs(conn: Connection, intake: Intake, recorded: Recorded) -> Iterator[Event]:
    """The events about jobs, each with what is on record of its job."""
    for happening in intake.happenings:
        if spec_of(happening.type).scope is EventScope.JOB:
            job = records.job(conn, happening.job_id) if happening.job_id else None
            data = {"job.id": happening.job_id, **_known_of(job), **happening.data}
            if type_ := _amounts_to(happening, job, recorded):
                yield Event(type=type_, at=intake.at, job_id=happening.job_id, data=data)


def _known_of(job: Job | None) -> dict[str, Scalar]:
    """What is on record of a job, as events carry it."""
    return {f"job.{name}": getattr(job, name) for name in _JOB_FIELDS} if job else {}


def _with_job(conn: Connection, event: Event) -> Event:
    """An event of the company's own about a person and a job, with what is on record of the job."""
    if (job_id := job_named_by(event)) is None:
        return event
    job = records.job(conn, job_id)
    return replace(event, data={**event.data, "job.id": job_id, **_known_of(job)})


def _amounts_to(happening: Happening, job: Job | None, recorded: Recorded) -> str | None:
    """What a happening about a job is news of; None where it only says what is so already.

    A job that opens or closes in a mere update has opened or closed: vendors don't say what changed.
    """
    before = recorded.jobs_were.get(job.id) if job else None
    if job is None or before is None:
        return happening.type
    if before is not job.status:
        return _TURNS.get(job.status, happening.type)
    return None if happening.type in _TURNS.values() else happening.type


def _untold(intake: Intake, recorded: Recorded) -> Iterator[Happening]:
    """What this delivery changed without naming it as a happening of its own."""
    told = {(each.type, each.application_id or each.candidate_id) for each in intake.happenings}
    for change in recorded.changes.values():
        for type_ in change.events():
            if (type_, change.id) not in told:
                yield Happening(type=type_, candidate_id=change.after.candidate_id, application_id=change.id)
    told_of = {(each.type, each.of) for each in intake.happenings}
    for of, related in recorded.related.changes.items():
        for type_ in related.events():
            is_told = (type_, of) in told_of or (EventType.OFFER_DELETED, of) in told_of
            if not is_told:
                application_id = related.kept.application_id
                yield Happening(
                    type=type_, candidate_id=related.kept.candidate_id, application_id=application_id, of=of
                )
    for candidate_id, consent in recorded.consents:
        consent_type, carried = news_of(consent)
        yield Happening(type=consent_type, candidate_id=candidate_id, data=carried)
    for (type_, id_), candidate_id in recorded.done.items():
        if (type_, id_) not in told:
            application_id = id_ if type_ == EventType.APPLICATION_DELETED else None
            yield Happening(type=type_, candidate_id=candidate_id, application_id=application_id)


def _change_of(happening: Happening, recorded: Recorded) -> Change | None:
    return recorded.changes.get(happening.application_id) if happening.application_id else None


def _whom(conn: Connection, happening: Happening, recorded: Recorded) -> str | None:
    if change := _change_of(happening, recorded):
        return change.after.candidate_id
    if happening.of and (related := recorded.related.changes.get(happening.of)):
        return related.kept.candidate_id
    if happening.candidate_id is None:
        return None
    known = recorded.survivors.get(happening.candidate_id)
    return known or recording.known_candidate(conn, happening.candidate_id)


def _event(happening: Happening, change: Change | None, of: RelatedChange | None, intake: Intake) -> Event:
    """The event with what it carries: as the delivery says, else from our own record."""
    data = change.in_our_words(happening.data) if change else dict(happening.data)
    if happening.of is not None:
        data[happening.of.kind] = happening.of.id
    if of is not None:
        known = of.carried()
        data |= {
            name: known[name] for name in spec_of(happening.type).carries if data.get(name) is None and name in known
        }
    if change is not None and not change.is_late:
        carried = change.carried()
        data |= {
            name: carried[name]
            for name in spec_of(happening.type).carries
            if data.get(name) is None and name in carried
        }
    return Event(
        type=happening.type,
        at=intake.at,
        application_id=happening.application_id or (of.kept.application_id if of else None),
        job_id=happening.job_id or (change.after.job_id if change else None),
        data=data,
    )


def _why_known(event: Event, of: RelatedChange | None) -> str | None:
    """Why news of an interview, offer or the like does not act."""
    if of is None:
        return None
    if of.is_late:
        return "came late: the record is newer"
    is_change = event.type in related_news.TELL_A_CHANGE
    return "is so already" if is_change and event.type not in of.events() else None


def _why_stale(
    conn: Connection, event: Event, candidate_id: str, change: Change | None, recorded: Recorded
) -> str | None:
    if event.type in _OF_RECORDS:
        is_done = (event.type, event.application_id or candidate_id) in recorded.done
        return None if is_done else "is so already"
    if event.type is EventType.CANDIDATE_UPDATED and candidate_id in recorded.echoes:
        return "is what we changed there ourselves"
    if change is None or change.before is None:
        return None
    if event.type in events.CREATED:
        is_known = events.is_on_record(conn, candidate_id, event)
        return "the application is on record already" if is_known else None
    if change.is_late:
        return "came late: the record is newer"
    if event.type not in applications.TELL_A_CHANGE or event.type in change.events():
        return None
    # A mere update may have overtaken the event beside which it was sent: then the record knew it, and nobody else.
    return "is so already" if events.has_acted(conn, candidate_id, event.application_id) else None
