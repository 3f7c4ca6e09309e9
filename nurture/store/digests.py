"""Whose messages of a step may go out in one mail, locked so that one run alone puts it together."""

from collections.abc import Iterable
from datetime import datetime

from sqlalchemy import Connection, or_, select

from nurture.store.tables import candidates, enrollments, sequence_versions
from nurture.store.words import EnrollmentStatus


def lock_due(
    conn: Connection, enrollment_id: str, sequence: str, step: str, actions: Iterable[str], *, at: datetime
) -> tuple[str, ...]:
    """Locks a run and all others of its sequence whose step is due by then, and names those others, in order.

    First of all the sequence is locked against others who do the same, and then the candidates in the order of their
    ids, as everybody does who locks more than one: so nobody waits for each other.
    """
    versions = sequence_versions.c
    first = select(versions.version).where(versions.sequence == sequence).order_by(versions.version).limit(1)
    conn.execute(first.with_for_update(key_share=True))
    is_due = (
        (enrollments.c.sequence == sequence)
        & (enrollments.c.status == EnrollmentStatus.ACTIVE)
        & (enrollments.c.step == step)
        & enrollments.c.action.in_(tuple(actions))
        & (enrollments.c.next_at <= at)
    )
    found = conn.execute(
        select(enrollments.c.id)
        .select_from(enrollments.join(candidates, candidates.c.id == enrollments.c.candidate_id))
        .where(or_(is_due, enrollments.c.id == enrollment_id))
        .order_by(candidates.c.id, enrollments.c.id)
        .with_for_update(of=candidates, key_share=True)
    )
    return tuple(each for each in found.scalars() if each != enrollment_id)
