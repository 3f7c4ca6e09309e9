"""Keeping a person from being erased, while a dispute or the law asks for it."""

from nurture.errors import Conflict, NotFound
from nurture.service.parts import Parts
from nurture.service.persons import ByWhom
from nurture.store import audit, holds, recording, records
from nurture.store.audit import Deed


def hold(parts: Parts, candidate_id: str, by: ByWhom) -> None:
    """Keeps a person from being erased here. Raises NotFound, and Conflict where they were erased already."""
    with parts.store.write() as conn:
        whom = recording.lock_candidate(conn, records.surviving_id(conn, candidate_id), now=by.at)
        if records.candidate(conn, whom).is_anonymized:
            raise Conflict(f"{whom} was erased, and nothing about them is kept")
        holds.put(conn, whom, because=by.why, by=by.by, at=by.at)
        audit.record(conn, Deed(at=by.at, who=by.by, what="put a hold on a person", why=by.why, about=whom))


def lift(parts: Parts, candidate_id: str, by: ByWhom) -> None:
    """Lets a person be erased again. Raises NotFound, also where nothing kept them."""
    with parts.store.write() as conn:
        whom = recording.lock_candidate(conn, records.surviving_id(conn, candidate_id), now=by.at)
        if not holds.lift(conn, whom, at=by.at):
            raise NotFound(f"{whom} is not on hold")
        audit.record(conn, Deed(at=by.at, who=by.by, what="lifted the hold on a person", why=by.why, about=whom))
