"""Lines of a log as the news that an ATS adapter, a reply or an unsubscribe link would bring.

Names in a log become ids of the connection `log`: `log:maya`, and `log:maya/robotics` for her application.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Final, TypeAlias
from zoneinfo import ZoneInfo

from nurture.domain.events import EventType, Scalar
from nurture.domain.intake import ApplicationUpdate, CandidateUpdate, FieldValue, Happening, Intake, JobUpdate
from nurture.domain.records import ApplicationStatus, JobStatus
from nurture.domain.records import Person as OurPerson
from nurture.language.sequence import Purpose
from nurture.simulator.log import APPLIED_STAGE, Line, Log, Person
from nurture.simulator.reading import in_time
from nurture.timing.walltime import moment

CONNECTION: Final = "log"
"""The ATS of a rehearsal."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Reply:
    """The person wrote to us."""

    candidate_id: str
    summary: str


@dataclass(frozen=True, kw_only=True, slots=True)
class Unsubscribe:
    """The person used the link in a mail of that purpose. None: no address is known."""

    purpose: Purpose
    email: str | None


Told: TypeAlias = Intake | Reply | Unsubscribe


@dataclass(frozen=True, kw_only=True, slots=True)
class News:
    """What a line of the log brings: when, about whom (a name of the log; None: a job), in words, and in our form."""

    at: datetime
    who: str | None
    said: str
    told: Told


TYPES: Final[Mapping[str, EventType]] = {
    "applied": EventType.APPLICATION_CREATED,
    "added": EventType.PROSPECT_CREATED,
    "moved": EventType.APPLICATION_STAGE_CHANGED,
    "rejected": EventType.APPLICATION_REJECTED,
    "unrejected": EventType.APPLICATION_UNREJECTED,
    "withdrew": EventType.APPLICATION_WITHDRAWN,
    "hired": EventType.APPLICATION_HIRED,
    "unhired": EventType.APPLICATION_UNHIRED,
    "start_date_changed": EventType.HIRE_START_DATE_CHANGED,
    "opened": EventType.JOB_OPENED,
    "closed": EventType.JOB_CLOSED,
}
_STATUS: Final[Mapping[str, ApplicationStatus]] = {
    "rejected": ApplicationStatus.REJECTED,
    "withdrew": ApplicationStatus.WITHDRAWN,
    "hired": ApplicationStatus.HIRED,
    "start_date_changed": ApplicationStatus.HIRED,
}
_PERSON: Final = tuple(name for name in Person.model_fields if name not in ("name", "recruiter", "coordinator"))


def id_of(name: str) -> str:
    """The id of a person or job of the log."""
    return f"{CONNECTION}:{name}"


