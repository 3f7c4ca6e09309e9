"""Telling of people: contacts with them, their consents, what happened, and whole lists of them."""

from collections import Counter
from functools import partial
from typing import Annotated

from fastapi import APIRouter
from starlette.concurrency import run_in_threadpool

from nurture.api.callers import needs
from nurture.api.once import TheOnce
from nurture.api.problems import Fault, Faulty, responses
from nurture.api.shapes.permissions import NotedConsent, TellConsent
from nurture.api.shapes.telling import (
    Contact,
    Happened,
    NotedContact,
    NotedEvent,
    People,
    RefusedPerson,
    Taken,
)
from nurture.api.words import CandidateId
from nurture.contracts import TakenIn
from nurture.domain.tokens import Scope, Token
from nurture.service.consents import Told, tell_consent
from nurture.service.contacted import logged_key
from nurture.service.happened import ByHand, tell_by_hand
from nurture.service.importing import beside, taking
from nurture.service.importing.columns import Meaning
from nurture.service.importing.people import Terms
from nurture.service.importing.planning import Fate
from nurture.service.importing.sheet import Cell, Sheet
from nurture.service.importing.terms import sheet_of, terms_of
from nurture.service.logging_contacts import log_contact, logged
from nurture.service.moments import when
from nurture.service.parts import Parts
from nurture.store import records

router = APIRouter()


@router.post(
    "/candidates/{candidate_id:whole}/contacts", tags=["candidates"], status_code=201, responses=responses(404, 409)
)
async def log_candidate_contact(
    candidate_id: CandidateId,
    asked: Contact,
    once: TheOnce,
    token: Annotated[Token, needs(Scope.CANDIDATES_WRITE)],
) -> NotedContact:
    """Put a contact on a person's timeline that Nurture can't see: a call, a meeting, a message, a note.

    With the direction `in` it is a reply: whatever ends on a reply ends then. Nothing follows from a note. A contact of
    the same kind at the same time is on record already, and refused.
    """

    def deed(parts: Parts) -> tuple[NotedContact, TakenIn]:
        at = when(asked.at, parts.clock.now())
        with parts.store.read() as conn:
            whose = records.surviving_id(conn, candidate_id)
        said = logged(asked.kind, asked.direction, whose, at=at, by=token.who, note=asked.note, minutes=asked.minutes)
        taken = log_contact(parts, said)
        key = logged_key(whose, said.channel, said.direction, said.at)
        return NotedContact(id=key, candidate=whose), taken

    return await once.carry_out(NotedContact, deed)


@router.post(
    "/candidates/{candidate_id:whole}/consents", tags=["candidates"], status_code=201, responses=responses(404, 409)
)
async def tell_of_consent(
    candidate_id: CandidateId,
    asked: TellConsent,
    once: TheOnce,
    token: Annotated[Token, needs(Scope.CANDIDATES_WRITE)],
) -> NotedConsent:
    """Note that a person gave or withdrew their consent.

    Send an `Idempotency-Key`: told twice, it stands there twice.
    """

    def deed(parts: Parts) -> tuple[NotedConsent, TakenIn]:
        told = Told(
            candidate_id=candidate_id,
            kind=asked.kind,
            by=token.who,
            at=when(asked.at, parts.clock.now()),
            until=asked.until,
            purpose=asked.purpose,
            basis=asked.basis,
            source=asked.source,
        )
        noted, taken = tell_consent(parts, told)
        answer = NotedConsent(candidate=candidate_id, kind=noted.kind, purpose=asked.purpose, until=noted.until)
        return answer, taken

    return await once.carry_out(NotedConsent, deed)


@router.post("/events", tags=["events"], status_code=201, responses=responses(404, 409))
async def tell_of_event(
    asked: Happened, once: TheOnce, token: Annotated[Token, needs(Scope.EVENTS_WRITE)]
) -> NotedEvent:
    """Tell of something that no ATS states: whoever it lets in enters, and whoever waits for it goes on.

    Send an `Idempotency-Key`: told twice, it has happened twice.
    """

    def deed(parts: Parts) -> tuple[NotedEvent, TakenIn]:
        said = ByHand(
            event=asked.event,
            candidate_id=asked.candidate,
            application_id=asked.application,
            job_id=asked.job,
            at=when(asked.at, parts.clock.now()),
            by=token.who,
            told=asked.carries,
        )
        return NotedEvent(event=asked.event, candidate=asked.candidate), tell_by_hand(parts, said)

    return await once.carry_out(NotedEvent, deed)


@router.post("/people/import", tags=["candidates"], responses=responses(404, 409))
async def import_people(asked: People, once: TheOnce, token: Annotated[Token, needs(Scope.CANDIDATES_WRITE)]) -> Taken:
    """Put up to 500 people on record: whoever is there already, by id or mail address, is the same person.

    All are looked at first: where one is refused, nobody is taken in, and `faults` says who and why. The same list
    once more changes nothing. Nobody enters a sequence by it. A person may bring `applications` and `contacts`.
    """
    if asked.dry_run:  # is not kept with a key: why somebody is refused says something of them
        return await run_in_threadpool(_try_out, asked, once.desk.parts)
    return await once.carry_out(Taken, partial(_import, asked, token))


def _try_out(asked: People, parts: Parts) -> Taken:
    sheet, terms = _read(asked, parts)
    return _told(taking.look(parts.store, sheet, terms, _untold))


def _import(asked: People, token: Token, parts: Parts) -> tuple[Taken, TakenIn]:
    sheet, terms = _read(asked, parts)
    known = taking.standing(parts.store, sheet, terms)
    if known is not None and known.ended_at is not None:
        return _told(taking.Tally(counts=Counter(known.counts))), TakenIn()
    if known is None:
        _demand_all(taking.look(parts.store, sheet, terms, _untold))
    begun = taking.begin(parts.store, sheet, terms, by=token.who, resume=True)
    return _told(taking.take_in(parts.store, sheet, terms, begun, parts.clock.now, _untold)), TakenIn()


def _read(asked: People, parts: Parts) -> tuple[Sheet, Terms]:
    people: list[dict[str, Cell]] = [
        {name: [*cell] if isinstance(cell, list) else cell for name, cell in each.items()} for each in asked.people
    ]
    sheet = sheet_of(asked.name, people)
    terms, faults = terms_of(
        parts.settings,
        parts.store,
        sheet.columns,
        Meaning(),
        connection=asked.connection,
        name=asked.name,
        now=parts.clock.now(),
    )
    if faults:
        raise Faulty(faults[0], [Fault(where="/body/people", detail=each) for each in faults])
    return sheet, terms


def _demand_all(looked: taking.Tally) -> None:
    """Raises Faulty where somebody is refused."""
    faults = [Fault(where=f"/body/people/{row.line - 1}", detail=each) for row in looked.refused for each in row.faults]
    if faults:
        raise Faulty("nobody was taken in", faults, hint="Mend these, or leave them out.")


def _told(tally: taking.Tally) -> Taken:
    counts = tally.counts
    return Taken(
        new=counts[Fate.NEW],
        matched=counts[Fate.MATCHED],
        changed=counts[Fate.CHANGED],
        known=counts[Fate.KNOWN],
        applications=counts[beside.APPLICATIONS],
        applications_left=counts[beside.LEFT],
        contacts=counts[beside.CONTACTS],
        refused=tuple(RefusedPerson(number=row.line, faults=row.faults) for row in tally.refused),
    )


def _untold(_: int) -> None:
    """Nobody watches how far it has come."""
