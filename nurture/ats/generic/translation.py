"""From a delivery in our form to an intake: ids get the connection's name, and what was not stated stays out."""

from collections.abc import Mapping
from datetime import datetime
from textwrap import shorten
from typing import Final

from nurture.ats.generic.shapes import (
    Application,
    Candidate,
    Data,
    Delivery,
    Interview,
    Job,
    Message,
    Offer,
    Person,
    Stated,
)
from nurture.domain.events import EVENTS, EventScope, EventType
from nurture.domain.intake import (
    ApplicationUpdate,
    CandidateUpdate,
    Contact,
    CustomValue,
    FieldValue,
    Happening,
    Intake,
    JobUpdate,
    RelatedUpdate,
)
from nurture.domain.records import Person as OurPerson
from nurture.domain.subject import Subject, SubjectKind
from nurture.domain.touchpoints import ChannelKind, Direction
from nurture.errors import Refused
from nurture.values import replace

_TEAM: Final = ("recruiter", "coordinator", "hiring_manager")
_BESIDE: Final = frozenset({"id", "custom", "interviewers", *_TEAM})
"""What is no field of a record, and goes elsewhere."""

_CONTACTS: Final = frozenset({EventType.CANDIDATE_REPLIED, EventType.CANDIDATE_CONTACTED})
_WIDTH: Final = 100
"""Characters of what was said that a timeline shows."""
_GONE: Final = frozenset({EventType.CANDIDATE_DELETED, EventType.CANDIDATE_ANONYMIZED, EventType.APPLICATION_DELETED})


def intake(connection: str, delivery: Delivery, received_at: datetime) -> Intake:
    """The delivery in our words. Raises Refused with 400 where a part is missing that its event is about."""
    of, data = _Of(connection), delivery.data
    if data.carries is not None:
        raise Refused(f"{delivery.type} carries nothing that its other parts don't say: data.carries", status=400)
    type_ = EventType(delivery.type)
    _demand_parts(type_, data)
    at = min(delivery.timestamp, received_at)  # a clock that is ahead makes nothing happen later than now
    happening = Happening(
        type=type_,
        candidate_id=of.id(data.candidate),
        application_id=of.id(data.application),
        job_id=of.id(data.job),
        of=of.related(data),
    )
    if type_ in _GONE:
        return _gone(type_, happening, at)
    if type_ in _CONTACTS:
        return replace(_stated(of, data, at), contacts=(_contact(type_, of, data, at),))
    merged = {f"{connection}:{data.merged}": of.known(data.candidate)} if data.merged and data.candidate else {}
    return replace(_stated(of, data, at), happenings=(happening,), merged_into=merged)


def own_intake(connection: str, delivery: Delivery, received_at: datetime) -> Intake:
    """An event of the company's own. Whether it is declared, and what it may carry, is known where it is taken in."""
    of, data = _Of(connection), delivery.data
    if data.candidate is None:
        raise Refused(f"{delivery.type} lacks data.candidate", status=400)
    at = min(delivery.timestamp, received_at)
    happening = Happening(
        type=delivery.type,
        candidate_id=of.id(data.candidate),
        application_id=of.id(data.application),
        job_id=of.id(data.job),
        data=dict(data.carries or {}),
    )
    return replace(_stated(of, data, at), happenings=(happening,))


def _stated(of: "_Of", data: Data, at: datetime) -> Intake:
    return Intake(
        at=at,
        candidates=(of.candidate(data.candidate),) if data.candidate else (),
        applications=(of.application(data, at),) if data.application else (),
        jobs=(of.job(data.job),) if data.job else (),
        related=of.hanging_on(data, at),
    )


def _contact(type_: EventType, of: "_Of", data: Data, at: datetime) -> Contact:
    """What somebody wrote or said; a delivery that says no more is about a mail."""
    message = data.message or Message()
    is_theirs = type_ is EventType.CANDIDATE_REPLIED
    summary = f"wrote: {shorten(message.text, _WIDTH, placeholder='…')}" if message.text else "wrote to us"
    return Contact(
        candidate_id=of.id(data.candidate) or "",
        at=at,
        direction=Direction.INBOUND if is_theirs else Direction.OUTBOUND,
        channel=ChannelKind(message.by),
        summary=summary if is_theirs else "somebody of ours got in touch",
        message_id=message.message_id,
    )


