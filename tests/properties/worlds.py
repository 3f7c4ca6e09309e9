"""People and all that happens to them, at random."""

from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta

from hypothesis import strategies as st

from nurture.domain.contests import Contest
from nurture.domain.enrollment import Enrollment
from nurture.domain.events import Event, EventType
from nurture.domain.facts import Facts
from nurture.domain.records import Application, ApplicationStatus, Candidate, Company, Hire, Job, Person, Records, Team
from nurture.domain.subject import Subject, SubjectKind
from nurture.engine.journey import Journey
from nurture.engine.moves.split import decided_at
from nurture.language.plan import Plan
from nurture.language.sequence import counts_visits
from nurture.language.steps import SplitStep
from nurture.values import replace
from tests.properties.grammar import AWAITED, EXITS, OF_JOBS, OUTCOMES, STOP, plans

START = datetime(2026, 3, 2, 8, 0, tzinfo=UTC)
SPAN = timedelta(days=60)
"""Everything that happens, happens within this time from the start."""
SUBJECT, OTHER = "greenhouse:10", "greenhouse:11"
OWN_JOB, OTHER_JOB = "greenhouse:7", "greenhouse:8"
RECRUITER = Person(id="greenhouse:91", name="Kim Berger", email="kim@acme.example")
STAGES = ("Onsite", "Offer", "vip")
"""Stages; one is called as a tag is, so that moving to it can end that tag's track."""

moments = st.integers(0, int(SPAN.total_seconds() // 60)).map(lambda minutes: START + timedelta(minutes=minutes))
first_days = st.dates(date(2026, 2, 25), date(2026, 4, 25))
tags = st.lists(st.sampled_from(["vip", "rust", "go"]), max_size=3, unique=True).map(tuple)
new_tags = tags | tags | tags | tags.map(lambda some: (*some, STOP))


def _of_application(type_: EventType, at: datetime, application: str, stage: str) -> Event:
    data = {"to_stage": stage} if type_ is EventType.APPLICATION_STAGE_CHANGED else {}
    return Event(type=type_, at=at, application_id=application, data=data)


def _of_job(type_: EventType, at: datetime, job: str) -> Event:
    return Event(type=type_, at=at, job_id=job, data={"job.id": job, "job.title": "Engineer"})


def _start_moved(at: datetime, day: date) -> Event:
    data = {"start_date": day.isoformat()}
    return Event(type=EventType.HIRE_START_DATE_CHANGED, at=at, application_id=SUBJECT, data=data)


def _tagged(at: datetime, tags: tuple[str, ...]) -> Event:
    return Event(type=EventType.CANDIDATE_UPDATED, at=at, data={"tags": ",".join(tags)})


whose = st.sampled_from([SUBJECT, SUBJECT, OTHER])
happenings = st.one_of(
    st.builds(_of_application, st.sampled_from(AWAITED), moments, whose, st.sampled_from(STAGES)),
    st.builds(_of_application, st.sampled_from(AWAITED), moments, whose, st.sampled_from(STAGES)),
    st.builds(_of_job, st.sampled_from(OF_JOBS), moments, st.sampled_from([OWN_JOB, OTHER_JOB])),
    st.builds(_start_moved, moments, first_days),
    st.builds(_tagged, moments, new_tags),
)
an_exit = st.builds(_of_application, st.sampled_from(EXITS), moments, st.just(SUBJECT), st.just("Offer"))


def _log(happened: list[Event], exits: list[Event]) -> tuple[Event, ...]:
    return tuple(sorted([*happened, *exits], key=lambda each: (each.at, each.type, str(each.data))))


logs = st.builds(_log, st.lists(happenings, max_size=10), st.lists(an_exit, max_size=1))


def _facts(zone: str | None, country: str | None, start_date: date | None, tags: tuple[str, ...]) -> Facts:
    status = ApplicationStatus.HIRED if start_date else ApplicationStatus.ACTIVE
    job = Job(id=OWN_JOB, title="Engineer")
    return Facts(
        enrollment=Enrollment(
            id="at-random/application/greenhouse:10/1",
            sequence="at-random",
            subject=Subject(kind=SubjectKind.APPLICATION, id=SUBJECT),
            candidate_id="greenhouse:1",
            version=1,
            cycle=1,
            entered_at=START,
        ),
        records=Records(
            candidate=Candidate(id="greenhouse:1", email="maya@maya.example", zone=zone, country=country, tags=tags),
            application=Application(id=SUBJECT, status=status, stage="Onsite", job=job),
            hire=Hire(id=SUBJECT, start_date=start_date) if start_date else None,
            team=Team(recruiter=RECRUITER),
        ),
        company=Company(name="Acme", postal_address="1 Example Street", zone="Europe/Berlin", country="DE"),
    )


facts = st.builds(
    _facts,
    st.sampled_from([None, "Europe/London", "America/Santiago", "Asia/Kolkata"]),
    st.sampled_from([None, "GB", "SA"]),
    st.none() | first_days,
    tags,
)
answers = st.lists(
    st.none() | st.tuples(st.timedeltas(timedelta(minutes=1), timedelta(days=9)), st.sampled_from(OUTCOMES)),
    min_size=1,
    max_size=4,
)


@dataclass(frozen=True, kw_only=True)
class World:
    """A plan, the person in it, all that happens, and what becomes of tasks, in turn: how soon which outcome, or never.

    A question whether a mail may leave is a task, too; what is good is a yes.
    """

    plan: Plan
    facts: Facts
    events: tuple[Event, ...]
    answers: list[tuple[timedelta, str] | None]

    def facts_at(self, now: datetime) -> Facts:
        """The facts once everything until then has happened: first days move, tags and stages change."""
        records = self.facts.records
        for event in (each for each in self.events if each.at <= now):
            if "start_date" in event.data and records.hire is not None:
                day = date.fromisoformat(str(event.data["start_date"]))
                records = replace(records, hire=replace(records.hire, start_date=day))
            elif "tags" in event.data:
                named = tuple(tag for tag in str(event.data["tags"]).split(",") if tag)
                records = replace(records, candidate=replace(records.candidate, tags=named))
            elif "to_stage" in event.data and event.application_id == SUBJECT and records.application is not None:
                stage = str(event.data["to_stage"])
                records = replace(records, application=replace(records.application, stage=stage))
        return replace(self.facts, records=records, contests=self._contests(now))

    def _contests(self, now: datetime) -> dict[str, Contest]:
        """Somebody came to each contest when the person entered, and it was decided as soon as it could be."""
        journey = Journey(plan=self.plan, facts=self.facts, events=(), now=now)
        decided = (step for step in self.plan.steps.values() if isinstance(step, SplitStep) and step.decide)
        return {
            step.id: Contest(opened_at=START, winner="arm-1" if decided_at(step, START, journey) <= now else None)
            for step in decided
        }

    @property
    def over_at(self) -> datetime | None:
        """When the first exit comes, if one does."""
        ends = {*EXITS, EventType.APPLICATION_STAGE_CHANGED} if counts_visits(self.plan.sequence) else set(EXITS)
        by_event = (each.at for each in self.events if each.type in ends and each.application_id == SUBJECT)
        by_tag = (each.at for each in self.events if STOP in str(each.data.get("tags", "")).split(","))
        return min((*by_event, *by_tag), default=None)


worlds = st.builds(World, plan=plans, facts=facts, events=logs, answers=answers)
