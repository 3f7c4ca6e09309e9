"""Mails that came in and wait for a person."""

from typing import Annotated

from fastapi import APIRouter, Query

from nurture.api.callers import needs
from nurture.api.desk import TheDesk
from nurture.api.once import TheOnce
from nurture.api.paging import ByNumber
from nurture.api.problems import responses
from nurture.api.shapes.mails import Mail, Mails, SettledMail, SettleMail, WholeMail
from nurture.api.words import Number
from nurture.contracts import TakenIn
from nurture.domain.tokens import Scope, Token
from nurture.errors import NotFound, Refused
from nurture.inbound.envelope import Envelope
from nurture.service.mail.keeping import CONNECTION
from nurture.service.mail.settling import settle_by_hand
from nurture.service.mail.taking import Arrival, arrival_of
from nurture.service.parts import Parts
from nurture.store import inbox, records
from nurture.store.inbox import StoredDelivery

router = APIRouter(tags=["mails"])


@router.get("/mails", responses=responses())
def list_mails(
    desk: TheDesk,
    part: ByNumber,
    _: Annotated[Token, needs(Scope.MAILS_READ)],
    every: Annotated[bool, Query(alias="all", description="Those that wait for nobody, too.")] = False,
) -> Mails:
    """List the mails that came in and wait for a person."""
    with desk.parts.store.read() as conn:
        found = inbox.told_apart(
            conn, connection=CONNECTION, only_waiting=not every, after=part.number, limit=part.one_more
        )
    return part.page(
        Mails, found, lambda each: Mail.model_validate(_told(each, _read(desk.parts, each))), lambda each: str(each.id)
    )


@router.get("/mails/{number}", responses=responses(404))
def read_mail(number: Number, desk: TheDesk, _: Annotated[Token, needs(Scope.MAILS_READ)]) -> WholeMail:
    """Read one mail, while what it says is kept."""
    with desk.parts.store.read() as conn:
        stored = inbox.load(conn, number)
    if stored.connection != CONNECTION:
        raise NotFound(f"there is no mail {number}")
    arrival = _read(desk.parts, stored)
    if arrival is None:
        raise NotFound(f"what was said in mail {number} is removed, or was no mail")
    return WholeMail.model_validate(
        {
            **_told(stored, arrival),
            "candidate": arrival.match.candidate_id or stored.candidate_id,
            "text": arrival.letter.text,
            "is_whole": Envelope.read(stored.headers).size is None,
        }
    )


@router.post("/mails/{number}/settle", responses=responses(404, 409))
async def settle_mail(
    number: Number, asked: SettleMail, once: TheOnce, token: Annotated[Token, needs(Scope.MAILS_WRITE)]
) -> SettledMail:
    """Say what a mail is: a reply goes on record as such, and `no-more` also stops mail to them."""

    def deed(parts: Parts) -> tuple[SettledMail, TakenIn]:
        with parts.store.read() as conn:
            whose = records.surviving_id(conn, asked.candidate) if asked.candidate is not None else None
        taken = settle_by_hand(parts, number, asked.found, candidate_id=whose, by=token.who)
        return SettledMail(number=number, found=asked.found), taken

    return await once.carry_out(SettledMail, deed)


def _read(parts: Parts, stored: StoredDelivery) -> Arrival | None:
    """The mail; None where it is removed, or was none."""
    try:
        return arrival_of(parts, stored) if stored.body else None
    except Refused:
        return None


def _told(stored: StoredDelivery, arrival: Arrival | None) -> dict[str, object]:
    return {
        "number": stored.id,
        "received_at": stored.received_at,
        "sender": arrival.letter.sender if arrival else None,
        "subject": arrival.letter.subject if arrival else None,
        "state": stored.state,
        "why": stored.note,
    }