def _gone(type_: EventType, happening: Happening, at: datetime) -> Intake:
    """A record that is there no longer: nothing that is stated beside it is kept."""
    candidate, application = happening.candidate_id or "", happening.application_id or ""
    if type_ is EventType.APPLICATION_DELETED:
        return Intake(at=at, happenings=(happening,), deleted_applications=(application,))
    if type_ is EventType.CANDIDATE_ANONYMIZED:
        return Intake(at=at, happenings=(happening,), erased=(candidate,))
    return Intake(at=at, happenings=(happening,), deleted_candidates=(candidate,))


def _demand_parts(type_: EventType, data: Data) -> None:
    spec = EVENTS[type_]
    needed = {"job"} if spec.scope is EventScope.JOB else {"candidate"}
    if spec.scope is EventScope.APPLICATION or type_ in (EventType.APPLICATION_CREATED, EventType.PROSPECT_CREATED):
        needed.add("application")
    if spec.record is not None:
        needed.add(spec.record.value)
    if type_ is EventType.CANDIDATE_MERGED:
        needed.add("merged")
    if missing := sorted(name for name in needed if getattr(data, name) is None):
        raise Refused(f"{type_} lacks data.{missing[0]}", status=400)


class _Of:
    """The records of one connection."""

    def __init__(self, connection: str) -> None:
        self._connection = connection

    def known(self, record: Candidate | Application | Job | Interview | Offer | Person) -> str:
        return f"{self._connection}:{record.id}"

    def id(self, record: Candidate | Application | Job | None) -> str | None:
        return self.known(record) if record else None

    def candidate(self, given: Candidate) -> CandidateUpdate:
        return CandidateUpdate(
            id=self.known(given), fields=_fields(given), team=self._team(given), custom=_custom(given.custom)
        )

    def job(self, given: Job) -> JobUpdate:
        return JobUpdate(
            id=self.known(given), fields=_fields(given), team=self._team(given), custom=_custom(given.custom)
        )

    def application(self, data: Data, at: datetime) -> ApplicationUpdate:
        assert data.application is not None
        assert data.candidate is not None, "events about applications were checked to have one"
        return ApplicationUpdate(
            id=self.known(data.application),
            candidate_id=self.known(data.candidate),
            job_id=self.id(data.job),
            fields=_fields(data.application),
            as_of=at,
            custom=_custom(data.application.custom),
        )

    def related(self, data: Data) -> Subject | None:
        if data.interview:
            return Subject(kind=SubjectKind.INTERVIEW, id=self.known(data.interview))
        return Subject(kind=SubjectKind.OFFER, id=self.known(data.offer)) if data.offer else None

    def hanging_on(self, data: Data, at: datetime) -> tuple[RelatedUpdate, ...]:
        of, given = self.related(data), data.interview or data.offer
        if of is None or given is None or data.application is None:
            return ()
        panel = None
        if isinstance(given, Interview) and "interviewers" in given.model_fields_set:
            panel = tuple(self._person(each) for each in given.interviewers)
        update = RelatedUpdate(
            of=of,
            candidate_id=self.id(data.candidate),
            application_id=self.known(data.application),
            fields=_fields(given),
            interviewers=panel,
            as_of=at,
        )
        return (update,)

    def _team(self, given: Candidate | Job) -> dict[str, OurPerson | None]:
        stated = [role for role in _TEAM if role in given.model_fields_set]
        return {role: self._person(holder) if (holder := getattr(given, role)) else None for role in stated}

    def _person(self, given: Person) -> OurPerson:
        return OurPerson(id=self.known(given), name=given.name, email=given.email)


def _fields(given: Stated) -> dict[str, FieldValue]:
    """What was stated, by the names of our records, which are the form's."""
    return {name: getattr(given, name) for name in given.model_fields_set - _BESIDE}


def _custom(given: Mapping[str, CustomValue]) -> dict[str, CustomValue]:
    return dict(given)
