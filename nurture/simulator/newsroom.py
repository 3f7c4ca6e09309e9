"""Lines of a log, read as news of people and jobs."""

from collections.abc import Iterator, Mapping
from datetime import UTC, date, datetime
from typing import Final
from zoneinfo import ZoneInfo

from nurture.domain.events import EventType, Scalar, spec_of
from nurture.domain.intake import (
    ApplicationUpdate,
    CandidateUpdate,
    FieldValue,
    Happening,
    Intake,
)
from nurture.domain.own import NOTHING_OWN, Own
from nurture.domain.records import ApplicationStatus, JobStatus
from nurture.language.sequence import Purpose
from nurture.service.happened import as_intake
from nurture.simulator.applying import Applications
from nurture.simulator.log import (
    ABOUT_JOBS,
    Change,
    Line,
    Log,
    is_about_application,
    names_job,
)
from nurture.simulator.more_words import BY_HAND, OF_HIRES, OF_PEOPLE, RecordWords
from nurture.simulator.news import Answered, Hand, News, Preference, Reply, Texted, Told, Unsubscribe, id_of
from nurture.simulator.news_of_records import AboutRecord, RecordsDesk
from nurture.simulator.own_words import on_clock
from nurture.simulator.reading import in_time
from nurture.simulator.said import said_of_line
from nurture.simulator.statements import Statements
from nurture.simulator.task_words import TaskNews
from nurture.simulator.values import UNKNOWN
from nurture.timing.walltime import moment
from nurture.values import replace

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


class Newsroom:
    """Reads a log line by line, in time."""

    def __init__(self, log: Log, *, company_zone: str, own: Own = NOTHING_OWN) -> None:
        self._log = log
        self._own = own
        self.zone = ZoneInfo(log.zone or company_zone)
        self._applications = Applications()
        self._known = Statements(log, own=own, zone=self.zone)
        self._records = RecordsDesk(moment=self._moment, member=self._known.member)

    def news(self) -> Iterator[News]:
        """Everything that the log tells, in the order in which it happened."""
        for _, line in in_time(self._log):
            at = self._moment(line.at)
            concerns = self._applications.for_job(line.job_changed.job) if line.job_changed else ()
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
            return Unsubscribe(purpose=line.opted_out, email=self._known.email(line.who))
        if line.wants_pause or line.wants_only_openings:
            return Preference(purpose=Purpose.NURTURE, email=self._known.email(line.who), months=line.wants_pause)
        if line.texted is not None:
            return Texted(id=f"{who} {at:%Y-%m-%dT%H:%M}", number=self._known.number(line.who), text=line.texted)
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
            application, _ = self._applications.latest(line, line.who)
            sequence = getattr(line, line.word)
            return Hand(word=line.word, sequence=sequence, candidate_id=who, application_id=application)
        if line.merged is not None:
            into = id_of(line.merged.into)
            happening = Happening(type=EventType.CANDIDATE_MERGED, candidate_id=into)
            known = self._known.new_candidate(line.merged.into)
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
        application = self._applications.of_line(line, who)[0] if is_about_application(line, self._own) else None
        job = line.job if names_job(line, self._own) else None
        intake = as_intake(
            type_,
            at=at,
            candidate_id=id_of(who),
            application_id=application,
            data=data,
            job_id=id_of(job) if job else None,
        )
        known = self._known.new_candidate(who)
        jobs = self._known.new_job(job)
        return replace(intake, candidates=(*known, *intake.candidates), jobs=jobs)

    def _updated(self, line: Line, change: Change, who: str, at: datetime) -> Intake:
        """What changed of the person, of their application, or of both."""
        happenings: list[Happening] = []
        candidates: tuple[CandidateUpdate, ...] = ()
        applications: tuple[ApplicationUpdate, ...] = ()
        if change.is_about_person:
            self._known.change_person(who, change)
            happenings.append(Happening(type=EventType.CANDIDATE_UPDATED, candidate_id=id_of(who)))
            candidates = (self._known.candidate(who),)
        if change.of_application:
            application, _ = self._applications.of_line(line, who)
            about = Happening(type=EventType.APPLICATION_UPDATED, candidate_id=id_of(who), application_id=application)
            happenings.append(about)
            custom = self._known.custom("application", change.of_application)
            applications = (ApplicationUpdate(id=application, candidate_id=id_of(who), custom=custom, as_of=at),)
        return Intake(at=at, happenings=tuple(happenings), candidates=candidates, applications=applications)

    def _about_record(self, line: Line, who: str, at: datetime) -> Intake:
        """News of an interview, offer, referral or assignment; the last two may be of somebody who never applied."""
        application, job = (
            self._applications.latest(line, who) if line.word in OF_PEOPLE else self._applications.of_line(line, who)
        )
        job = line.referred.job if line.referred else job
        about = AboutRecord(
            candidate=id_of(who),
            application=None if line.referred else application,
            job=id_of(job) if job else None,
            at=at,
        )
        told = self._records.told(line, about)
        known = self._known.new_candidate(who)
        jobs = self._known.new_job(job)
        return replace(told, candidates=(*known, *told.candidates), jobs=jobs)

    def _about_application(self, line: Line, who: str, at: datetime) -> Intake:
        application, job = self._applications.of_line(line, who)
        if line.moved:
            self._applications.move(application, line.moved)
        data: dict[str, Scalar] = {}
        reason = line.rejected or line.withdrew
        if reason is not None:
            data = {
                "reason": reason if isinstance(reason, str) else None,
                "stage": self._applications.stage(application),
            }
        start = line.hired or (None if line.start_date_changed == UNKNOWN else line.start_date_changed)
        if line.hired or line.start_date_changed:
            data = {"start_date": start.isoformat() if start else None}
        fields: dict[str, FieldValue] = {
            "status": _STATUS.get(line.word, ApplicationStatus.ACTIVE),
            "stage": self._applications.stage(application),
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
            candidates=self._known.new_candidate(who),
            applications=(update,),
            jobs=self._known.new_job(job),
        )

    def _about_job(self, line: Line, at: datetime) -> Intake:
        if change := line.job_changed:
            self._known.change_job(change)
            job = self._known.job(change.job)
        else:
            job = self._known.job(line.opened or line.closed or "")
            status = JobStatus.OPEN if line.opened else JobStatus.CLOSED
            job = replace(job, fields={**job.fields, "status": status})
        happening = Happening(type=TYPES[line.word], job_id=job.id)
        return Intake(at=at, happenings=(happening,), jobs=(job,))
