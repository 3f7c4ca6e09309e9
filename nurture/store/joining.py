"""Whether a record that is new to us is a person whom another system knows, by an equal mail address (docs/adr/0013).

Two systems that tell of the same person at the same moment meet at the address: the second one waits for the first.
"""

import zlib
from collections.abc import Iterable
from dataclasses import field
from datetime import datetime
from typing import Final

from sqlalchemy import Connection, bindparam, exists, select, text

from nurture.domain.consent import BY_HAND
from nurture.domain.contact_points import ContactKind
from nurture.domain.intake import CandidateUpdate, Intake
from nurture.domain.joining import IMPORT, are_strangers
from nurture.store import contact_points, links, merging
from nurture.store.tables import candidates
from nurture.store.tables import contact_points as points
from nurture.values import frozen

_BUCKETS: Final = 1_024
"""Addresses share so many locks, of which PostgreSQL holds a limited number."""
_SPACE: Final = zlib.crc32(b"nurture addresses") & 0x7FFFFFFF
_KNOWN: Final = select(
    candidates.c.merged_into,
    candidates.c.is_anonymized,
    exists().where(points.c.candidate_id == candidates.c.id, points.c.kind == ContactKind.EMAIL).label("has_address"),
).where(candidates.c.id == bindparam("record"))
_LOCK: Final = text("SELECT pg_advisory_xact_lock(:space, :bucket)")


@frozen
class Joined:
    """Who joined whom just now, which enrollments are to end for it, and what kept others apart."""

    survivors: dict[str, str] = field(default_factory=dict)
    superseded: list[str] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)


def lock_addresses(conn: Connection, normalized: Iterable[str]) -> None:
    """Nobody else joins anybody by these addresses until the transaction ends. No candidate is to be locked before."""
    if conn.dialect.name != "postgresql":  # SQLite's writers exclude each other anyway
        return
    for bucket in sorted({zlib.crc32(each.encode()) % _BUCKETS for each in normalized}):
        conn.execute(_LOCK, {"space": _SPACE, "bucket": bucket})


def join_newcomers(conn: Connection, intake: Intake, now: datetime) -> Joined:
    """Joins everybody whom a delivery tells of for the first time to the person they are elsewhere."""
    joined = Joined()
    if intake.source == BY_HAND:
        return joined
    newcomers = {update.id: (update, _emails(update)) for update in intake.candidates}
    coming = {each: told for each, told in newcomers.items() if told[1] and _is_newcomer(conn, each)}
    lock_addresses(conn, (address for _, told in coming.values() for address in told))
    for record_id, (update, emails) in coming.items():
        if not _is_newcomer(conn, record_id):  # somebody else was quicker
            continue
        found = _person(conn, update, emails, intake.source)
        if isinstance(found, str):
            joined.notes.append(found)
        elif found is not None:
            person, address = found
            merged = merging.join(conn, record_id, person, by=address, now=now)
            joined.survivors[record_id] = merged.survivor
            joined.superseded.extend(merged.superseded)
            joined.notes.append(f"{record_id} is {merged.survivor}, by their mail address")
    return joined


def _emails(update: CandidateUpdate) -> tuple[str, ...]:
    told = (each.normalized for each in update.reached_at().get(ContactKind.EMAIL, ()))
    return () if update.fields.get("is_private") is True else tuple(dict.fromkeys(each for each in told if each))


def _is_newcomer(conn: Connection, record_id: str) -> bool:
    """Whether no address of theirs was ever told."""
    found = conn.execute(_KNOWN, {"record": record_id}).one_or_none()
    return found is None or not (found.merged_into or found.is_anonymized or found.has_address)


def _person(
    conn: Connection, update: CandidateUpdate, emails: tuple[str, ...], source: str
) -> tuple[str, str] | str | None:
    """Who they are elsewhere, with the address in common; why they stay apart, in words; None: nobody has an address
    of theirs."""
    by_address = {address: contact_points.holders(conn, ContactKind.EMAIL, address) for address in emails}
    people = {each: address for address, found in by_address.items() for each in found if each != update.id}
    if len(people) > 1:
        return f"{update.id} stays apart: {len(people)} people have an address of theirs"
    for person, address in people.items():
        if source != IMPORT and source in _known_by(conn, person):
            return None  # to merge its own records is that system's matter
        columns = (candidates.c[name] for name in ("first_name", "last_name", "is_private", "is_anonymized"))
        known = conn.execute(select(*columns).where(candidates.c.id == person)).one()
        if known.is_private or known.is_anonymized:
            return f"{update.id} stays apart from {person}, whose record is private"
        mine = (str(update.fields.get(name) or "") for name in ("first_name", "last_name"))
        if are_strangers(mine, (known.first_name, known.last_name)):
            return f"{update.id} stays apart from {person}: the address is the same, and no name"
        return person, address
    return None


def _known_by(conn: Connection, person: str) -> frozenset[str]:
    """The systems that tell of a person."""
    linked = (each.source for each in links.of_person(conn, person))
    return frozenset((*contact_points.sources(conn, person), *linked))