class Newsroom:
    """Reads a log line by line, in time; remembers who applied for what, since later lines are about it.

    What is known of a person or a job is stated once, with the first news that names them, and again when it changed.
    """

    def __init__(self, log: Log, *, company_zone: str) -> None:
        self._log = log
        self.zone = ZoneInfo(log.zone or company_zone)
        self._jobs: dict[str, dict[str, str]] = {}
        self._stages: dict[str, str] = {}
        self._people = dict(log.people)
        self._stated: set[str] = set()

    def news(self) -> Iterator[News]:
        """Everything that the log tells, in the order in which it happened."""
        for _, line in in_time(self._log):
            at = moment(line.at.date(), line.at.time(), self.zone).astimezone(UTC)
            yield News(at=at, who=line.who, said=self._said(line), told=self._told(line, at))

    def _told(self, line: Line, at: datetime) -> Told:
        if line.opened or line.closed:
            return self._about_job(line, at)
        assert line.who is not None, "a line is about a person where it is not about a job"
        who = id_of(line.who)
        if line.replied is not None:
            return Reply(candidate_id=who, summary=line.replied if isinstance(line.replied, str) else "wrote to us")
        if line.opted_out is not None:
            return Unsubscribe(purpose=line.opted_out, email=self._people[line.who].email)
        if line.anonymized:
            happening = Happening(type=EventType.CANDIDATE_ANONYMIZED, candidate_id=who)
            return Intake(at=at, happenings=(happening,), erased=(who,))
        if line.updated is not None:
            stated = line.updated.model_dump(exclude_unset=True)
            self._people[line.who] = self._people[line.who].model_copy(update=stated)
            happening = Happening(type=EventType.CANDIDATE_UPDATED, candidate_id=who)
            return Intake(at=at, happenings=(happening,), candidates=(self._candidate(line.who),))
        return self._about_application(line, line.who, at)

    def _about_application(self, line: Line, who: str, at: datetime) -> Intake:
        application, job = self._application(line, who)
        if line.moved:
            self._stages[application] = line.moved
        data: dict[str, Scalar] = {}
        reason = line.rejected or line.withdrew
        if reason is not None:
            data = {"reason": reason if isinstance(reason, str) else None, "stage": self._stages[application]}
        if start := line.hired or line.start_date_changed:
            data = {"start_date": start.isoformat()}
        fields: dict[str, FieldValue] = {
            "status": _STATUS.get(line.word, ApplicationStatus.ACTIVE),
            "stage": self._stages[application],
        }
        if line.applied or line.added:
            fields |= {"applied_at": at, "is_prospect": line.added is not None}
        if reason is not None:
            fields["rejection_reason"] = data["reason"]
        type_ = TYPES[line.word]
        happening = Happening(
            type=type_, candidate_id=id_of(who), application_id=application, job_id=id_of(job), data=data
        )
        update = ApplicationUpdate(
            id=application, candidate_id=id_of(who), job_id=id_of(job), fields=fields, start_date=start, as_of=at
        )
        return Intake(
            at=at,
            happenings=(happening,),
            candidates=(self._candidate(who),) if self._is_new(id_of(who)) else (),
            applications=(update,),
            jobs=(self._job(job),) if self._is_new(f"job {job}") else (),
        )

    def _is_new(self, what: str) -> bool:
        is_new = what not in self._stated
        self._stated.add(what)
        return is_new

    def _application(self, line: Line, who: str) -> tuple[str, str]:
        """The application that a line is about, and its job."""
        theirs = self._jobs.setdefault(who, {})
        job = line.applied or line.added
        if job is None:
            job = line.job or next(reversed(theirs))
            return theirs[job], job
        before = theirs.pop(job, None)
        number = int(before.partition("#")[2] or 1) + 1 if before else 1
        application = f"{id_of(who)}/{job}" + (f"#{number}" if number > 1 else "")
        theirs[job] = application
        self._stages[application] = line.stage or APPLIED_STAGE
        return application, job

    def _about_job(self, line: Line, at: datetime) -> Intake:
        name = line.opened or line.closed or ""
        status = JobStatus.OPEN if line.opened else JobStatus.CLOSED
        job = self._job(name)
        happening = Happening(type=TYPES[line.word], job_id=job.id)
        return Intake(
            at=at,
            happenings=(happening,),
            jobs=(JobUpdate(id=job.id, fields={**job.fields, "status": status}, team=job.team),),
        )

    def _job(self, name: str) -> JobUpdate:
        job = self._log.jobs[name]
        fields = job.model_dump(exclude={"recruiter", "coordinator", "hiring_manager"}, exclude_unset=True)
        team = {"recruiter": job.recruiter, "coordinator": job.coordinator, "hiring_manager": job.hiring_manager}
        return JobUpdate(id=id_of(name), fields=fields, team=self._team(team))

    def _candidate(self, who: str) -> CandidateUpdate:
        person = self._people[who]
        first, _, last = (person.name or "").partition(" ")
        fields: dict[str, FieldValue] = {"first_name": first or None, "last_name": last or None}
        for name in _PERSON:
            if (value := getattr(person, name)) is not None:
                fields[name] = value
        team = self._team({"recruiter": person.recruiter, "coordinator": person.coordinator})
        return CandidateUpdate(id=id_of(who), fields=fields, team=team)

    def _team(self, roles: Mapping[str, str | None]) -> dict[str, OurPerson | None]:
        members = self._log.team
        return {
            role: OurPerson(id=id_of(name), name=members[name].name, email=members[name].email)
            for role, name in roles.items()
            if name is not None
        }

    def _said(self, line: Line) -> str:
        """The line in words, for the timeline."""
        jobs = self._log.jobs
        reason = line.rejected or line.withdrew
        because = f": {reason}" if isinstance(reason, str) else ""
        meant = f" ({jobs[line.job].title})" if line.job else ""
        match line.word:
            case "applied" | "added" | "opened" | "closed" as word:
                title = jobs[getattr(line, word)].title
                return {"applied": f"applied for {title}", "added": f"was added for {title}"}.get(
                    word, f"{title} {word}"
                )
            case "updated":
                said = line.updated.model_dump(exclude_unset=True) if line.updated else {}
                return "updated: " + ", ".join(f"{key} {_shown(value)}" for key, value in said.items())
            case "moved":
                return f"moved to {line.moved}{meant}"
            case "hired":
                return f"hired, to start on {line.hired}{meant}"
            case "start_date_changed":
                return f"the first day moved to {line.start_date_changed}{meant}"
            case "opted_out":
                return f"opted out of {line.opted_out} mail"
            case "replied":
                return "replied" + (f": {line.replied}" if isinstance(line.replied, str) else "")
            case word:
                return f"{word}{meant}{because}"


def _shown(value: object) -> str:
    return ", ".join(value) if isinstance(value, tuple) else str(value)
