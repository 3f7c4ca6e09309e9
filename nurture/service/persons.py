"""Joining two records that are one person, and taking them apart again, by hand: audited, with the reason."""

from datetime import datetime

from sqlalchemy import Connection

from nurture.contracts import TakenIn
from nurture.errors import Conflict
from nurture.service.intake import SUPERSEDED, end_runs, everybody_about
from nurture.service.parts import Parts
from nurture.store import audit, links, merging, recording, records, splitting
from nurture.store.audit import Deed
from nurture.values import frozen

SPLIT = "split"
"""What runs end as whose person turned out to be another."""


@frozen
class ByWhom:
    """Who did it, when, and why."""

    by: str
    why: str
    at: datetime


def join_by_hand(parts: Parts, record_id: str, into: str, whom: ByWhom) -> TakenIn:
    """Two records are one person from now on. Raises NotFound, and Conflict where they are already or can't be."""
    with parts.store.write() as conn:
        person, joining = records.surviving_id(conn, into), records.surviving_id(conn, record_id)
        if person == joining:
            raise Conflict(f"{record_id} and {into} are one person already")
        for each in (person, joining):
            if records.candidate(conn, each).is_anonymized:
                raise Conflict(f"{each} was erased, and nothing about them is kept")
        merged = merging.join(conn, joining, person, by=None, now=whom.at)
        end_runs(conn, merged.superseded, SUPERSEDED, whom.at)
        audit.record(
            conn, Deed(at=whom.at, who=whom.by, what=f"joined {joining} to {person}", why=whom.why, about=person)
        )
        return everybody_about(parts, conn, (person,), f"{joining} is {person}")


def split_by_hand(parts: Parts, record_id: str, whom: ByWhom) -> tuple[TakenIn, tuple[str, ...]]:
    """A record that had joined another is a person of its own again; whom to wake, and the runs that end for it.

    Raises NotFound, and Conflict for a record that has joined none.
    """
    with parts.store.write() as conn:
        person = records.surviving_id(conn, record_id)
        recording.lock_candidate(conn, person, now=whom.at)
        link = links.of_record(conn, record_id)
        if link is None or link.candidate_id == record_id:
            raise Conflict(f"{record_id} has joined no other record", hint=_hint(conn, person))
        if link.is_erased:
            raise Conflict(f"{record_id} was erased, and nothing about them is kept")
        runs = splitting.runs_of(conn, link)
        end_runs(conn, runs, SPLIT, whom.at)
        splitting.split(conn, link, now=whom.at)
        what = f"took {record_id} apart from {person}"
        audit.record(conn, Deed(at=whom.at, who=whom.by, what=what, why=whom.why, about=person))
        return everybody_about(parts, conn, (person, record_id), f"{record_id} is apart from {person}"), runs


def _hint(conn: Connection, person: str) -> str:
    joined = [each.id for each in links.of_person(conn, person) if each.id != person]
    return f"Those that have: {', '.join(joined)}." if joined else "Nobody joined them."
