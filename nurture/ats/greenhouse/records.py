"""Greenhouse's records in our words. Only what a delivery states is translated, so that nothing known is lost."""

from collections.abc import Callable, Mapping
from datetime import date
from typing import Final

from nurture.ats.greenhouse import custom
from nurture.ats.greenhouse.custom import CustomFields
from nurture.ats.greenhouse.payload import Application, Candidate, Contact, Job, Member, Source, User
from nurture.ats.shapes import Fields, stated
from nurture.domain.events import Scalar
from nurture.domain.intake import ApplicationUpdate, CandidateUpdate, JobUpdate
from nurture.domain.records import ApplicationStatus, JobStatus, Person
from nurture.values import frozen, replace

BY_CANDIDATE: Final = "They rejected us"
WITHDRAWAL_TYPES: Final = frozenset({BY_CANDIDATE.lower(), "candidate withdrew"})
"""Types of rejection reasons by which it was the candidate who said no, in lower case.

Greenhouse knows no withdrawal of its own: recruiters reject with a reason of the type “They rejected us”.
"""

_STATUS: Final[Mapping[str, ApplicationStatus]] = {
    "active": ApplicationStatus.ACTIVE,
    "rejected": ApplicationStatus.REJECTED,
    "hired": ApplicationStatus.HIRED,
}
_JOB_STATUS: Final[Mapping[str, JobStatus]] = {
    "open": JobStatus.OPEN,
    "closed": JobStatus.CLOSED,
    "draft": JobStatus.DRAFT,
}
_REFERRAL: Final = "referral"


@frozen
class Translation:
    """How one account's records are read: the prefix of its ids, and its custom fields."""

    connection: str
    custom_fields: CustomFields

    def id(self, vendor_id: str) -> str:
        """Our id of a record of theirs."""
        return f"{self.connection}:{vendor_id}"

    def person(self, user: User | None) -> Person | None:
        """Somebody of ours; None for nobody, and for one whose name or number isn't told."""
        if user is None or not user.id or not user.name:
            return None
        return Person(id=self.id(user.id), name=user.name, email=user.email)

    def candidate(self, given: Candidate) -> CandidateUpdate:
        """What was said of a person."""
        return CandidateUpdate(
            id=self.id(given.id),
            fields=stated(given, _CANDIDATE)
            | self._locale(given.custom_fields)
            | custom.of_person(given.custom_fields, self.custom_fields),
            emails=_values(given.email_addresses) if "email_addresses" in given.model_fields_set else None,
            phones=_values(given.phone_numbers) if "phone_numbers" in given.model_fields_set else None,
            custom=custom.all_of(given.custom_fields, self.person),
            team={
                role: self.person(user)
                for role, user in (("recruiter", given.recruiter), ("coordinator", given.coordinator))
                if role in given.model_fields_set
            },
        )

    def candidate_of(self, given: Application) -> CandidateUpdate:
        """The person of an application. Whom a referral is credited to is the referrer."""
        update = self.candidate(given.candidate)
        referrer = self.person(given.credited_to)
        if referrer is None or _REFERRAL not in (_source(given.source) or "").lower():
            return update
        return replace(update, team={**update.team, "referrer": referrer})

    def application(self, given: Application, status: ApplicationStatus | None = None) -> ApplicationUpdate:
        """What was said of an application. `status` is what the delivery itself means, where it may state none."""
        fields = stated(given, _APPLICATION)
        now = status or _status(given)
        if now is not None:
            fields["status"] = now
        job, offered = job_of(given), given.offer.custom_fields if given.offer else {}
        return ApplicationUpdate(
            id=self.id(given.id),
            candidate_id=self.id(given.candidate.id),
            job_id=self.id(job.id) if job else None,
            fields=fields,
            start_date=start_date(given),
            as_of=given.last_activity_at,
            custom=custom.all_of({**offered, **given.custom_fields}, self.person),
        )

    def job(self, given: Job, told: tuple[User | None, ...] = ()) -> JobUpdate:
        """What was said of a job. `told` are the people whom the same delivery names, to put names to numbers."""
        fields = stated(given, _JOB) | self._locale(given.custom_fields)
        if self.custom_fields.job_url in given.custom_fields:
            fields["url"] = custom.text(given.custom_fields, self.custom_fields.job_url)
        if self.custom_fields.skills in given.custom_fields:
            fields["skills"] = custom.words(given.custom_fields, self.custom_fields.skills)
        told_beside = custom.all_of(given.custom_fields, self.person)
        return JobUpdate(id=self.id(given.id), fields=fields, team=self._team(given, told), custom=told_beside)

    def job_data(self, given: Job) -> dict[str, Scalar]:
        """What an event about a job carries."""
        fields = self.job(given).fields
        data: dict[str, Scalar] = {"job.id": self.id(given.id)}
        for name in ("title", "department", "office", "url"):
            value = fields.get(name)
            if isinstance(value, str):
                data[f"job.{name}"] = value
        return data

    def _team(self, given: Job, told: tuple[User | None, ...]) -> dict[str, Person | None]:
        """Roles that the delivery settles. A role whose holder's name it doesn't tell is left as it is on record."""
        team: dict[str, Person | None] = {}
        known = {user.id: self.person(user) for user in told if user is not None}
        members: dict[str, tuple[Member, ...]] = {}
        if given.hiring_team is not None:
            members = {
                "hiring_manager": given.hiring_team.hiring_managers,
                "recruiter": given.hiring_team.recruiters,
                "coordinator": given.hiring_team.coordinators,
            }
        for role, holders in members.items():
            if not holders:
                team[role] = None
            elif person := known.get(holders[0].user_id):
                team[role] = person
        if manager := self.person(custom.user(given.custom_fields, self.custom_fields.hiring_manager)):
            team["hiring_manager"] = manager
        return team

    def _locale(self, told: Mapping[str, object]) -> Fields:
        """Language, country and zone as they were typed in: whoever uses them says what is wrong with them."""
        keys = {
            "language": self.custom_fields.language,
            "country": self.custom_fields.country,
            "zone": self.custom_fields.zone,
        }
        fields: Fields = {name: custom.text(told, key) for name, key in keys.items() if key in told}
        country = fields.get("country")
        return fields | ({"country": country.upper()} if isinstance(country, str) else {})


