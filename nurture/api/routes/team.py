"""Who of our own people is there."""

from typing import Annotated

from fastapi import APIRouter

from nurture.api.callers import needs
from nurture.api.once import TheOnce
from nurture.api.problems import responses
from nurture.api.shapes.persons import Absent, NotedAbsence
from nurture.contracts import TakenIn
from nurture.domain.tokens import Scope, Token
from nurture.service.absences import Told, tell
from nurture.service.parts import Parts

router = APIRouter(tags=["team"])


@router.post("/team/absences", responses=responses(404, 409))
async def tell_of_absence(
    asked: Absent, once: TheOnce, token: Annotated[Token, needs(Scope.TEAM_WRITE)]
) -> NotedAbsence:
    """Say that one of our own people is away, gone, or there again: their deputy does what is due meanwhile."""

    def deed(parts: Parts) -> tuple[NotedAbsence, TakenIn]:
        now = parts.clock.now()
        told = Told(presence=asked.presence, first=asked.first, last=asked.last, deputy=asked.deputy)
        absence = told.absence(now.date())
        tell(parts.store, asked.email, absence, by=token.who, now=now)
        return NotedAbsence(presence=asked.presence, first=absence.first, last=absence.last), TakenIn()

    return await once.carry_out(NotedAbsence, deed)
