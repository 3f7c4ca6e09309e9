"""Saying that two records are one person, or two."""

from typing import Annotated

from fastapi import APIRouter

from nurture.api.callers import needs
from nurture.api.once import TheOnce
from nurture.api.problems import responses
from nurture.api.shapes.persons import Apart, Join, Joined, Split
from nurture.api.words import CandidateId
from nurture.contracts import TakenIn
from nurture.domain.tokens import Scope, Token
from nurture.service.parts import Parts
from nurture.service.persons import ByWhom, join_by_hand, split_by_hand
from nurture.store import records

router = APIRouter(tags=["candidates"])


@router.post("/candidates/{candidate_id:whole}/join", responses=responses(404, 409))
async def join_candidates(
    candidate_id: CandidateId, asked: Join, once: TheOnce, token: Annotated[Token, needs(Scope.CANDIDATES_JOIN)]
) -> Joined:
    """Say that a record is another person's: both go on counting, and what either was sent counts for both.

    Records with the same mail address in two systems join by themselves.
    """

    def deed(parts: Parts) -> tuple[Joined, TakenIn]:
        whom = ByWhom(by=token.who, why=asked.reason, at=parts.clock.now())
        taken = join_by_hand(parts, candidate_id, asked.into, whom)
        with parts.store.read() as conn:
            return Joined(record=candidate_id, candidate=records.surviving_id(conn, asked.into)), taken

    return await once.carry_out(Joined, deed)


@router.post("/candidates/{candidate_id:whole}/split", responses=responses(404, 409))
async def split_candidate(
    candidate_id: CandidateId, asked: Split, once: TheOnce, token: Annotated[Token, needs(Scope.CANDIDATES_JOIN)]
) -> Apart:
    """Take a record apart from the person whom it had joined: they were two people.

    It gets back what its system says of it, and its applications with all that was about them. Open runs about those
    applications end.
    """

    def deed(parts: Parts) -> tuple[Apart, TakenIn]:
        whom = ByWhom(by=token.who, why=asked.reason, at=parts.clock.now())
        taken, ended = split_by_hand(parts, candidate_id, whom)
        return Apart(candidate=candidate_id, ended=ended), taken

    return await once.carry_out(Apart, deed)