def is_withdrawal(given: Application) -> bool:
    """Whether a rejected application was in fact withdrawn."""
    reason = given.rejection_reason
    kind = reason.type.name if reason and reason.type else None
    return kind is not None and kind.lower() in WITHDRAWAL_TYPES


def start_date(given: Application) -> date | None:
    """The first day, if the delivery tells it."""
    return given.offer.starts_at if given.offer else None


def job_of(given: Application) -> Job | None:
    """The job applied for. Prospects may be linked to several jobs and have applied for none."""
    if given.prospect:
        return None
    return given.jobs[0] if given.jobs else given.job


def jobs_of(given: Application) -> tuple[Job, ...]:
    """Every job that the delivery describes; `job` is an older form of `jobs`."""
    return given.jobs or ((given.job,) if given.job else ())


def _status(given: Application) -> ApplicationStatus | None:
    """None when it isn't stated, or is a word that Greenhouse doesn't document."""
    status = _STATUS.get(given.status or "")
    if status is ApplicationStatus.REJECTED and is_withdrawal(given):
        return ApplicationStatus.WITHDRAWN
    return status


def _email(addresses: tuple[Contact, ...]) -> str | None:
    """The first personal address, else the first: at work, others may read along."""
    usable = [address for address in addresses if address.value]
    personal = [address for address in usable if address.type == "personal"]
    return next((address.value for address in (*personal, *usable)), None)


def _phone(numbers: tuple[Contact, ...]) -> str | None:
    return next((number.value for number in numbers if number.value), None)


def _values(contacts: tuple[Contact, ...]) -> tuple[str, ...]:
    return tuple(contact.value for contact in contacts if contact.value)


def _source(source: Source | None) -> str | None:
    return (source.public_name or source.name) if source else None


_CANDIDATE: Final[Mapping[str, Callable[[Candidate], Fields]]] = {
    "first_name": lambda c: {"first_name": c.first_name},
    "last_name": lambda c: {"last_name": c.last_name},
    "email_addresses": lambda c: {"email": _email(c.email_addresses)},
    "phone_numbers": lambda c: {"phone": _phone(c.phone_numbers)},
    "title": lambda c: {"title": c.title},
    "company": lambda c: {"company": c.company},
    "tags": lambda c: {"tags": c.tags},
    "created_at": lambda c: {"created_at": c.created_at},
    "can_email": lambda c: {} if c.can_email is None else {"can_email": c.can_email},
    "is_private": lambda c: {} if c.is_private is None else {"is_private": c.is_private},
}
_APPLICATION: Final[Mapping[str, Callable[[Application], Fields]]] = {
    "current_stage": lambda a: {"stage": a.current_stage.name if a.current_stage else None},
    "prospect": lambda a: {} if a.prospect is None else {"is_prospect": a.prospect},
    "source": lambda a: {"source": _source(a.source)},
    "applied_at": lambda a: {"applied_at": a.applied_at},
    "rejected_at": lambda a: {"rejected_at": a.rejected_at},
    "rejection_reason": lambda a: {
        "rejection_reason": a.rejection_reason.name if a.rejection_reason else None,
        "rejection_type": a.rejection_reason.type.name if a.rejection_reason and a.rejection_reason.type else None,
    },
    # Greenhouse's own examples have blanks in the middle of addresses.
    "url": lambda a: {"url": "".join(a.url.split()) if a.url else None},
}
_JOB: Final[Mapping[str, Callable[[Job], Fields]]] = {
    "name": lambda j: {"title": j.name} if j.name else {},
    "status": lambda j: {"status": _JOB_STATUS[j.status]} if j.status and j.status in _JOB_STATUS else {},
    "departments": lambda j: {"department": j.departments[0].name if j.departments else None},
    "opened_at": lambda j: {"opened_at": j.opened_at} if j.opened_at else {},
    "offices": lambda j: {"office": j.offices[0].name if j.offices else None},
}
