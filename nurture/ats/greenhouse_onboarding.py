"""Greenhouse Onboarding: thin web hooks of employees, and a GraphQL API that says what they are about.

References: https://developers.greenhouse.io/onboarding_webhooks.html (in beta: one event, for those who ask for it) and
https://developers.greenhouse.io/gho.html. A delivery names an employee and which fields changed, never their values.
Somebody who was hired in Greenhouse Recruiting carries the application's number there, by which their first and last
day become news of the hire that is on record from there.
"""

from collections.abc import Sequence
from datetime import date, datetime
from typing import ClassVar, Final

from pydantic import Field, JsonValue

from nurture.ats.account import Account
from nurture.ats.answers import as_object, as_objects
from nurture.ats.base import NO_KEY_FITS, NOTHING_READ, Greeting, Posted, Read, Reader, hex_hmac, id_or_hash, is_same
from nurture.ats.http import Api, may_get_a_secret
from nurture.ats.shapes import Fields, Id, Instant, Part, Text, parsed, part
from nurture.ats.telling import ids_at, subjects
from nurture.ats.vendor import Cannot, Unreadable, Vendor, no_writes
from nurture.domain.events import EventType
from nurture.domain.intake import ApplicationUpdate, CandidateUpdate, Happening, Intake
from nurture.domain.records import ApplicationStatus, Person
from nurture.domain.subject import Subject
from nurture.errors import ChannelError, NotSetUp, Refused, Rejected, Released
from nurture.values import frozen

SIGNATURE: Final = "Signature"
UPDATED: Final = "employee:updated"
URL: Final = "https://onboarding-api.greenhouse.io/api/v2"
RECRUITING: Final = "greenhouse"
"""The connection in which the hires are on record, unless `hires_from` names another."""

_EMPLOYEE: Final = (
    "id createdAt firstName lastName preferredFirstName preferredLastName personalEmail phoneNumber startDate"
    " dateOfTermination greenhouseRecruitingData { applicationId } hrManager { id firstName lastName email }"
)
_WORDS: Final = 200


class Changed(Part):
    """Who changed; the fields that did are named, and we read all that we follow anyway."""

    updated_employee_id: Id


class Envelope(Part):
    """What every delivery has."""

    event_type: str
    id: Text = None
    payload: dict[str, object] = Field(default_factory=dict)


class Colleague(Part):
    """Another employee, who looks after this one."""

    id: Id
    firstName: Text = None
    lastName: Text = None
    email: Text = None


class Recruiting(Part):
    """Where Greenhouse Recruiting has the hire."""

    applicationId: Id


class Employee(Part):
    """An employee as the API tells of one. `email` is their work address, and may not exist before the first day."""

    id: Id
    createdAt: Instant = None
    firstName: Text = None
    lastName: Text = None
    preferredFirstName: Text = None
    preferredLastName: Text = None
    personalEmail: Text = None
    phoneNumber: Text = None
    startDate: date | None = None
    dateOfTermination: date | None = None
    greenhouseRecruitingData: Recruiting | None = None
    hrManager: Colleague | None = None


@frozen
class GreenhouseOnboarding:
    """One account. Only status 200 is a success, and six more attempts follow within 15 hours (“Retry policy”)."""

    ack_status: ClassVar[int] = 200
    kept_headers: ClassVar[frozenset[str]] = frozenset()

    connection: str
    hires_from: str = RECRUITING

    def greeting(self, posted: Posted) -> Greeting | None:
        """It publishes no handshake."""
        return None

    def why_untrusted(self, posted: Posted, secrets: Sequence[str], *, now: datetime) -> str | None:
        """Whether one of the secrets signed these very bytes (“Authentication”); no time is signed."""
        given = posted.header(SIGNATURE)
        if given is None:
            return f"the delivery carries no {SIGNATURE} header"
        return None if any(is_same(given, sign(posted.raw, key)) for key in secrets) else NO_KEY_FITS

    def is_ping(self, posted: Posted) -> bool:
        """It publishes no ping: whatever can be parsed is none."""
        parsed(Envelope, posted.raw)
        return False

    def delivery_id(self, posted: Posted) -> str:
        """The body's own id."""
        return id_or_hash(parsed(Envelope, posted.raw).id, posted.raw)

    def tells_of(self, posted: Posted) -> tuple[Subject, ...]:
        """The employee. Whose application in Recruiting they are is known once they were read."""
        told = parsed(Envelope, posted.raw).payload
        return subjects(self.connection, candidates=ids_at(told, "updated_employee_id"))

    def understand(self, posted: Posted, *, received_at: datetime, read: Read = NOTHING_READ) -> Intake:
        """What became of the employee, by what was read. The time is ours: what is read is newer than the delivery."""
        envelope = parsed(Envelope, posted.raw)
        if envelope.event_type != UPDATED:
            return Intake(at=received_at, ignored=f"“{envelope.event_type[:100]}” is no event that we know")
        _changed(envelope)
        if "employee" not in read:
            raise Refused(f"{UPDATED} was not read back", status=400)
        employee = part(Employee, read["employee"], what="Greenhouse Onboarding's employee")
        if employee.greenhouseRecruitingData is None:
            return self._of_ours(employee, received_at)
        return self._of_recruiting(employee, employee.greenhouseRecruitingData, received_at)

    def _of_recruiting(self, employee: Employee, hire: Recruiting, at: datetime) -> Intake:
        """News of an application that is on record from Recruiting, which alone says whether they are hired still."""
        application_id = f"{self.hires_from}:{hire.applicationId}"
        days = (
            (EventType.HIRE_START_DATE_CHANGED, "start_date", employee.startDate),
            (EventType.HIRE_LEFT, "left_on", employee.dateOfTermination),
        )
        told = tuple(
            Happening(type=type_, application_id=application_id, data={name: day.isoformat()})
            for type_, name, day in days
            if day  # an empty one takes nothing back that Recruiting says
        )
        return Intake(at=at, happenings=told, ignored=None if told else "neither a first nor a last day is set")

    def _of_ours(self, employee: Employee, at: datetime) -> Intake:
        """Somebody whom no application brought: person and hire are one record there."""
        id_ = f"{self.connection}:{employee.id}"
        fields: Fields = {
            "first_name": employee.preferredFirstName or employee.firstName,
            "last_name": employee.preferredLastName or employee.lastName,
            "email": employee.personalEmail,
            "phone": employee.phoneNumber,
        }
        team = {"coordinator": self._person(employee.hrManager)}
        hire: Fields = {
            "status": ApplicationStatus.HIRED,
            "start_date": employee.startDate,
            "left_on": employee.dateOfTermination,
            **({"hired_at": employee.createdAt} if employee.createdAt else {}),
        }
        return Intake(
            at=at,
            candidates=(CandidateUpdate(id=id_, fields=fields, team=team),),
            applications=(ApplicationUpdate(id=id_, candidate_id=id_, fields=hire),),
        )

    def _person(self, given: Colleague | None) -> Person | None:
        name = " ".join(word for word in (given.firstName, given.lastName) if word) if given else ""
        return Person(id=f"{self.connection}:{given.id}", name=name, email=given.email) if given and name else None


