"""What no ATS states, told by a person, a log or a mailbox: the company's own events, absences, consent, bounces."""

from collections.abc import Iterator, Mapping
from dataclasses import field
from datetime import datetime
from typing import Final

from sqlalchemy import Connection

from nurture.contracts import TakenIn
from nurture.domain.consent import BY_HAND, NURTURE, Consent, ConsentKind
from nurture.domain.events import EVENTS, EventScope, EventSpec, EventType, Scalar
from nurture.domain.intake import CandidateUpdate, ConsentUpdate, FieldValue, Happening, Intake
from nurture.domain.own import Own
from nurture.domain.values import keep_value, read_date
from nurture.errors import Conflict, NotFound
from nurture.language.faults import did_you_mean, listed, one_of
from nurture.language.sequence import Purpose
from nurture.service.declared import own_of_company
from nurture.service.intake import hear
from nurture.service.parts import Parts
from nurture.store import audit, records
from nurture.store.audit import Deed
from nurture.values import frozen

BUILT_IN: Final = (
    EventType.CANDIDATE_OUT_OF_OFFICE,
    EventType.CANDIDATE_CONSENT_GIVEN,
    EventType.CANDIDATE_CONSENT_WITHDRAWN,
    EventType.CANDIDATE_BOUNCED,
    EventType.CANDIDATE_CONTACTED,
)
"""The built-in events that may be told like this; of all others the ATS, or the person, tells."""


_OF_CONSENT: Final[Mapping[str, ConsentKind]] = {
    EventType.CANDIDATE_CONSENT_GIVEN: ConsentKind.GIVEN,
    EventType.CANDIDATE_CONSENT_WITHDRAWN: ConsentKind.WITHDRAWN,
}


@frozen
class ByHand:
    """What somebody says has happened: `told` is what it carries, as it was written."""

    event: str
    candidate_id: str
    at: datetime
    by: str
    application_id: str | None = None
    job_id: str | None = None
    told: Mapping[str, str] = field(default_factory=dict)


def tell_by_hand(parts: Parts, said: ByHand) -> TakenIn:
    """Puts it on record, and names whom to start and to wake. Told twice, it has happened twice.

    Raises NotFound for an event that is not known or a job that is not on record, and Conflict for what it doesn't
    carry, or an application that is missing, or not theirs.
    """
    with parts.store.write() as conn:
        spec = _spec_of(said.event, own_of_company(parts.plans, conn))
        candidate_id = records.surviving_id(conn, said.candidate_id)
        theirs = [each.id for each in records.applications_of(conn, candidate_id)]
        intake = as_intake(
            said.event,
            at=said.at,
            candidate_id=candidate_id,
            application_id=_application(said, spec, theirs),
            job_id=_job(conn, said, spec),
            data=_carried(said, spec),
        )
        deed = Deed(at=parts.clock.now(), who=said.by, what=f"told of {said.event}", why="", about=candidate_id)
        audit.record(conn, deed)
        return hear(parts, conn, intake).taken


def as_intake(
    type_: str,
    *,
    at: datetime,
    candidate_id: str,
    application_id: str | None,
    data: Mapping[str, Scalar],
    job_id: str | None = None,
) -> Intake:
    """The same as a delivery that an ATS might send, with what it changes on the person's record."""
    if type_ in _OF_CONSENT:
        told = ConsentUpdate(candidate_id=candidate_id, consent=_consent(type_, at, data))
        return Intake(at=at, consents=(told,))
    happening = Happening(
        type=type_, candidate_id=candidate_id, application_id=application_id, job_id=job_id, data=data
    )
    fields: dict[str, FieldValue] = dict(_changed(type_, at, data))
    return Intake(at=at, happenings=(happening,), candidates=(CandidateUpdate(id=candidate_id, fields=fields),))


def _changed(type_: str, at: datetime, data: Mapping[str, Scalar]) -> Iterator[tuple[str, FieldValue]]:
    if type_ == EventType.CANDIDATE_OUT_OF_OFFICE:
        yield "away_since", at
        yield "away_until", read_date(data.get("until"))


def _consent(type_: str, at: datetime, data: Mapping[str, Scalar]) -> Consent:
    """The entry of somebody's history. Raises Conflict for a purpose that no sequence has."""
    purpose = str(data.get("purpose") or NURTURE)
    if purpose not in set(Purpose):
        raise Conflict(f"no sequence is for {purpose}", hint=one_of(purpose, list(Purpose)))
    kind, source = _OF_CONSENT[type_], str(data.get("source") or BY_HAND)
    return Consent(kind=kind, at=at, until=read_date(data.get("until")), purpose=purpose, source=source)


def _spec_of(event: str, own: Own) -> EventSpec:
    known: dict[str, EventSpec] = {**own.events, **{each.value: EVENTS[each] for each in BUILT_IN}}
    if event in known:
        return known[event]
    if event in EVENTS:
        raise Conflict(f"{event} is not told by hand: it follows from what the ATS, or the person, says")
    hint = did_you_mean(event, known) or f"There are {listed(known, 'and')}; others are declared in company.yaml."
    raise NotFound(f"there is no event {event}", hint=hint)


def _application(said: ByHand, spec: EventSpec, theirs: list[str]) -> str | None:
    """Which application it is about: the one that is named, or the only one."""
    if spec.scope is not EventScope.APPLICATION:
        if said.application_id is not None:
            raise Conflict(f"{said.event} is about a person", hint="Leave --application out.")
        return None
    named = [each for each in theirs if said.application_id in (None, each, each.partition(":")[2])]
    if len(named) != 1:
        hint = f"Theirs are: {', '.join(theirs)}." if theirs else "They have none."
        raise Conflict(f"{said.event} is about one application, and it is not plain which", hint=hint)
    return named[0]


def _job(conn: Connection, said: ByHand, spec: EventSpec) -> str | None:
    """The job that the person did something with."""
    if not spec.names_job:
        if said.job_id is not None:
            raise Conflict(f"{said.event} is about no job", hint="Leave --job out.")
        return None
    if said.job_id is None:
        raise Conflict(f"{said.event} is about a job", hint="Name it by --job, with our id for it.")
    if records.job(conn, said.job_id) is None:
        raise NotFound(f"no job {said.job_id} is on record")
    return said.job_id


def _carried(said: ByHand, spec: EventSpec) -> dict[str, Scalar]:
    """Everything that the event carries, each of its kind; missing where it was not told."""
    data: dict[str, Scalar] = dict.fromkeys(spec.tells)
    for name, text in said.told.items():
        if name not in spec.tells:
            hint = f"It carries {listed(spec.tells, 'and')}." if spec.tells else "It carries nothing."
            raise Conflict(f"{said.event} carries no {name}", hint=hint)
        value = keep_value(spec.kind_of(name), text)
        if value is None or isinstance(value, list):
            raise Conflict(f"{name} is a {spec.kind_of(name)}, and “{text}” is none")
        data[name] = value
    return data
