"""What we know of a person and their process: the records that an ATS keeps and we mirror.

Field names here are the names that sequence authors write (`candidate.first_name`), and the types decide
which of them need a fallback: a field that may be None must be given one. Datetimes are aware UTC. `own` holds what
company.yaml adds to a record, by name, as it is kept until `nurture.language.names` gives each its kind.
Ids are `<connection>:<the vendor's id>`, for example `greenhouse:57683`.
"""

from collections.abc import Mapping
from dataclasses import field, fields
from datetime import date, datetime
from enum import StrEnum
from typing import Final

from nurture.domain.own import NOTHING_OWN, Own
from nurture.values import frozen

EVERYWHERE: Final = "everywhere"
"""Stands for all countries that have no hours for texts of their own."""


class ApplicationStatus(StrEnum):
    """Where an application stands."""

    ACTIVE = "active"
    REJECTED = "rejected"
    WITHDRAWN = "withdrawn"
    HIRED = "hired"


class JobStatus(StrEnum):
    """Whether a job takes applications."""

    OPEN = "open"
    CLOSED = "closed"
    DRAFT = "draft"


@frozen
class Person:
    """Somebody of ours: a recruiter, coordinator, hiring manager or referrer.

    Who is away is so from `away_from` up to and including `away_until`, days of the company's calendar; with the first
    alone until further notice, with the second alone already. Who `is_gone` is with us no more. `deputy` stands in
    meanwhile.
    """

    id: str
    name: str
    email: str | None = None
    away_from: date | None = None
    away_until: date | None = None
    is_gone: bool = False
    deputy: "Person | None" = None

    @property
    def first_name(self) -> str:
        """The first word of the name."""
        return self.name.split(" ", 1)[0]

    def is_there(self, day: date) -> bool:
        """Whether they do their work that day."""
        if self.is_gone:
            return False
        is_marked = self.away_from is not None or self.away_until is not None
        has_begun = self.away_from is None or self.away_from <= day
        return not (is_marked and has_begun and (self.away_until is None or day <= self.away_until))

    def on_duty(self, day: date) -> "Person | None":
        """They themselves if they are there that day, else whoever stands in and is; None: nobody."""
        if self.is_there(day):
            return self
        return self.deputy if self.deputy and self.deputy.is_there(day) else None


@frozen
class Candidate:
    """A person we recruit. `zone` is an IANA name, `country` ISO 3166 alpha-2, `language` a BCP 47 tag.

    `can_text` is True once they agreed to text messages; None, nobody asked them, counts as no.
    `consent_given_at` is when they last agreed to hear from us, and `consent_until` the last day for which; both are
    None for somebody who never did, or took it back.
    `active_applications` are those that nothing has come of so far, leads apart.
    `is_hired` says that one of them ended in a hire.
    `away_since` is when their last automatic reply came, `away_until` the day on which it said that they are back.
    """

    id: str
    first_name: str | None = None
    last_name: str | None = None
    email: str | None = None
    phone: str | None = None
    title: str | None = None
    company: str | None = None
    tags: tuple[str, ...] = ()
    language: str | None = None
    country: str | None = None
    zone: str | None = None
    skills: tuple[str, ...] = ()
    interests: tuple[str, ...] = ()
    can_email: bool = True
    can_text: bool | None = None
    consent_given_at: datetime | None = None
    consent_until: date | None = None
    is_private: bool = False
    do_not_contact: bool = False
    is_anonymized: bool = False
    last_contact: datetime | None = None
    last_reply: datetime | None = None
    away_since: datetime | None = None
    away_until: date | None = None
    surveyed_at: datetime | None = None
    active_applications: int = 0
    is_hired: bool = False
    created_at: datetime | None = None
    own: Mapping[str, object] = field(default_factory=dict, hash=False)


