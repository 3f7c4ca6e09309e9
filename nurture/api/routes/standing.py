"""What stands still until a person steps in: people held back, messages of unknown fate, what stopped, what waits."""

from collections import Counter
from typing import Annotated

from fastapi import APIRouter

from nurture.api.callers import needs
from nurture.api.desk import TheDesk
from nurture.api.once import TheOnce
from nurture.api.paging import ByMoment, ByName, at_moment
from nurture.api.problems import responses
from nurture.api.shapes.standing import (
    Breaker,
    Breakers,
    Fate,
    GoOn,
    HeldBack,
    Mailbox,
    Mailboxes,
    PeopleHeldBack,
    SettledMessage,
    SettleMessage,
    UnknownMessage,
    UnknownMessages,
    WaitingMail,
    WaitingMails,
    WentOn,
)
from nurture.api.words import MessageId
from nurture.contracts import TakenIn
from nurture.domain.tokens import Scope, Token
from nurture.domain.touchpoints import Touchpoint
from nurture.service.breaking import go_on
from nurture.service.lost import settle_by_hand
from nurture.service.parts import Parts
from nurture.store import breakers, frozen, ledger, mailbox_slots, sequences, unread
from nurture.timing.walltime import wall
from nurture.timing.zones import zone_of

router = APIRouter(tags=["operations"])


@router.get("/held-back", responses=responses())
def list_held_back(desk: TheDesk, part: ByName, _: Annotated[Token, needs(Scope.OPERATIONS_READ)]) -> PeopleHeldBack:
    """List who gets no mail until a delivery that names them is taken in, or set aside."""
    with desk.parts.store.read() as conn:
        found = unread.page(conn, after=part.after, limit=part.one_more)
    return part.page(PeopleHeldBack, found, HeldBack.of, lambda each: each.candidate_id)


@router.get("/messages/unknown", responses=responses())
def list_unknown_messages(
    desk: TheDesk, part: ByMoment, _: Annotated[Token, needs(Scope.OPERATIONS_READ)]
) -> UnknownMessages:
    """List the messages of which nobody knows whether they left, oldest first."""
    with desk.parts.store.read() as conn:
        found = [
            (each, kept.message_id if (kept := frozen.message_of(conn, each.id)) else None)
            for each in ledger.unknowns(conn, after=part.moment, limit=part.one_more)
        ]
    return part.page(UnknownMessages, found, _unknown, lambda each: at_moment(each[0].at, each[0].id))


@router.post("/messages/{message_id:whole}/settle", responses=responses(404, 409))
async def settle_message(
    message_id: MessageId, asked: SettleMessage, once: TheOnce, token: Annotated[Token, needs(Scope.OPERATIONS_WRITE)]
) -> SettledMessage:
    """Say whether a message left of which nobody knew. The journey has gone on and does not go back."""

    def deed(parts: Parts) -> tuple[SettledMessage, TakenIn]:
        has_left = asked.found is Fate.LEFT
        settle_by_hand(parts.store, message_id, has_left=has_left, by=token.who, now=parts.clock.now())
        return SettledMessage(message=message_id, found=asked.found), TakenIn()

    return await once.carry_out(SettledMessage, deed)


@router.get("/breakers", responses=responses())
def list_breakers(desk: TheDesk, _: Annotated[Token, needs(Scope.OPERATIONS_READ)]) -> Breakers:
    """List the sequences and mailboxes that have stopped because too many of their mails went wrong."""
    with desk.parts.store.read() as conn:
        return Breakers(items=tuple(map(Breaker.of, breakers.stopped(conn))))


@router.post("/breakers/resume", responses=responses(404, 409))
async def resume_breaker(asked: GoOn, once: TheOnce, token: Annotated[Token, needs(Scope.OPERATIONS_WRITE)]) -> WentOn:
    """Let a sequence or a mailbox that has stopped send again; what left before does not count any more.

    Whoever is due then is asked about within the hour.
    """

    def deed(parts: Parts) -> tuple[WentOn, TakenIn]:
        go_on(parts.store, asked.name, by=token.who, now=parts.clock.now())
        return WentOn(name=asked.name), TakenIn()

    return await once.carry_out(WentOn, deed)


@router.get("/mailboxes", responses=responses(404))
def list_mailboxes(desk: TheDesk, _: Annotated[Token, needs(Scope.OPERATIONS_READ)]) -> Mailboxes:
    """List what left today from the mailboxes that company.yaml limits, and how much waits for each."""
    now = desk.parts.clock.now()
    with desk.parts.store.read() as conn:
        company = sequences.company(conn)
        used = mailbox_slots.used_on(conn, wall(now, zone_of(company.zone)).date())
        counts = Counter(each.mailbox for each in mailbox_slots.waiting(conn, after=now))
    named = sorted({*used, *counts, *company.mailboxes}) if company.mailboxes else ()
    return Mailboxes(
        items=tuple(
            Mailbox(
                mailbox=each,
                limits=str(company.limits_of(each)),
                left_today=used.get(each, 0),
                waiting=counts[each],
            )
            for each in named
        )
    )


@router.get("/mailboxes/waiting", responses=responses())
def list_waiting_mails(
    desk: TheDesk, part: ByMoment, _: Annotated[Token, needs(Scope.OPERATIONS_READ)]
) -> WaitingMails:
    """List who waits for which mailbox until when, in the order in which their mails are to leave."""
    with desk.parts.store.read() as conn:
        now = desk.parts.clock.now()
        found = mailbox_slots.waiting(conn, after=now, behind=part.moment, limit=part.one_more)
    return part.page(WaitingMails, found, WaitingMail.of, lambda each: at_moment(each.at, each.touchpoint_id))


def _unknown(found: tuple[Touchpoint, str | None]) -> UnknownMessage:
    each, message_id = found
    return UnknownMessage(
        id=each.id,
        candidate=each.candidate_id,
        enrollment=each.enrollment_id,
        channel=each.channel,
        at=each.at,
        message_id=message_id,
        detail=each.detail,
    )
