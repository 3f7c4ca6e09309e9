"""What is on record of one person, in memory, changed by the rules by which the database is."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any, Final

from nurture.domain.consent import Consent, is_change, news_of, said_by_ats, standing
from nurture.domain.events import Event, EventScope, EventType, Scalar, spec_of
from nurture.domain.intake import Happening, Intake
from nurture.domain.own import NOTHING_OWN, Own
from nurture.domain.records import (
    NO_TEAM,
    Application,
    ApplicationStatus,
    Candidate,
    Hire,
    Job,
    JobStatus,
    Person,
    Records,
    Team,
    team_of,
)
from nurture.domain.subject import Subject, SubjectKind
from nurture.domain.values import read_date
from nurture.language.sequence import Purpose
from nurture.service.declared import only_declared
from nurture.store import applications, consents
from nurture.store.applications import Change, State
from nurture.values import replace

NOTHING: Final[Mapping[str, Scalar]] = {}
_OPENS: Final = {JobStatus.OPEN: EventType.JOB_OPENED, JobStatus.CLOSED: EventType.JOB_CLOSED}
_OF_APPLICATIONS: Final = frozenset(Application.__dataclass_fields__) - {"id", "job"}


@dataclass(kw_only=True, slots=True)
class Dossier:
    """A person with their applications, the jobs they know of, and the stream of what happened to them.

    `own` is what the company adds to the records.
    """

    candidate: Candidate
    own: Own = NOTHING_OWN
    stream: list[Event] = field(default_factory=list)
    suppressed: set[Purpose] = field(default_factory=set)
    consents: list[Consent] = field(default_factory=list)
    _team: Mapping[str, Person | None] = field(default_factory=dict)
    _states: dict[str, State] = field(default_factory=dict)
    _applications: dict[str, Application] = field(default_factory=dict)
    _hired: dict[str, Hire] = field(default_factory=dict)
    _jobs: dict[str, Job] = field(default_factory=dict)
    _teams: dict[str, Mapping[str, Person | None]] = field(default_factory=dict)
    _job_teams: dict[str, Mapping[str, Person | None]] = field(default_factory=dict)
    _around: dict[Subject, Records] = field(default_factory=dict)

    @property
    def last_event(self) -> int:
        """The number of the newest event in the stream."""
        return len(self.stream)

    def around(self, subject: Subject) -> Records:
        """Everything around a subject of theirs, put together once for as long as nothing is written."""
        if subject not in self._around:
            self._around[subject] = self._put_together(subject)
        return self._around[subject]

    def happen(self, type_: str, at: datetime, data: Mapping[str, Scalar] = NOTHING) -> Event:
        """Adds news about the person to the stream."""
        return self._append(Event(type=type_, at=at, data=data))

    def replied(self, at: datetime) -> None:
        """They wrote to us."""
        self._write(last_reply=at, last_contact=max(at, self.candidate.last_contact or at))

    def contacted(self, at: datetime) -> None:
        """We wrote to them."""
        self._write(last_contact=at)

    def suppress(self, purpose: Purpose) -> bool:
        """They want no more mail of that kind; False if that is known already."""
        is_new = purpose not in self.suppressed
        self.suppressed.add(purpose)
        return is_new

    def copy(self, event: Event) -> Event:
        """Adds news that is about nobody in particular."""
        return self._append(event)

    def hear(self, told: Intake) -> tuple[Event, ...]:
        """Writes down what is told of this person, and adds what of it is news to their stream."""
        told = only_declared(told, self.own)
        self._write_jobs(told)
        changes = {update.id: self._change(told, update.id) for update in told.applications}
        self._around.clear()
        agreed: list[Consent] = []
        for candidate in told.candidates:
            stated = dict(candidate.fields)
            if consents.FIELD in stated:
                agreed += self._said_by_ats(read_date(stated.pop(consents.FIELD)), told.at)
            self._write(own={**self.candidate.own, **candidate.own}, **stated)
            self._team = {**self._team, **candidate.team}
        agreed += (each.consent for each in told.consents if self._agrees(each.consent))
        if told.erased:
            self.consents.clear()
            self.candidate = Candidate(id=self.candidate.id, is_anonymized=True, last_contact=None)
        theirs = self._applications.values()
        is_hired = any(each.status is ApplicationStatus.HIRED for each in theirs)
        going_on = sum(map(_is_going_on, theirs))
        if (self.candidate.active_applications, self.candidate.is_hired) != (going_on, is_hired):
            self._write(active_applications=going_on, is_hired=is_hired)
        if any(happening.type == EventType.CANDIDATE_BOUNCED for happening in told.happenings):
            self.suppressed.update(Purpose)
        happened = [*told.happenings, *(_as_happening(consent) for consent in agreed)]
        return tuple(
            self._append(self._event(happening, changes.get(happening.application_id or ""), told.at))
            for happening in happened
            if _is_news(happening, changes.get(happening.application_id or ""))
        )

    def beside(self, candidate: Candidate) -> "Dossier":
        """Somebody else's, who knows of the same jobs."""
        return Dossier(candidate=candidate, own=self.own, _jobs=dict(self._jobs), _job_teams=dict(self._job_teams))

    def _said_by_ats(self, until: date | None, at: datetime) -> list[Consent]:
        """The entry that follows from what the ATS holds, where another stood before."""
        before = standing(self.consents)
        said = said_by_ats(self.consents, until, at)
        return [said] if said and self._agrees(said) and is_change(before, said) else []

    def _agrees(self, consent: Consent) -> bool:
        """Adds an entry; whether it stands from now on."""
        self.consents.append(consent)
        now = standing(self.consents)
        given = now if now and now.is_given else None
        self._write(
            consent_until=given.until if given else None,
            consent_given_at=given.at if given else None,
        )
        return standing(self.consents, consent.purpose) == consent

    def about_job(self, told: Intake) -> Event | None:
        """Writes down what is told of a job; the event that it amounts to, if any."""
        (happening,) = told.happenings
        assert happening.job_id is not None, "news about a job names it"
        before = self._jobs.get(happening.job_id)
        self._write_jobs(only_declared(told, self.own))
        job = self._jobs[happening.job_id]
        if before is not None and before.status is job.status:
            return None
        known = {f"job.{name}": getattr(job, name) for name in ("title", "department", "office", "url")}
        data: dict[str, Scalar] = {"job.id": job.id, **known, **happening.data}
        return Event(type=_OPENS.get(job.status, happening.type), at=told.at, job_id=job.id, data=data)

    def knows(self, jobs: Iterable[Intake]) -> None:
        """Writes down jobs that were there from the beginning."""
        for each in jobs:
            self._write_jobs(only_declared(each, self.own))

    def _put_together(self, subject: Subject) -> Records:
        if subject.kind is SubjectKind.CANDIDATE:
            return Records(candidate=self.candidate, team=self._team_of({}, None))
        application = self._applications[subject.id]
        job = self._jobs.get(self._states[subject.id].job_id or "")
        is_hired = application.status is ApplicationStatus.HIRED
        return Records(
            candidate=self.candidate,
            application=replace(application, job=job),
            hire=self._hired[subject.id] if is_hired else None,
            team=self._team_of(self._teams.get(subject.id, {}), job),
        )

    def _write(self, **stated: Any) -> None:
        """Writes down what is known of the person now; nothing else around them has changed by it."""
        self.candidate = candidate = replace(self.candidate, **stated)
        self._around = {subject: replace(known, candidate=candidate) for subject, known in self._around.items()}

    def _append(self, event: Event) -> Event:
        numbered = replace(event, number=self.last_event + 1)
        self.stream.append(numbered)
        return numbered

    def _write_jobs(self, told: Intake) -> None:
        for update in told.jobs:
            stated: dict[str, Any] = dict(update.fields)
            before = self._jobs.get(update.id) or Job(id=update.id, title="")
            self._jobs[update.id] = replace(before, own={**before.own, **update.own}, **stated)
            self._job_teams[update.id] = {**self._job_teams.get(update.id, {}), **update.team}
        self._around.clear()

    def _change(self, told: Intake, application_id: str) -> Change:
        (update,) = (each for each in told.applications if each.id == application_id)
        happened = [each for each in told.happenings if each.application_id == application_id]
        change = applications.change(update, happened, self._states.get(application_id), told.at, self.own.stages)
        self._states[application_id] = change.after
        stated: dict[str, Any] = {name: value for name, value in change.stated.items() if name in _OF_APPLICATIONS}
        known = self._applications.get(application_id) or Application(id=application_id)
        own = {**known.own, **update.own}
        self._applications[application_id] = replace(known, own=own, **stated)
        self._teams[application_id] = {**self._teams.get(application_id, {}), **update.team}
        hire = self._hired.get(application_id) or Hire(id=application_id)
        hired_at: Any = change.stated.get("hired_at", hire.hired_at)
        self._hired[application_id] = replace(hire, start_date=change.after.start_date, hired_at=hired_at, own=own)
        return change

    def _event(self, happening: Happening, change: Change | None, at: datetime) -> Event:
        data = change.in_our_words(happening.data) if change else dict(happening.data)
        if change is not None:
            carried = change.carried()
            data |= {name: carried[name] for name in spec_of(happening.type).carries if data.get(name) is None}
        return Event(
            type=happening.type,
            at=at,
            application_id=happening.application_id,
            job_id=happening.job_id or (change.after.job_id if change else None),
            data=data,
        )

    def _team_of(self, of_application: Mapping[str, Person | None], job: Job | None) -> Team:
        """An application's holders of roles go before a person's, and those before the job's."""
        of_job = self._job_teams.get(job.id, {}) if job else {}
        held = [(role, person) for told in (of_job, self._team, of_application) for role, person in told.items()]
        return team_of({role: person for role, person in held if person is not None}) if held else NO_TEAM


def _as_happening(consent: Consent) -> Happening:
    type_, carried = news_of(consent)
    return Happening(type=type_, data=carried)


def _is_going_on(application: Application) -> bool:
    return application.status is ApplicationStatus.ACTIVE and not application.is_prospect


def _is_news(happening: Happening, change: Change | None) -> bool:
    """What only says what is so already is none."""
    if spec_of(happening.type).scope is EventScope.JOB:
        return False
    if change is None or change.before is None or happening.type not in applications.TELL_A_CHANGE:
        return True
    return happening.type in change.events()