def _changed(envelope: Envelope) -> Changed:
    return part(Changed, envelope.payload, what=f"Greenhouse Onboarding's {UPDATED}", root="payload")


def sign(raw: bytes, secret: str) -> str:
    """The header's value for this body."""
    return f"sha256 {hex_hmac(raw, secret)}"


class OnboardingReader:
    """Asks for employees. The API costs points, and says in an answer 200 that they are used up (“Rate Limiting”)."""

    def __init__(self, api: Api) -> None:
        self._api = api

    def read(self, posted: Posted) -> Read:
        envelope = parsed(Envelope, posted.raw)
        if envelope.event_type != UPDATED:
            return NOTHING_READ
        id_ = _changed(envelope).updated_employee_id
        if not id_.isdecimal():
            raise Rejected("the employee's id is no number")
        employee = self._ask(f"{{ employee(id: {id_}) {{ {_EMPLOYEE} }} }}").get("employee")
        if employee is None:
            raise Rejected("Greenhouse Onboarding has no such employee any more")
        return {"employee": employee}

    def check(self) -> str:
        try:
            self._ask("{ rateLimit { limit remaining } }")
        except ChannelError as error:
            raise NotSetUp(error.message, hint=error.hint) from error
        return "Greenhouse Onboarding takes our API key."

    def close(self) -> None:
        self._api.close()

    def _ask(self, query: str) -> dict[str, JsonValue]:
        answer = as_object(self._api.read("/graphql", method="POST", body={"query": query}))
        errors = as_objects(answer.get("errors"))
        if limited := next((each for each in errors if "resetAt" in each), None):
            raise Released("Greenhouse Onboarding's rate limit is reached", retry_at=_reset_at(limited))
        if errors:
            hint = f"It says: {errors[0].get('message')}"[:_WORDS]
            raise Rejected("Greenhouse Onboarding refuses the query", hint=hint)
        return as_object(answer.get("data"))


class _Limited(Part):
    resetAt: Instant = None


def _reset_at(error: dict[str, JsonValue]) -> datetime | None:
    return part(_Limited, error, what="Greenhouse Onboarding's rate limit").resetAt


def _reader_for(account: Account) -> Reader:
    if missing := account.why_without("client_id", "client_secret"):
        hint = "Create an API key in Greenhouse Onboarding, under Settings, API Management: its access key and value."
        return Unreadable(why=f"Greenhouse Onboarding can't be read: {missing}", hint=hint)
    base = account.api or URL
    if not may_get_a_secret(base):
        why = f"{account.setting('api')} is no address that a secret may be sent to"
        return Unreadable(why=why, hint="It begins with https://.")
    advice = f"Check {account.setting('client_id')} and {account.setting('client_secret')}."
    auth = (account.client_id or "", account.client_secret or "")
    api = Api(vendor="Greenhouse Onboarding", base=base, timeout=account.timeout, advice=advice, auth=auth)
    return OnboardingReader(api)


GREENHOUSE_ONBOARDING: Final = Vendor(
    name="greenhouse_onboarding",
    title="Greenhouse Onboarding",
    reference="https://developers.greenhouse.io/onboarding_webhooks.html",
    signed="`Signature` header: HMAC of the body",
    told_apart="`id` of the body, else the body's hash",
    in_order="what is read is the state of now",
    read_back="the employee, by GraphQL",
    writes=no_writes("its API changes profiles of employees, and knows no tags, notes or stages"),
    back_fill=Cannot(
        why="how its list of employees has pages is not told where we looked; Greenhouse lists their hires"
    ),
    adapter=lambda account: GreenhouseOnboarding(
        connection=account.connection, hires_from=account.hires_from or RECRUITING
    ),
    reader=_reader_for,
)
