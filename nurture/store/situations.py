"""Everything that deciding about one enrollment takes, in as few round trips as it can be had."""

from datetime import datetime
from typing import Final

from sqlalchemy import Connection, bindparam, func, select

from nurture.domain.enrollment import Enrollment
from nurture.domain.events import Event
from nurture.domain.moves import Progress
from nurture.domain.records import Records
from nurture.domain.subject import Subject
from nurture.errors import Conflict, NotFound
from nurture.store import events
from nurture.store.codec import progress_from_json
from nurture.store.records import RECORD_COLUMNS, read_records, with_records
from nurture.store.tables import candidates, company_versions, enrollments
from nurture.store.words import EnrollmentStatus
from nurture.values import frozen

_MOST_MERGES_AT_ONCE: Final = 10


@frozen
class Situation:
    """One enrollment at this moment, and the events in its stream since the number that was asked for.

    `stream_id` names the candidate whose stream the events are numbered in, `last_event` the newest number there,
    whether it concerns this enrollment or not; `trigger_event` is the one that let it in, None: a person did.
    `company_version` is the newest company file, None: none published.
    """

    enrollment: Enrollment
    status: EnrollmentStatus
    progress: Progress | None
    records: Records
    events: tuple[Event, ...]
    stream_id: str
    last_event: int
    trigger_event: int | None
    step: str | None
    next_at: datetime | None
    company_version: int | None


_streams = candidates.alias("streams")

_OWN_COLUMNS: Final = (
    *(
        enrollments.c[name]
        for name in ("sequence", "subject_kind", "subject_id", "candidate_id", "version", "cycle", "entered_at")
    ),
    *(enrollments.c[name] for name in ("status", "progress", "stream_id", "trigger_event", "step", "next_at")),
    _streams.c.last_event,
    select(func.max(company_versions.c.id)).scalar_subquery(),
)

_SITUATION = (
    select(*_OWN_COLUMNS, *RECORD_COLUMNS)
    .select_from(
        with_records(
            enrollments.join(candidates, candidates.c.id == enrollments.c.candidate_id).join(
                _streams, _streams.c.id == enrollments.c.stream_id
            ),
            enrollments.c.application_id,
            enrollments.c.job_id,
        )
    )
    .where(enrollments.c.id == bindparam("enrollment_id"))
)


def situation(conn: Connection, enrollment_id: str, *, after_event: int | None, lock: bool = False) -> Situation:
    """The situation of an enrollment, with its events after that number; None: after what its progress has seen.

    With `lock` nothing about the candidate changes until the transaction ends. Raises `NotFound`.
    """
    if lock:
        lock_candidate_of(conn, enrollment_id)
    row = conn.execute(_SITUATION, {"enrollment_id": enrollment_id}).one_or_none()
    if row is None:
        raise NotFound(f"there is no enrollment {enrollment_id}")
    own, around = row[: len(_OWN_COLUMNS)], row[len(_OWN_COLUMNS) :]
    sequence, kind, subject_id, candidate_id, version, cycle, entered_at, *more = own
    status, document, stream_id, trigger_event, step, next_at, last_event, company_version = more
    subject = Subject(kind=kind, id=subject_id)
    progress = progress_from_json(document) if document else None
    if after_event is None:
        after_event = progress.seen_event if progress else trigger_event or 0
    return Situation(
        enrollment=Enrollment(
            id=enrollment_id,
            sequence=sequence,
            subject=subject,
            candidate_id=candidate_id,
            version=version,
            cycle=cycle,
            entered_at=entered_at,
        ),
        status=status,
        progress=progress,
        records=read_records(conn, around),
        events=events.since(conn, stream_id, after_event) if last_event > after_event else (),
        stream_id=stream_id,
        last_event=last_event,
        trigger_event=trigger_event,
        step=step,
        next_at=next_at,
        company_version=company_version,
    )


_LOCK = (
    select(candidates.c.merged_into)
    .select_from(candidates.join(enrollments, enrollments.c.candidate_id == candidates.c.id))
    .where(enrollments.c.id == bindparam("enrollment_id"))
    .with_for_update(of=candidates, key_share=True)
)


def lock_candidate_of(conn: Connection, enrollment_id: str) -> None:
    """Locks the candidate of an enrollment until the transaction ends. Nothing else of theirs is to be locked before.

    A statement of its own: one that has waited for a lock still sees the joined rows as they were before. A merge that
    held the lock has moved the enrollment to another candidate meanwhile: then that one is locked.
    """
    if conn.dialect.name != "postgresql":  # SQLite's writers exclude each other anyway
        return
    for _ in range(_MOST_MERGES_AT_ONCE):
        if conn.execute(_LOCK, {"enrollment_id": enrollment_id}).scalar_one_or_none() is None:
            return
    raise Conflict(f"the candidate of {enrollment_id} was merged away, and the enrollment did not follow")
