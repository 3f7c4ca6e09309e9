"""BambooHR's side of the adapter contract.

“Webhooks”, security: `X-BambooHR-Signature` is the HMAC with SHA-256 of the body, followed by `X-BambooHR-Timestamp`,
the time of the request; receivers report hexadecimal. A delivery has no id. How often one is tried again is not told
where we looked, nor whether it is stamped anew, so that a stamp counts for a day: a delivery that somebody recorded and
sends again within it is known by its body, and does nothing.
"""

from collections.abc import Sequence
from datetime import UTC, datetime, timedelta
from typing import ClassVar, Final

from nurture.ats.bamboohr.shapes import Changed, Employee, Envelope
from nurture.ats.base import NO_KEY_FITS, NOTHING_READ, Greeting, Posted, Read, body_hash, hex_hmac, is_same
from nurture.ats.shapes import Fields, parsed, part
from nurture.ats.telling import ids_at, subjects
from nurture.domain.events import EventType
from nurture.domain.intake import ApplicationUpdate, CandidateUpdate, Happening, Intake
from nurture.domain.records import ApplicationStatus
from nurture.domain.subject import Subject
from nurture.errors import Refused
from nurture.values import frozen

SIGNATURE: Final = "X-BambooHR-Signature"
TIMESTAMP: Final = "X-BambooHR-Timestamp"
TOLERANCE: Final = timedelta(days=1)
CREATED, UPDATED, DELETED = "employee.created", "employee.updated", "employee.deleted"
READ_BACK: Final = frozenset({CREATED, UPDATED})
NEWCOMER_FOR: Final = timedelta(days=30)
"""For how long after their first day somebody who is entered is a hire: whoever came before that was there already."""


@frozen
class BambooHR:
    """One account."""

    ack_status: ClassVar[int] = 200
    kept_headers: ClassVar[frozenset[str]] = frozenset()

    connection: str

    def greeting(self, posted: Posted) -> Greeting | None:
        """It publishes no handshake."""
        return None

    def why_untrusted(self, posted: Posted, secrets: Sequence[str], *, now: datetime) -> str | None:
        """Whether one of the secrets signed these very bytes at a time that is not long ago."""
        given, stamp = posted.header(SIGNATURE), posted.header(TIMESTAMP)
        if given is None or stamp is None:
            return f"the delivery lacks one of the headers {SIGNATURE} and {TIMESTAMP}"
        at = _moment(stamp)
        if at is None or abs(now - at) > TOLERANCE:
            return f"{TIMESTAMP} is more than a day away from now"
        fits = any(is_same(given, sign(posted.raw, stamp, key)) for key in secrets)
        return None if fits else NO_KEY_FITS

    def is_ping(self, posted: Posted) -> bool:
        """It publishes no ping: whatever can be parsed is none."""
        parsed(Envelope, posted.raw)
        return False

    def delivery_id(self, posted: Posted) -> str:
        """The body's hash."""
        return body_hash(posted.raw)

    def tells_of(self, posted: Posted) -> tuple[Subject, ...]:
        """The employee."""
        return subjects(self.connection, candidates=ids_at(parsed(Envelope, posted.raw).data, "employeeId"))

    def understand(self, posted: Posted, *, received_at: datetime, read: Read = NOTHING_READ) -> Intake:
        """What became of the employee, by what was read."""
        envelope = parsed(Envelope, posted.raw)
        at = min(envelope.timestamp or received_at, received_at)
        if envelope.type == DELETED:
            gone = f"{self.connection}:{changed(envelope).employeeId}"
            happening = Happening(type=EventType.CANDIDATE_DELETED, candidate_id=gone)
            return Intake(at=at, happenings=(happening,), deleted_candidates=(gone,))
        if envelope.type not in READ_BACK:
            return Intake(at=at, ignored=f"“{envelope.type[:100]}” is no event of BambooHR's that we know")
        changed(envelope)
        if "employee" not in read:
            raise Refused(f"{envelope.type} was not read back", status=400)
        employee = part(Employee, read["employee"], what="BambooHR's employee")
        is_hire = envelope.type == CREATED and _is_newcomer(employee, received_at)
        return self._intake(employee, at, is_hire=is_hire)

    def listed(self, given: Employee, *, at: datetime) -> Intake:
        """An employee of whom nothing has happened."""
        return self._intake(given, at, is_hire=False)

    def _intake(self, given: Employee, at: datetime, *, is_hire: bool) -> Intake:
        """Changes of days are news by what is on record: BambooHR doesn't say what they were."""
        id_ = f"{self.connection}:{given.id}"
        day = given.hireDate.isoformat() if given.hireDate else None
        hired = Happening(
            type=EventType.APPLICATION_HIRED, candidate_id=id_, application_id=id_, data={"start_date": day}
        )
        return Intake(
            at=at,
            happenings=(hired,) if is_hire else (),
            candidates=(_person(id_, given),),
            applications=(ApplicationUpdate(id=id_, candidate_id=id_, fields=_hire(given)),),
        )


def _person(id_: str, given: Employee) -> CandidateUpdate:
    """The private address goes first, since nobody reads the other one before the first day."""
    said = given.model_fields_set
    fields: Fields = {}
    if said & {"firstName", "preferredName"}:
        fields["first_name"] = given.preferredName or given.firstName
    if "lastName" in said:
        fields["last_name"] = given.lastName
    if "mobilePhone" in said:
        fields["phone"] = given.mobilePhone
    addresses = tuple(each for each in (given.homeEmail, given.workEmail) if each)
    if said & {"homeEmail", "workEmail"}:
        fields["email"] = addresses[0] if addresses else None
    return CandidateUpdate(id=id_, fields=fields, emails=addresses or None)


def _hire(given: Employee) -> Fields:
    """A last day that is before the first one is of the time before somebody came back."""
    fields: Fields = {"status": ApplicationStatus.HIRED}
    if "hireDate" in given.model_fields_set:
        fields["start_date"] = given.hireDate
    if "terminationDate" in given.model_fields_set:
        last, first = given.terminationDate, given.hireDate
        fields["left_on"] = None if last and first and last < first else last
    return fields


def _is_newcomer(given: Employee, now: datetime) -> bool:
    """Who has no first day yet is one: it is often entered a moment later."""
    return given.hireDate is None or now.date() - given.hireDate <= NEWCOMER_FOR


def changed(envelope: Envelope) -> Changed:
    """Whom a delivery is about."""
    return part(Changed, envelope.data, what=f"BambooHR's {envelope.type[:100]}", root="data")


def _moment(stamp: str) -> datetime | None:
    """Unix seconds, or ISO 8601; None for what is neither."""
    try:
        if stamp.isdecimal():
            return datetime.fromtimestamp(int(stamp), UTC)
        at = datetime.fromisoformat(stamp)
    except (ValueError, OverflowError, OSError):
        return None
    return at.replace(tzinfo=UTC) if at.tzinfo is None else at


def sign(raw: bytes, stamp: str, secret: str) -> str:
    """The header's value for this body at that time."""
    return hex_hmac(raw + stamp.encode(), secret)
