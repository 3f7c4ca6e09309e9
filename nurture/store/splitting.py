"""Taking a record of one system apart again from the person whom it had joined."""

from datetime import datetime
from typing import Final

from sqlalchemy import Connection, Select, or_, select, update

from nurture.store import contact_points, links, recording, words_told
from nurture.store.links import Link
from nurture.store.tables import (
    applications,
    candidates,
    decisions,
    dispatches,
    enrollments,
    related,
    surveys,
    tasks,
    touchpoints,
)

_BY_RUN: Final = (touchpoints, tasks, surveys, dispatches)


def runs_of(conn: Connection, link: Link) -> tuple[str, ...]:
    """The open runs about the applications that the record has in its system."""
    mine = select(enrollments.c.id).where(
        enrollments.c.application_id.in_(_applications(link)), enrollments.c.ended_at.is_(None)
    )
    return tuple(conn.execute(mine.order_by(enrollments.c.id)).scalars())


def _applications(link: Link) -> Select[tuple[str]]:
    return select(applications.c.id).where(applications.c.told_of == link.id)


def split(conn: Connection, link: Link, *, now: datetime) -> None:
    """Makes a record a person of its own, with what it said, its applications, and all that is about those.

    What was about the person as such stays with the one whom it had joined, since nobody can tell them apart.
    """
    person = recording.lock_candidate(conn, link.candidate_id, now=now)
    theirs = _applications(link)
    runs = select(enrollments.c.id).where(enrollments.c.application_id.in_(theirs))
    conn.execute(update(candidates).where(candidates.c.id == link.id).values(merged_into=None, updated_at=now))
    links.write_blend(conn, link.id, (link,))
    contact_points.hand_over(conn, link.source, of=person, to=link.id)
    words_told.hand_over(conn, link.source, of=person, to=link.id)
    conn.execute(update(decisions).where(decisions.c.enrollment_id.in_(runs)).values(candidate_id=link.id))
    for table in _BY_RUN:
        about = or_(table.c.application_id.in_(theirs), table.c.enrollment_id.in_(runs))
        conn.execute(update(table).where(about).values(candidate_id=link.id))
    for table in (related, enrollments):
        conn.execute(update(table).where(table.c.application_id.in_(theirs)).values(candidate_id=link.id))
    conn.execute(update(applications).where(applications.c.told_of == link.id).values(candidate_id=link.id))
    rest = tuple(each for each in links.of_person(conn, person) if each.id != link.id)
    links.write_blend(conn, person, rest)
    links.remove(conn, link.id)
