"""What ATSs deliver: which are connected, and the deliveries that could not be taken in."""

from typing import Annotated

from fastapi import APIRouter

from nurture.api.callers import needs
from nurture.api.desk import TheDesk
from nurture.api.once import TheOnce
from nurture.api.paging import ByNumber
from nurture.api.problems import responses
from nurture.api.shapes.standing import Connection, Connections, DecidedDelivery, Deliveries, Delivery, SetAside
from nurture.api.words import Number
from nurture.contracts import TakenIn
from nurture.domain.tokens import Scope, Token
from nurture.service.deliveries import set_aside, try_again
from nurture.service.mail.keeping import CONNECTION as MAIL
from nurture.service.parts import Parts
from nurture.store import inbox
from nurture.store.words import InboxState

router = APIRouter(tags=["operations"])


@router.get("/connections", responses=responses())
def list_connections(desk: TheDesk, _: Annotated[Token, needs(Scope.OPERATIONS_READ)]) -> Connections:
    """List the connected ATSs, and how many deliveries came from each."""
    connected = desk.parts.connections
    with desk.parts.store.read() as conn:
        return Connections(
            items=tuple(
                Connection(
                    name=name,
                    ats=each.vendor.title,
                    has_keys=bool(each.account.secrets),
                    deliveries=inbox.counts(conn, connection=name),
                )
                for name, each in connected.items()
            )
        )


@router.get("/deliveries", responses=responses())
def list_deliveries(desk: TheDesk, part: ByNumber, _: Annotated[Token, needs(Scope.OPERATIONS_READ)]) -> Deliveries:
    """List the deliveries that wait, could not be understood, or came again with another body."""
    with desk.parts.store.read() as conn:
        found = inbox.told_apart(conn, but=MAIL, after=part.number, limit=part.one_more)
    return part.page(Deliveries, found, Delivery.of, lambda each: str(each.id))


@router.post("/deliveries/{number}/again", responses=responses(404, 409))
async def try_delivery_again(
    number: Number, once: TheOnce, token: Annotated[Token, needs(Scope.OPERATIONS_WRITE)]
) -> DecidedDelivery:
    """Have a delivery taken in once more, after the cause was mended: the web edge does it within seconds."""

    def deed(parts: Parts) -> tuple[DecidedDelivery, TakenIn]:
        try_again(parts.store, parts.connections, number, by=token.who, now=parts.clock.now())
        return DecidedDelivery(number=number, state=InboxState.RECEIVED), TakenIn()

    return await once.carry_out(DecidedDelivery, deed)


@router.post("/deliveries/{number}/aside", responses=responses(404, 409))
async def set_delivery_aside(
    number: Number, asked: SetAside, once: TheOnce, token: Annotated[Token, needs(Scope.OPERATIONS_WRITE)]
) -> DecidedDelivery:
    """Say that nothing is to come of a delivery. Nobody's mail waits for it any longer."""

    def deed(parts: Parts) -> tuple[DecidedDelivery, TakenIn]:
        pokes = set_aside(parts.store, number, why=asked.reason, by=token.who, now=parts.clock.now())
        return DecidedDelivery(number=number, state=InboxState.IGNORED), TakenIn(pokes=pokes)

    return await once.carry_out(DecidedDelivery, deed)
