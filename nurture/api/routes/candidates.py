"""Finding people, and reading what is on record of them.

An address is looked for by POST: paths and queries stand in the logs of every proxy on the way.
"""

from typing import Annotated

from fastapi import APIRouter, Query

from nurture.api.callers import needs
from nurture.api.desk import TheDesk
from nurture.api.paging import ByEntry, ByNumber, at_moment, moment_of
from nurture.api.problems import responses
from nurture.api.shapes.candidates import (
    Application,
    Applications,
    Candidate,
    Entry,
    Found,
    FoundPeople,
    Search,
    Timeline,
)
from nurture.api.shapes.journeys import Decision, Decisions
from nurture.api.shapes.permissions import Consent, Consents
from nurture.api.words import NO_NUL, CandidateId
from nurture.domain.tokens import Scope, Token
from nurture.service.timelines import Place, Placed, entries_of, reading
from nurture.store import consents, decisions, records
from nurture.store.listings import find_people

router = APIRouter(tags=["candidates"])


@router.post("/candidates/search", responses=responses())
def find_candidates(asked: Search, desk: TheDesk, _: Annotated[Token, needs(Scope.CANDIDATES_READ)]) -> FoundPeople:
    """Find a person by a mail address, our id or the ATS's.

    The address stands in the body, since paths and queries end up in logs. Nobody found is an empty list.
    """
    with desk.parts.store.read() as conn:
        return FoundPeople(items=tuple(Found.model_validate(each) for each in find_people(conn, asked.who)))


@router.get("/candidates/{candidate_id:whole}/applications", responses=responses(404))
def list_applications(
    candidate_id: CandidateId, desk: TheDesk, _: Annotated[Token, needs(Scope.CANDIDATES_READ)]
) -> Applications:
    """List a person's applications."""
    with desk.parts.store.read() as conn:
        found = records.applications_of(conn, records.surviving_id(conn, candidate_id))
        return Applications(items=tuple(Application.model_validate(each) for each in found))


@router.get("/candidates/{candidate_id:whole}/timeline", responses=responses(404))
def read_timeline(
    candidate_id: CandidateId,
    desk: TheDesk,
    part: ByEntry,
    _: Annotated[Token, needs(Scope.CANDIDATES_READ)],
) -> Timeline:
    """Read what happened with a person: news, contacts, tasks, what they entered and how it ended, oldest first."""
    with desk.parts.store.read() as conn:
        whose = records.surviving_id(conn, candidate_id)
        who = reading(conn, whose, records.applications_of(conn, whose), desk.parts.clock.now())
        found = entries_of(who, after=_after(part.after), limit=part.one_more)
    return part.page(Timeline, found, lambda placed: Entry.model_validate(placed[1]), _place)


@router.get("/candidates/{candidate_id:whole}/why", responses=responses(404))
def explain_candidate(
    candidate_id: CandidateId,
    desk: TheDesk,
    part: ByNumber,
    _: Annotated[Token, needs(Scope.JOURNEYS_READ)],
    sequence: Annotated[
        str | None, Query(max_length=200, pattern=NO_NUL, description="Only what was decided in this sequence.")
    ] = None,
) -> Decisions:
    """Say why: every decision about a person in a sentence, also who was kept out and why, oldest first."""
    with desk.parts.store.read() as conn:
        whose = records.surviving_id(conn, candidate_id)
        found = decisions.page(conn, whose, sequence=sequence, after=part.number, limit=part.one_more)
    return part.page(Decisions, found, lambda told: Decision.of(told[1]), lambda told: str(told[0]))


@router.get("/candidates/{candidate_id:whole}/consents", responses=responses(404))
def list_consents(
    candidate_id: CandidateId, desk: TheDesk, _: Annotated[Token, needs(Scope.CANDIDATES_READ)]
) -> Consents:
    """List what a person agreed to and took back."""
    with desk.parts.store.read() as conn:
        found = consents.history(conn, records.surviving_id(conn, candidate_id))
        return Consents(items=tuple(Consent.model_validate(each) for each in found))


@router.get("/candidates/{candidate_id:whole}", responses=responses(404))
def read_candidate(
    candidate_id: CandidateId, desk: TheDesk, _: Annotated[Token, needs(Scope.CANDIDATES_READ)]
) -> Candidate:
    """Read one person's record."""
    with desk.parts.store.read() as conn:
        return Candidate.model_validate(records.candidate(conn, candidate_id))


def _place(placed: Placed) -> str:
    (at, source, key), _ = placed
    return at_moment(at, f"{source} {key}")


def _after(place: str | None) -> Place | None:
    if place is None:
        return None
    at, rest = moment_of(place)
    source, _, key = rest.partition(" ")
    return at, int(source), key
