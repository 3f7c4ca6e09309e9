"""Two records that turned out to be one person: everything of the one moves to the one that goes on.

A system that merges two of its own has one record less; a record that joins one of another system goes on counting.
"""

from datetime import datetime
from typing import Final

from sqlalchemy import ColumnElement, Connection, and_, func, select, update

from nurture.domain.subject import SubjectKind
from nurture.store import contact_points, links, words_told
from nurture.store.holdings import CANDIDATE
from nurture.store.recording import lock_candidate
from nurture.store.tables import (
    applications,
    candidate_links,
    candidates,
    consents,
    decisions,
    dispatches,
    enrollments,
    holds,
    inbox,
    ranks,
    related,
    suppressions,
    surveys,
    tasks,
    touchpoints,
)
from nurture.store.upserts import insert_unless_there
from nurture.store.words import EnrollmentStatus
from nurture.values import frozen

THEIRS: Final = (
    *(applications, related, enrollments, touchpoints, tasks, surveys),
    *(dispatches, suppressions, decisions, inbox, consents, holds, candidate_links, ranks),
)
"""Tables whose `candidate_id` follows a merge. Events stay in their stream, which goes on for those who read it."""


@frozen
class Merged:
    """Who goes on, whether this was news, and the enrollments to end: the person would be in one sequence twice."""

    survivor: str
    is_new: bool
    superseded: tuple[str, ...] = ()


def merge(conn: Connection, gone: str, into: str, *, now: datetime) -> Merged:
    """Merges a candidate into another, once. Either may be new to us: late deliveries then find the survivor."""
    # The survivor first, always: two merges that lock in opposite orders would wait for each other.
    survivor = lock_candidate(conn, into, now=now)
    former = lock_candidate(conn, gone, now=now)
    if former == survivor:
        _follow(conn, gone, into)
        return Merged(survivor=survivor, is_new=False)
    if links.of_person(conn, survivor) or links.of_person(conn, former):
        links.open_link(conn, into, survivor, now=now)
    superseded = _unite(conn, former, survivor)
    _follow(conn, gone, into if links.of_record(conn, into) else survivor)
    return Merged(survivor=survivor, is_new=True, superseded=superseded)


def join(conn: Connection, record: str, into: str, *, by: str | None, now: datetime) -> Merged:
    """A record in one system is a person whom another one knows: both go on counting, as one.

    `by` is the address that they have in common; None: a person said so.
    """
    survivor = lock_candidate(conn, into, now=now)
    if insert_unless_there(conn, candidates, {"id": record, "merged_into": survivor, "updated_at": now}):
        links.open_link(conn, survivor, survivor, now=now)
        links.open_link(conn, record, survivor, now=now, joined_by=by, said={})
        return Merged(survivor=survivor, is_new=True)  # of whom nothing was on record, nothing has to move
    joining = lock_candidate(conn, record, now=now)
    if joining == survivor:
        return Merged(survivor=survivor, is_new=False)
    links.open_link(conn, survivor, survivor, now=now)
    links.open_link(conn, joining, survivor, now=now, joined_by=by)
    superseded = _unite(conn, joining, survivor)
    links.write_blend(conn, survivor, links.of_person(conn, survivor))
    return Merged(survivor=survivor, is_new=True, superseded=superseded)


def _follow(conn: Connection, gone: str, into: str) -> None:
    """The system has the second record alone: what the first one said counts no longer."""
    conn.execute(update(applications).where(applications.c.told_of == gone).values(told_of=into))
    links.remove(conn, gone)


def _unite(conn: Connection, gone: str, survivor: str) -> tuple[str, ...]:
    """Moves everything of one candidate to the other; which enrollments are to end."""
    superseded = _move_candidate_runs(conn, gone, survivor)
    for table in THEIRS:
        conn.execute(update(table).where(table.c.candidate_id == gone).values(candidate_id=survivor))
    contact_points.carry_over(conn, gone, survivor)
    words_told.carry_over(conn, gone, survivor)
    _carry_over(conn, gone, survivor)
    conn.execute(update(candidates).where(candidates.c.merged_into == gone).values(merged_into=survivor))
    conn.execute(update(candidates).where(candidates.c.id == gone).values(merged_into=survivor, **CANDIDATE))
    return superseded


def _move_candidate_runs(conn: Connection, gone: str, survivor: str) -> tuple[str, ...]:
    """Runs about the person as such become the survivor's, counted after theirs.

    Of two open runs of one sequence the younger is returned, to be ended.
    """
    superseded = []
    for sequence, cycles in _runs(conn, gone).items():
        last = conn.execute(
            select(func.max(enrollments.c.cycle)).where(_is_run(survivor), enrollments.c.sequence == sequence)
        ).scalar_one()
        offset = last or 0
        for cycle in sorted(cycles, reverse=True):  # from the top, so that no two ever have the same number
            conn.execute(
                update(enrollments)
                .where(_is_run(gone), enrollments.c.sequence == sequence, enrollments.c.cycle == cycle)
                .values(subject_id=survivor, cycle=cycle + offset)
            )
        open_runs = conn.execute(
            select(enrollments.c.id)
            .where(
                _is_run(survivor),
                enrollments.c.sequence == sequence,
                enrollments.c.status != EnrollmentStatus.ENDED,
            )
            .order_by(enrollments.c.entered_at, enrollments.c.id)
        ).scalars()
        superseded.extend(list(open_runs)[1:])
    return tuple(superseded)


def _runs(conn: Connection, candidate_id: str) -> dict[str, list[int]]:
    runs: dict[str, list[int]] = {}
    for sequence, cycle in conn.execute(
        select(enrollments.c.sequence, enrollments.c.cycle).where(_is_run(candidate_id))
    ):
        runs.setdefault(sequence, []).append(cycle)
    return runs


def _is_run(candidate_id: str) -> ColumnElement[bool]:
    return and_(enrollments.c.subject_kind == SubjectKind.CANDIDATE, enrollments.c.subject_id == candidate_id)


def _carry_over(conn: Connection, gone: str, survivor: str) -> None:
    """A no stays a no, and the last contact is the later one."""
    columns = (candidates.c.do_not_contact, candidates.c.can_text, candidates.c.last_contact, candidates.c.last_reply)
    both = conn.execute(select(*columns).where(candidates.c.id.in_((gone, survivor)))).all()
    no_texts = {"can_text": False} if any(row.can_text is False for row in both) else {}
    conn.execute(
        update(candidates)
        .where(candidates.c.id == survivor)
        .values(
            do_not_contact=any(row.do_not_contact for row in both),
            last_contact=max((row.last_contact for row in both if row.last_contact), default=None),
            last_reply=max((row.last_reply for row in both if row.last_reply), default=None),
            **no_texts,
        )
    )
