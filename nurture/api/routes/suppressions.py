"""Addresses that get no mail."""

from typing import Annotated

from fastapi import APIRouter

from nurture.api.callers import needs
from nurture.api.desk import TheDesk
from nurture.api.once import TheOnce
from nurture.api.paging import ByName
from nurture.api.problems import responses
from nurture.api.shapes.permissions import (
    Address,
    Lift,
    Lifted,
    StandingSuppressions,
    Suppress,
    Suppressed,
    Suppression,
    Suppressions,
)
from nurture.contracts import TakenIn
from nurture.domain.tokens import Scope, Token
from nurture.service.parts import Parts
from nurture.service.suppressing import By, by_hand, hash_of, release, scope_of, suppress
from nurture.store import suppressions as kept
from nurture.store.suppressions import Suppression as Row

router = APIRouter(tags=["suppressions"])


@router.get("/suppressions", responses=responses())
def list_suppressions(
    desk: TheDesk,
    part: ByName,
    _: Annotated[Token, needs(Scope.SUPPRESSIONS_READ)],
) -> Suppressions:
    """List what stops mail at this moment, by the keyed hash of the address."""
    place = (part.after or "").partition(":")
    with desk.parts.store.read() as conn:
        found = kept.page(conn, now=desk.parts.clock.now(), after=(place[0], place[2]), limit=part.one_more)
    return part.page(Suppressions, found, Suppression.model_validate, _place)


@router.post("/suppressions/search", responses=responses(409))
def find_suppressions(
    asked: Address, desk: TheDesk, _: Annotated[Token, needs(Scope.SUPPRESSIONS_READ)]
) -> StandingSuppressions:
    """Say what stops mail to an address, and why."""
    hashed = hash_of(asked.address, desk.parts.secret)
    with desk.parts.store.read() as conn:
        found = kept.of_address(conn, hashed, now=desk.parts.clock.now())
    return StandingSuppressions(items=tuple(Suppression.model_validate(each) for each in found))


@router.post("/suppressions", status_code=201, responses=responses(409))
async def suppress_address(
    asked: Suppress, once: TheOnce, token: Annotated[Token, needs(Scope.SUPPRESSIONS_WRITE)]
) -> Suppressed:
    """Stop mail to an address. Of one that is stopped already the first reason stays."""

    def deed(parts: Parts) -> tuple[Suppressed, TakenIn]:
        by = By(who=token.who, now=parts.clock.now())
        wanted = by_hand(asked.address, scope=asked.scope, reason=asked.reason, by=by, secret=parts.secret)
        is_new = suppress(parts.store, (wanted,), by) == 1
        return Suppressed(address_hash=wanted.address_hash, scope=wanted.scope, is_new=is_new), TakenIn()

    return await once.carry_out(Suppressed, deed)


@router.post("/suppressions/lift", responses=responses(404, 409))
async def lift_suppression(
    asked: Lift, once: TheOnce, token: Annotated[Token, needs(Scope.SUPPRESSIONS_WRITE)]
) -> Lifted:
    """Let mail to an address through again, of one scope or of all."""

    def deed(parts: Parts) -> tuple[Lifted, TakenIn]:
        hashed = hash_of(asked.address, parts.secret)
        scope = scope_of(asked.scope) if asked.scope is not None else None
        gone = release(parts.store, hashed, scope, asked.reason, By(who=token.who, now=parts.clock.now()))
        return Lifted(address_hash=hashed, scopes=tuple(each.scope for each in gone)), TakenIn()

    return await once.carry_out(Lifted, deed)


def _place(row: Row) -> str:
    return f"{row.address_hash}:{row.scope}"
