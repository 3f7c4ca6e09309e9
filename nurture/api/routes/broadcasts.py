"""Occasions at which many may come in: how far each has come, and stopping it."""

from typing import Annotated

from fastapi import APIRouter
from starlette.concurrency import run_in_threadpool

from nurture.api.callers import needs
from nurture.api.desk import Desk, TheDesk
from nurture.api.orders import order
from nurture.api.paging import ByMoment, at_moment
from nurture.api.problems import responses
from nurture.api.shapes.broadcasts import Broadcast, Broadcasts, OrderedBroadcast
from nurture.api.shapes.journeys import Order, Resume
from nurture.api.words import BroadcastId
from nurture.contracts import Command, broadcast_workflow_id
from nurture.domain.tokens import Scope, Token
from nurture.service.ordering import PAUSE, RESUME
from nurture.store import broadcasts

router = APIRouter(tags=["broadcasts"])


@router.get("/broadcasts", responses=responses())
def list_broadcasts(desk: TheDesk, part: ByMoment, _: Annotated[Token, needs(Scope.JOURNEYS_READ)]) -> Broadcasts:
    """List the occasions at which many were looked at, and how far that has come, the latest first."""
    with desk.parts.store.read() as conn:
        found = broadcasts.listed(conn, before=part.moment, limit=part.one_more)
    return part.page(Broadcasts, found, Broadcast.model_validate, lambda each: at_moment(each.opened_at, each.id))


@router.post("/broadcasts/{broadcast_id:whole}/pause", responses=responses(404, 409))
async def pause_broadcast(
    broadcast_id: BroadcastId, asked: Order, desk: TheDesk, token: Annotated[Token, needs(Scope.JOURNEYS_WRITE)]
) -> OrderedBroadcast:
    """Let nobody else in at an occasion, until it is resumed. Whoever came in stays."""
    return await _order(desk, broadcast_id, PAUSE, Command(by=token.who, reason=asked.reason))


@router.post("/broadcasts/{broadcast_id:whole}/resume", responses=responses(404, 409))
async def resume_broadcast(
    broadcast_id: BroadcastId, asked: Resume, desk: TheDesk, token: Annotated[Token, needs(Scope.JOURNEYS_WRITE)]
) -> OrderedBroadcast:
    """Go on letting people in at an occasion, where it was paused."""
    return await _order(desk, broadcast_id, RESUME, Command(by=token.who, reason=asked.reason or ""))


@router.get("/broadcasts/{broadcast_id:whole}", responses=responses(404))
def read_broadcast(
    broadcast_id: BroadcastId, desk: TheDesk, _: Annotated[Token, needs(Scope.JOURNEYS_READ)]
) -> Broadcast:
    """Read how far the look at everybody has come at one occasion."""
    return _known(desk, broadcast_id)


async def _order(desk: Desk, broadcast_id: str, update: str, command: Command) -> OrderedBroadcast:
    await run_in_threadpool(_known, desk, broadcast_id)
    await order(desk, broadcast_workflow_id(broadcast_id), update, command)
    return OrderedBroadcast(broadcast=broadcast_id, did=update)


def _known(desk: Desk, broadcast_id: str) -> Broadcast:
    with desk.parts.store.read() as conn:
        return Broadcast.model_validate(broadcasts.get(conn, broadcast_id))
