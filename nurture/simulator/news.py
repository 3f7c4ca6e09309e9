"""Lines of a log as the news that an ATS adapter, a reply or an unsubscribe link would bring.

Names in a log become ids of the connection `log`: `log:maya`, and `log:maya/robotics` for her application.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime
from typing import Final, TypeAlias
from zoneinfo import ZoneInfo

from nurture.domain.events import EventType, Scalar, spec_of
from nurture.domain.intake import (
    ApplicationUpdate,
    CandidateUpdate,
    CustomValue,
    FieldValue,
    Happening,
    Intake,
    JobUpdate,
)
from nurture.domain.own import NOTHING_OWN, Own
from nurture.domain.records import ApplicationStatus, JobStatus
from nurture.domain.records import Person as OurPerson
from nurture.domain.values import Kept
from nurture.language.sequence import Purpose
from nurture.service.happened import as_intake
from nurture.simulator.log import (
    ABOUT_JOBS,
    APPLIED_STAGE,
    Change,
    Line,
    Log,
    Person,
    is_about_application,
    names_job,
)
from nurture.simulator.more_words import BY_HAND, OF_HIRES, OF_PEOPLE, RecordWords
from nurture.simulator.news_of_records import AboutRecord, RecordsDesk
from nurture.simulator.own_words import OWN, ROLES, as_custom, on_clock
from nurture.simulator.reading import in_time
from nurture.simulator.said import said_of_line
from nurture.simulator.task_words import TaskNews
from nurture.simulator.values import UNKNOWN
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


@dataclass(frozen=True, kw_only=True, slots=True)
class Answered:
    """A survey about the person was answered."""

    candidate_id: str
    survey: str
    answer: str
    comment: str | None


@dataclass(frozen=True, kw_only=True, slots=True)
class Hand:
    """What somebody of ours does by hand about a person's runs of a sequence: one of the words of `BY_HAND`."""

    word: str
    sequence: str
    candidate_id: str
    application_id: str | None


Told: TypeAlias = Intake | Reply | Unsubscribe | Answered | Hand | TaskNews


@dataclass(frozen=True, kw_only=True, slots=True)
class News:
    """What a line of the log brings: when, about whom (a name of the log; None: a job), in words, and in our form.

    `concerns` are those who applied for a job that changed.
    """

    at: datetime
    who: str | None
    said: str
    told: Told
    concerns: tuple[str, ...] = ()


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
    "started": EventType.HIRE_STARTED,
    "left": EventType.HIRE_LEFT,
    "opened": EventType.JOB_OPENED,
    "closed": EventType.JOB_CLOSED,
    "job_changed": EventType.JOB_UPDATED,
}
_STATUS: Final[Mapping[str, ApplicationStatus]] = {
    "rejected": ApplicationStatus.REJECTED,
    "withdrew": ApplicationStatus.WITHDRAWN,
    "hired": ApplicationStatus.HIRED,
    "start_date_changed": ApplicationStatus.HIRED,
    "started": ApplicationStatus.HIRED,
    "left": ApplicationStatus.HIRED,
}
TOLD_BY_HAND: Final[Mapping[str, EventType]] = {
    "out_of_office": EventType.CANDIDATE_OUT_OF_OFFICE,
    "consent": EventType.CANDIDATE_CONSENT_GIVEN,
    "consent_withdrawn": EventType.CANDIDATE_CONSENT_WITHDRAWN,
    "bounced": EventType.CANDIDATE_BOUNCED,
    "contacted": EventType.CANDIDATE_CONTACTED,
}
_NO_FIELDS: Final = ("name", "recruiter", "coordinator", OWN, ROLES)
_PERSON: Final = tuple(name for name in Person.model_fields if name not in _NO_FIELDS)


def id_of(name: str) -> str:
    """The id of a person or job of the log."""
    return f"{CONNECTION}:{name}"


