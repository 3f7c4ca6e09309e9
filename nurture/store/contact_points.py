"""Mail addresses and telephone numbers of candidates, and whose one is."""

from collections.abc import Iterable, Mapping
from datetime import datetime
from typing import Final

from sqlalchemy import ColumnElement, Connection, bindparam, delete, exists, insert, select, update

from nurture.domain.contact_points import ContactKind, ContactPoint
from nurture.store.tables import candidates, contact_points

_SAID: Final = select(contact_points.c.kind, contact_points.c.value, contact_points.c.is_primary).where(
    contact_points.c.candidate_id == bindparam("candidate"), contact_points.c.source == bindparam("source")
)


def put_said(
    conn: Connection,
    candidate_id: str,
    told: Mapping[ContactKind, Iterable[ContactPoint]],
    *,
    source: str,
    now: datetime,
) -> None:
    """What a source says of a kind takes the place of all that it said of it before. The candidate must be locked."""
    if not told:
        return
    said = {(kind, each.value): each for kind, points in told.items() for each in points}
    known = conn.execute(_SAID, {"candidate": candidate_id, "source": source})
    before = {(row.kind, row.value): row.is_primary for row in known if row.kind in told}
    if said.keys() == before.keys() and all(each.is_primary == before[name] for name, each in said.items()):
        return
    theirs = contact_points.c.candidate_id == candidate_id, contact_points.c.source == source
    for kind, value in before.keys() - said.keys():
        one = contact_points.c.kind == kind, contact_points.c.value == value
        conn.execute(delete(contact_points).where(*theirs, *one))
    for (kind, value), each in said.items():
        if before.get((kind, value), each.is_primary) is not each.is_primary:
            one = contact_points.c.kind == kind, contact_points.c.value == value
            conn.execute(update(contact_points).where(*theirs, *one).values(is_primary=each.is_primary))
    if new := [each for name, each in said.items() if name not in before]:
        conn.execute(insert(contact_points), [row(candidate_id, each, source=source, since=now) for each in new])


def row(candidate_id: str, point: ContactPoint, *, source: str, since: datetime) -> dict[str, object]:
    """An address as a row of its table."""
    return {
        "candidate_id": candidate_id,
        "kind": point.kind,
        "value": point.value,
        "source": source,
        "normalized": point.normalized,
        "is_primary": point.is_primary,
        "since": since,
    }


def of_candidate(conn: Connection, candidate_id: str, kind: ContactKind) -> tuple[str, ...]:
    """Every address or number of a person, whoever told of it, each form of it once."""
    found = conn.execute(
        select(contact_points.c.value)
        .where(contact_points.c.candidate_id == candidate_id, contact_points.c.kind == kind)
        .order_by(contact_points.c.is_primary.desc(), contact_points.c.since, contact_points.c.value)
    ).scalars()
    return tuple(dict.fromkeys(found))


def holders(conn: Connection, kind: ContactKind, normalized: str) -> tuple[str, ...]:
    """The candidates who have that address or number, in its normalized form, on record today."""
    found = conn.execute(
        select(candidates.c.id)
        .where(has(kind, contact_points.c.normalized == normalized), candidates.c.merged_into.is_(None))
        .order_by(candidates.c.id)
    ).scalars()
    return tuple(found)


def has(kind: ContactKind, such: ColumnElement[bool]) -> ColumnElement[bool]:
    """That a candidate has an address or number such as that."""
    return candidates.c.id.in_(select(contact_points.c.candidate_id).where(contact_points.c.kind == kind, such))


def carry_over(conn: Connection, gone: str, survivor: str) -> None:
    """Moves the addresses of one who is merged to the one who goes on; what that one has already stays as it is."""
    theirs = contact_points.alias("theirs")
    is_known = exists().where(
        theirs.c.candidate_id == survivor,
        theirs.c.kind == contact_points.c.kind,
        theirs.c.value == contact_points.c.value,
        theirs.c.source == contact_points.c.source,
    )
    mine = contact_points.c.candidate_id == gone
    conn.execute(delete(contact_points).where(mine, is_known))
    conn.execute(update(contact_points).where(mine).values(candidate_id=survivor))


def values(conn: Connection, candidate_id: str) -> tuple[str, ...]:
    """Every address and number of a person, in every form in which it is kept."""
    columns = contact_points.c.value, contact_points.c.normalized
    found = conn.execute(select(*columns).where(contact_points.c.candidate_id == candidate_id))
    return tuple(sorted({form for row in found for form in row if form}))


def sources(conn: Connection, candidate_id: str) -> tuple[str, ...]:
    """Who told of a person's addresses, who did so first before the others."""
    found = conn.execute(
        select(contact_points.c.source)
        .where(contact_points.c.candidate_id == candidate_id)
        .order_by(contact_points.c.since, contact_points.c.source)
    ).scalars()
    return tuple(dict.fromkeys(found))


def hand_over(conn: Connection, source: str, *, of: str, to: str) -> None:
    """What a source told of one person was about another."""
    theirs = contact_points.c.candidate_id == of, contact_points.c.source == source
    conn.execute(update(contact_points).where(*theirs).values(candidate_id=to))


def erase(conn: Connection, candidate_id: str, *, source: str | None = None) -> None:
    """Forgets all addresses of a person, or those that one source told."""
    theirs = [contact_points.c.candidate_id == candidate_id]
    if source is not None:
        theirs.append(contact_points.c.source == source)
    conn.execute(delete(contact_points).where(*theirs))
