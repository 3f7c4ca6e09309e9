"""What a person has a right to: to see what is held, and to have it erased."""

from itertools import islice
from typing import Annotated

from fastapi import APIRouter

from nurture.api.callers import needs
from nurture.api.desk import TheDesk
from nurture.api.once import TheOnce
from nurture.api.paging import ByName
from nurture.api.problems import responses
from nurture.api.shapes.persons import Due, DuePeople, Hold, Holding
from nurture.api.shapes.telling import Export, Forget, Forgotten, Why
from nurture.api.words import CandidateId
from nurture.contracts import TakenIn
from nurture.domain.tokens import Scope, Token
from nurture.service import exporting, forgetting, holding, retention
from nurture.service.parts import Parts
from nurture.service.persons import ByWhom

router = APIRouter(tags=["privacy"])


@router.post("/candidates/{candidate_id:whole}/export", responses=responses(404))
def export_candidate(
    candidate_id: CandidateId, asked: Why, desk: TheDesk, token: Annotated[Token, needs(Scope.PRIVACY)]
) -> Export:
    """Hand out everything that is held on a person. That it was is on the audit record, with the reason."""
    parts = desk.parts
    whom = ByWhom(by=token.who, why=asked.reason, at=parts.clock.now())
    return Export.model_validate(exporting.export(parts, candidate_id, whom))


@router.post("/candidates/{candidate_id:whole}/forget", responses=responses(404, 409))
async def forget_candidate(
    candidate_id: CandidateId, asked: Forget, once: TheOnce, token: Annotated[Token, needs(Scope.PRIVACY)]
) -> Forgotten:
    """Erase a person everywhere in Nurture; there is no way back. Their runs end, and they get no nurture mail.

    In the ATS they stay until its own people erase them there. Once more, it changes nothing.
    """

    def deed(parts: Parts) -> tuple[Forgotten, TakenIn]:
        with parts.store.read() as conn:
            held = forgetting.held_of(conn, candidate_id)
        taken = TakenIn()
        if not asked.dry_run:
            whom = ByWhom(by=token.who, why=asked.reason, at=parts.clock.now())
            taken = forgetting.forget(parts, candidate_id, whom).taken
        answer = Forgotten(
            candidate=held.candidate_id,
            was_erased=held.is_erased,
            is_erased=held.is_erased or not asked.dry_run,
            rows=dict(held.counts),
            ended=held.open_runs,
            known_by=held.known_by,
        )
        return answer, taken

    return await once.carry_out(Forgotten, deed)


@router.post("/candidates/{candidate_id:whole}/hold", responses=responses(404, 409))
async def hold_candidate(
    candidate_id: CandidateId, asked: Hold, once: TheOnce, token: Annotated[Token, needs(Scope.PRIVACY)]
) -> Holding:
    """Keep a person from being erased, by hand or by retention. An erasure by the ATS is followed all the same."""

    def deed(parts: Parts) -> tuple[Holding, TakenIn]:
        holding.hold(parts, candidate_id, ByWhom(by=token.who, why=asked.reason, at=parts.clock.now()))
        return Holding(candidate=candidate_id, is_on_hold=True), TakenIn()

    return await once.carry_out(Holding, deed)


@router.post("/candidates/{candidate_id:whole}/lift-hold", responses=responses(404, 409))
async def lift_hold(
    candidate_id: CandidateId, asked: Hold, once: TheOnce, token: Annotated[Token, needs(Scope.PRIVACY)]
) -> Holding:
    """Let a person be erased again."""

    def deed(parts: Parts) -> tuple[Holding, TakenIn]:
        holding.lift(parts, candidate_id, ByWhom(by=token.who, why=asked.reason, at=parts.clock.now()))
        return Holding(candidate=candidate_id, is_on_hold=False), TakenIn()

    return await once.carry_out(Holding, deed)


@router.get("/retention/due", responses=responses(404))
def list_due_people(desk: TheDesk, part: ByName, _: Annotated[Token, needs(Scope.PRIVACY)]) -> DuePeople:
    """List who has been on record as long as `retention` in company.yaml says, and is forgotten when it is next run."""
    found = tuple(islice(retention.due(desk.parts, after=part.after or ""), part.one_more))
    return part.page(DuePeople, found, _due, lambda each: each.candidate_id)


def _due(each: retention.Due) -> Due:
    return Due(candidate=each.candidate_id, since=each.since, rule=each.rule)