@frozen
class Job:
    """A job that is, or was, open. `zone` and `country` are those of its office; `applications` came since it opened,
    as far as we have seen.

    What is between it and one person is known where a run asks for it: `applied_at` is when they last applied for it,
    or were put up for it; `turned_down_at` when they were last turned down for it, or for another of its department.
    """

    id: str
    title: str
    department: str | None = None
    office: str | None = None
    status: JobStatus = JobStatus.OPEN
    language: str | None = None
    country: str | None = None
    zone: str | None = None
    url: str | None = None
    skills: tuple[str, ...] = ()
    opened_at: datetime | None = None
    applications: int = 0
    applied_at: datetime | None = None
    turned_down_at: datetime | None = None
    own: Mapping[str, object] = field(default_factory=dict, hash=False)


@frozen
class Application:
    """One candidate's application for one job; a prospect has no job.

    `told_at`, known where a run asks for it, is when they were last told how it ended, by whichever run.
    """

    id: str
    status: ApplicationStatus = ApplicationStatus.ACTIVE
    stage: str | None = None
    is_prospect: bool = False
    source: str | None = None
    applied_at: datetime | None = None
    rejected_at: datetime | None = None
    rejection_reason: str | None = None
    rejection_type: str | None = None
    next_interview: datetime | None = None
    told_at: datetime | None = None
    url: str | None = None
    job: Job | None = None
    own: Mapping[str, object] = field(default_factory=dict, hash=False)


@frozen
class Hire:
    """A hired application seen from the first day's side. `start_date` is a day in the job's zone.

    `started` says that somebody saw them come; `left_on` is the last day of one who leaves.
    """

    id: str
    start_date: date | None = None
    hired_at: datetime | None = None
    started: bool = False
    left_on: date | None = None
    own: Mapping[str, object] = field(default_factory=dict, hash=False)

    def is_over(self, day: date) -> bool:
        """Whether their last day has passed by then."""
        return self.left_on is not None and self.left_on < day


@frozen
class Company:
    """What company.yaml says of us, as far as messages and conditions need it.

    `text_hours` are the hours that quiet hours leave open for texts, by country.
    """

    name: str
    postal_address: str
    website: str | None = None
    careers_url: str | None = None
    privacy_url: str | None = None
    zone: str = "UTC"
    country: str | None = None
    language: str = "en"
    closed_days: tuple[date, ...] = ()
    own: Own = NOTHING_OWN
    text_hours: Mapping[str, str] = field(default_factory=dict)
    office_hours: str = "mon-fri 09:00-17:00"


@frozen
class Team:
    """Who answers for a process, by role; a role nobody holds is None. `own` are the company's own roles."""

    recruiter: Person | None = None
    coordinator: Person | None = None
    hiring_manager: Person | None = None
    referrer: Person | None = None
    own: Mapping[str, Person] = field(default_factory=dict, hash=False)

    def role(self, name: str) -> Person | None:
        """Who holds the role of that name."""
        builtin = {
            "recruiter": self.recruiter,
            "coordinator": self.coordinator,
            "hiring_manager": self.hiring_manager,
            "referrer": self.referrer,
        }
        return builtin[name] if name in builtin else self.own.get(name)


NO_TEAM = Team()


def team_of(holders: Mapping[str, Person | None]) -> Team:
    """The team in which these people hold these roles."""
    builtin = [each.name for each in fields(Team) if each.name != "own"]
    return Team(
        recruiter=holders.get("recruiter"),
        coordinator=holders.get("coordinator"),
        hiring_manager=holders.get("hiring_manager"),
        referrer=holders.get("referrer"),
        own={role: person for role, person in holders.items() if person and role not in builtin},
    )


@frozen
class Records:
    """Everything on record around one subject at one moment.

    `named_job` is the job whose news let in a run that is about no application.
    """

    candidate: Candidate
    application: Application | None = None
    named_job: Job | None = None
    hire: Hire | None = None
    team: Team = field(default=NO_TEAM)