class Newsroom:
    """Reads a log line by line, in time; remembers who applied for what, since later lines are about it.

    What is known of a person or a job is stated once, with the first news that names them, and again when it changed.
    """

    def __init__(self, log: Log, *, company_zone: str, own: Own = NOTHING_OWN) -> None:
        self._log = log
        self._own = own
        self.zone = ZoneInfo(log.zone or company_zone)
        self._jobs: dict[str, dict[str, str]] = {}
        self._stages: dict[str, str] = {}
        self._people = dict(log.people)
        self._jobs_now = dict(log.jobs)
        self._stated: set[str] = set()
        self._records = RecordsDesk(moment=self._moment, member=self._member)

    def news(self) -> Iterator[News]:
        """Everything that the log tells, in the order in which it happened."""
        for _, line in in_time(self._log):
            at = self._moment(line.at)
            changed = line.job_changed.job if line.job_changed else None
            concerns = tuple(who for who, theirs in self._jobs.items() if changed in theirs)
            yield News(
                at=at,
                who=line.who,
                said=said_of_line(line, self._log.jobs, self._own),
                told=self._told(line, at),
                concerns=concerns,
            )

    def _moment(self, at: datetime) -> datetime:
        return moment(at.date(), at.time(), self.zone).astimezone(UTC)

    def _told(self, line: Line, at: datetime) -> Told:
        if line.word in ABOUT_JOBS:
            return self._about_job(line, at)
        assert line.who is not None, "a line is about a person where it is not about a job"
        who = id_of(line.who)
        if line.replied is not None:
            return Reply(candidate_id=who, summary=line.replied if isinstance(line.replied, str) else "wrote to us")
        if told := line.answered:
            return Answered(candidate_id=who, survey=told.survey, answer=told.answer, comment=told.comment)
        if line.opted_out is not None:
            return Unsubscribe(purpose=line.opted_out, email=self._people[line.who].email)
        if line.task_word is not None:
            return TaskNews(candidate_id=who, word=line.task_word, zone=self.zone)
        if line.anonymized:
            happening = Happening(type=EventType.CANDIDATE_ANONYMIZED, candidate_id=who)
            return Intake(at=at, happenings=(happening,), erased=(who,))
        if line.word in TOLD_BY_HAND or line.event is not None:
            return self._told_by_hand(line, line.who, at)
        if line.updated is not None:
            return self._updated(line, line.updated, line.who, at)
        if line.word in BY_HAND:
            application, _ = self._latest(line, line.who)
            sequence = getattr(line, line.word)
            return Hand(word=line.word, sequence=sequence, candidate_id=who, application_id=application)
        if line.merged is not None:
            into = id_of(line.merged.into)
            happening = Happening(type=EventType.CANDIDATE_MERGED, candidate_id=into)
            known = (self._candidate(line.merged.into),) if self._is_new(into) else ()
            return Intake(at=at, happenings=(happening,), candidates=known, merged_into={who: into})
        if line.deleted:
            happening = Happening(type=EventType.CANDIDATE_DELETED, candidate_id=who)
            return Intake(at=at, happenings=(happening,), deleted_candidates=(who,))
        if line.word in RecordWords.model_fields and line.word not in OF_HIRES:
            return self._about_record(line, line.who, at)
        return self._about_application(line, line.who, at)

    def _told_by_hand(self, line: Line, who: str, at: datetime) -> Intake:
        """What no ATS states."""
        type_ = line.event or TOLD_BY_HAND[line.word]
        until = line.out_of_office or line.consent
        data: dict[str, Scalar] = {"until": until.isoformat() if isinstance(until, date) else None}
        if line.contacted is not None:
            data = {"by": line.contacted if isinstance(line.contacted, str) else None}
        if line.event is not None:
            kinds = {name: spec_of(line.event, self._own.events).kind_of(name) for name in line.carries or {}}
            told = on_clock(line.carries or {}, kinds, self.zone)
            data = {name: value for name, value in told.items() if not isinstance(value, list)}
        application = self._application(line, who)[0] if is_about_application(line, self._own) else None
        job = line.job if names_job(line, self._own) else None
        intake = as_intake(
            type_,
            at=at,
            candidate_id=id_of(who),
            application_id=application,
            data=data,
            job_id=id_of(job) if job else None,
        )
        known = (self._candidate(who),) if self._is_new(id_of(who)) else ()
        jobs = (self._job(job),) if job and self._is_new(f"job {job}") else ()
        return replace(intake, candidates=(*known, *intake.candidates), jobs=jobs)

    def _updated(self, line: Line, change: Change, who: str, at: datetime) -> Intake:
        """What changed of the person, of their application, or of both."""
        happenings: list[Happening] = []
        candidates: tuple[CandidateUpdate, ...] = ()
        applications: tuple[ApplicationUpdate, ...] = ()
        if change.is_about_person:
            stated = change.model_dump(exclude_unset=True, exclude={"application", "hire"})
            before = self._people[who]
            stated |= {key: {**getattr(before, key), **stated[key]} for key in (OWN, ROLES) if key in stated}
            self._people[who] = before.model_copy(update=stated)
            happenings.append(Happening(type=EventType.CANDIDATE_UPDATED, candidate_id=id_of(who)))
            candidates = (self._candidate(who),)
        if change.of_application:
            application, _ = self._application(line, who)
            about = Happening(type=EventType.APPLICATION_UPDATED, candidate_id=id_of(who), application_id=application)
            happenings.append(about)
            custom = self._custom("application", change.of_application)
            applications = (ApplicationUpdate(id=application, candidate_id=id_of(who), custom=custom, as_of=at),)
        return Intake(at=at, happenings=tuple(happenings), candidates=candidates, applications=applications)

    def _about_record(self, line: Line, who: str, at: datetime) -> Intake:
        """News of an interview, offer, referral or assignment; the last two may be of somebody who never applied."""
        application, job = self._latest(line, who) if line.word in OF_PEOPLE else self._application(line, who)
        job = line.referred.job if line.referred else job
        about = AboutRecord(
            candidate=id_of(who),
            application=None if line.referred else application,
            job=id_of(job) if job else None,
            at=at,
        )
        told = self._records.told(line, about)
        known = (self._candidate(who),) if self._is_new(id_of(who)) else ()
        jobs = (self._job(job),) if job and self._is_new(f"job {job}") else ()
        return replace(told, candidates=(*known, *told.candidates), jobs=jobs)

    def _latest(self, line: Line, who: str) -> tuple[str | None, str | None]:
        """The application that is named, else their latest, and its job; None for somebody who never applied."""
        return self._application(line, who) if self._jobs.get(who) else (None, None)

    def _about_application(self, line: Line, who: str, at: datetime) -> Intake:
        application, job = self._application(line, who)
        if line.moved:
            self._stages[application] = line.moved
        data: dict[str, Scalar] = {}
        reason = line.rejected or line.withdrew
        if reason is not None:
            data = {"reason": reason if isinstance(reason, str) else None, "stage": self._stages[application]}
        start = line.hired or (None if line.start_date_changed == UNKNOWN else line.start_date_changed)
        if line.hired or line.start_date_changed:
            data = {"start_date": start.isoformat() if start else None}
        fields: dict[str, FieldValue] = {
            "status": _STATUS.get(line.word, ApplicationStatus.ACTIVE),
            "stage": self._stages[application],
        }
        if line.applied or line.added:
            fields |= {"applied_at": at, "is_prospect": line.added is not None, "source": line.source}
        if reason is not None:
            fields["rejection_reason"] = data["reason"]
        if line.start_date_changed == UNKNOWN:
            fields["start_date"] = None
        if line.started:
            fields["started"] = True
        if line.left is not None:
            fields["left_on"] = line.left
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
        if change := line.job_changed:
            before = self._jobs_now[change.job]
            stated = change.model_dump(exclude_unset=True, exclude={"job"})
            stated |= {key: {**getattr(before, key), **stated[key]} for key in (OWN, ROLES) if key in stated}
            self._jobs_now[change.job] = before.model_copy(update=stated)
            job = self._job(change.job)
        else:
            job = self._job(line.opened or line.closed or "")
            status = JobStatus.OPEN if line.opened else JobStatus.CLOSED
            job = replace(job, fields={**job.fields, "status": status})
        happening = Happening(type=TYPES[line.word], job_id=job.id)
        return Intake(at=at, happenings=(happening,), jobs=(job,))

    def _job(self, name: str) -> JobUpdate:
        job = self._jobs_now[name]
        fields = job.model_dump(exclude={"recruiter", "coordinator", "hiring_manager", OWN, ROLES}, exclude_unset=True)
        team = {"recruiter": job.recruiter, "coordinator": job.coordinator, "hiring_manager": job.hiring_manager}
        custom = self._custom("job", job.own)
        return JobUpdate(id=id_of(name), fields=fields, team=self._team({**team, **job.own_roles}), custom=custom)

    def _candidate(self, who: str) -> CandidateUpdate:
        person = self._people[who]
        first, _, last = (person.name or "").partition(" ")
        fields: dict[str, FieldValue] = {"first_name": first or None, "last_name": last or None}
        for name in _PERSON:
            if (value := getattr(person, name)) is not None:
                fields[name] = value
        team = self._team({"recruiter": person.recruiter, "coordinator": person.coordinator, **person.own_roles})
        return CandidateUpdate(id=id_of(who), fields=fields, team=team, custom=self._custom("candidate", person.own))

    def _custom(self, record: str, own: Mapping[str, Kept]) -> dict[str, CustomValue]:
        """A record's own fields, as an ATS would state them."""
        return as_custom(on_clock(own, self._own.fields.get(record, {}), self.zone))

    def _team(self, roles: Mapping[str, str | None]) -> dict[str, OurPerson | None]:
        return {role: self._member(name) for role, name in roles.items() if name is not None}

    def _member(self, name: str, *, with_deputy: bool = True) -> OurPerson:
        """Somebody of ours, with whoever stands in for them."""
        member = self._log.team[name]
        return OurPerson(
            id=id_of(name),
            name=member.name,
            email=member.email,
            away_from=member.away.first if member.away else None,
            away_until=member.away.last if member.away else None,
            is_gone=member.gone,
            deputy=self._member(member.deputy, with_deputy=False) if member.deputy and with_deputy else None,
        )
