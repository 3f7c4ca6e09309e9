"""Forgetting a person who asks for it: erased everywhere here, kept from nurture mail, on the audit record.

Whoever is in a sequence leaves it at once: nothing of theirs is sent from the moment on at which this is on record.
"""

from collections.abc import Iterator
from datetime import datetime
from typing import Final

from sqlalchemy import Connection, func, select, update

from nurture.contracts import TakenIn
from nurture.domain.events import Event, EventType
from nurture.domain.phones import text_number
from nurture.errors import Conflict
from nurture.language.sequence import Purpose
from nurture.messages.identity import address_hash
from nurture.service.intake import follow
from nurture.service.parts import Parts
from nurture.service.persons import ByWhom
from nurture.store import (
    audit,
    contact_points,
    contacts,
    erasing,
    events,
    holds,
    recording,
    records,
    standings,
    suppressions,
)
from nurture.store.audit import Deed
from nurture.store.events import News
from nurture.store.holdings import HOLDINGS
from nurture.store.intake import Applied
from nurture.store.suppressions import Suppression
from nurture.store.tables import audit as audit_table
from nurture.store.tables import candidate_links, candidates, touchpoints
from nurture.store.tables import suppressions as suppression_table
from nurture.values import frozen

FORGOTTEN: Final = "was forgotten"
"""Why an address gets no nurture mail any more."""
_SCOPE: Final = Purpose.NURTURE
"""What is stopped at the addresses of somebody who was forgotten: who applies anew is answered."""


@frozen
class Held:
    """What is on record of a person: how many rows of each kind, their open runs, and where else they are known."""

    candidate_id: str
    is_erased: bool
    erased_at: datetime | None
    counts: tuple[tuple[str, int], ...]
    open_runs: tuple[str, ...]
    addresses: int
    known_by: tuple[str, ...]


@frozen
class Forgotten:
    """What came of it: whom to wake, and whether this was news."""

    is_news: bool
    taken: TakenIn


def held_of(conn: Connection, candidate_id: str) -> Held:
    """What would go. Raises NotFound."""
    whom = records.surviving_id(conn, candidate_id)
    columns = candidates.c.is_anonymized, candidates.c.erased_at
    is_erased, erased_at = conn.execute(select(*columns).where(candidates.c.id == whom)).one()
    counts = (
        (each.called, conn.execute(select(func.count()).select_from(each.table).where(each.whose(whom))).scalar_one())
        for each in HOLDINGS
    )
    return Held(
        candidate_id=whom,
        is_erased=is_erased,
        erased_at=erased_at,
        counts=tuple((called, number) for called, number in counts if number),
        open_runs=tuple(each.enrollment.id for each in standings.active_for_candidate(conn, whom)),
        addresses=len(contact_points.values(conn, whom)),
        known_by=_known_by(conn, whom),
    )


def _known_by(conn: Connection, whom: str) -> tuple[str, ...]:
    """The records of other systems that are this person: those go on there."""
    linked = conn.execute(select(candidate_links.c.id).where(candidate_links.c.candidate_id == whom)).scalars()
    return tuple(sorted({whom, *linked}))


def forget(parts: Parts, candidate_id: str, by: ByWhom) -> Forgotten:
    """Erases a person, once. Asked again, it changes nothing and names whom to wake again.

    Raises NotFound, and Conflict for a reason that names the person: it stays when they are gone.
    """
    forgotten = _forget(parts, candidate_id, by)
    parts.store.empty_log()
    return forgotten


def _forget(parts: Parts, candidate_id: str, by: ByWhom) -> Forgotten:
    with parts.store.write() as conn:
        whom = recording.lock_candidate(conn, records.surviving_id(conn, candidate_id), now=by.at)
        _check_reason(conn, whom, by.why)
        hashes = hashes_of(conn, whom, secret=parts.secret)
        if why := holds.why_held(conn, whom):
            raise Conflict(f"{whom} is on hold: {why}", hint="Lift it first: nurture hold --lift")
        taken = erase_with_news(parts, conn, whom, by.at)
        if taken is None:
            return Forgotten(is_news=False, taken=follow(parts, conn, Applied(about=whom)).taken)
        _suppress(conn, hashes, by)
        audit.record(conn, Deed(at=by.at, who=by.by, what="forgot a person", why=by.why, about=whom))
        return Forgotten(is_news=True, taken=taken)


def erase_with_news(parts: Parts, conn: Connection, whom: str, now: datetime) -> TakenIn | None:
    """Erases a candidate, who is locked, and tells their runs, which end; None where they were erased already."""
    if not erasing.erase(conn, whom, now=now):
        return None
    event = Event(type=EventType.CANDIDATE_ANONYMIZED, at=now)
    appended = events.append(conn, whom, (News(event=event),), now=now)
    applied = Applied(events=tuple((whom, each) for each in appended.own), about=whom)
    return follow(parts, conn, applied).taken


def _check_reason(conn: Connection, whom: str, why: str) -> None:
    known = records.candidate(conn, whom)
    names = (known.first_name, known.last_name, *contact_points.values(conn, whom))
    said = why.casefold()
    if any(each and each.casefold() in said for each in names):
        raise Conflict("the reason names the person, and it stays when they are gone", hint="Say it without a name.")


def hashes_of(conn: Connection, whom: str, *, secret: str) -> set[str]:
    """The keyed hashes of all addresses and numbers of a person, and of those that were written to before."""
    written_to = select(touchpoints.c.address_hash).where(
        touchpoints.c.candidate_id == whom,
        touchpoints.c.recipient == contacts.CANDIDATE,
        touchpoints.c.address_hash.is_not(None),
    )
    return set(_of_record(conn, whom, secret)) | set(conn.execute(written_to).scalars())


def known_as(conn: Connection, whom: str, *, secret: str) -> set[str]:
    """Under which names a person is on the audit record: their records, and the keyed hashes of their addresses."""
    return {*_known_by(conn, whom), *hashes_of(conn, whom, secret=secret)}


def _of_record(conn: Connection, whom: str, secret: str) -> Iterator[str]:
    for reached_at in contact_points.values(conn, whom):
        called = reached_at if "@" in reached_at else text_number(reached_at)
        if called is not None:
            yield address_hash(called, secret=secret)


def _suppress(conn: Connection, hashes: set[str], by: ByWhom) -> None:
    for hashed in sorted(hashes):
        told = Suppression(address_hash=hashed, scope=_SCOPE, reason=FORGOTTEN, source="nurture forget", at=by.at)
        suppressions.put(conn, told)
    theirs = suppression_table.c.address_hash.in_(hashes)
    by_hand = suppression_table.c.source.startswith("by hand: ")
    conn.execute(update(suppression_table).where(theirs, by_hand).values(reason="asked for it"))
    conn.execute(update(audit_table).where(audit_table.c.about.in_(hashes)).values(why="erased"))
