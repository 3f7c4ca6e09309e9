"""One person's whole story with us: what happened, what was said, and where they stand now."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from enum import StrEnum
from typing import Final
from zoneinfo import ZoneInfo

from sqlalchemy import Connection

from nurture.domain.dispatches import WEBHOOK, Dispatch
from nurture.domain.events import Event, EventScope, EventSpec, EventType, spec_of
from nurture.domain.records import Application, Candidate
from nurture.domain.surveys import Asked
from nurture.domain.tasks import Task, TaskState
from nurture.domain.touchpoints import ChannelKind, Direction, SendState, Touchpoint
from nurture.language.chain import in_words
from nurture.language.fields import ROLES
from nurture.service.declared import own_of_company
from nurture.store import dispatches, records, standings, surveys, tasks, timeline, words_told
from nurture.store.contacts import CANDIDATE
from nurture.store.sequences import PlanCache
from nurture.store.standings import Standing
from nurture.store.timeline import Contact, Happened
from nurture.store.words import EnrollmentStatus
from nurture.store.words_told import Word
from nurture.timing.errors import TimingError
from nurture.timing.zones import first_zone, zone_for_country

_TOLD_ELSEWHERE: Final = frozenset({EventType.TASK_DONE, EventType.SURVEY_ANSWERED, EventType.RUN_STOPPED})
"""Events that stand on a timeline as what they are about: the task, the survey, the end of the run."""


class EntryKind(StrEnum):
    """What stands on a timeline."""

    EVENT = "event"
    CONTACT = "contact"
    TASK = "task"
    DISPATCH = "dispatch"
    ENTERED = "entered"
    ENDED = "ended"


@dataclass(frozen=True, kw_only=True, slots=True)
class Entry:
    """One thing on a timeline.

    `said_kind` says in a word what it is. `state` is that of a message of ours, `message` its id where its text is
    kept.
    """

    at: datetime
    kind: EntryKind
    said_kind: str
    title: str
    detail: str | None = None
    state: str | None = None
    message: str | None = None
    enrollment: str | None = None


@dataclass(frozen=True, kw_only=True, slots=True)
class Life:
    """A person: who they are, their applications, enrollments and timeline, oldest first. `zone` is their clock's,
    `words` their tags, skills and interests with who told of them.
    """

    candidate: Candidate
    zone: ZoneInfo
    applications: tuple[Application, ...]
    enrollments: tuple[Standing, ...]
    entries: tuple[Entry, ...]
    words: tuple[Word, ...] = ()

    @property
    def called(self) -> str:
        """The name, or the id of somebody without one."""
        names = (self.candidate.first_name, self.candidate.last_name)
        return " ".join(name for name in names if name) or self.candidate.id

    @property
    def described(self) -> str:
        """Who they are, in a line."""
        person = self.candidate
        work = " at ".join(part for part in (person.title, person.company) if part)
        parts = (person.id, person.email, person.phone, work, person.country, person.language, *person.tags)
        return " · ".join(part for part in parts if part)

    @property
    def warnings(self) -> tuple[str, ...]:
        """Why nothing, or not everything, is sent to them."""
        person = self.candidate
        marks = {
            "erased": person.is_anonymized,
            "do not contact": person.do_not_contact,
            "no mail": not person.can_email,
            "private": person.is_private,
        }
        return tuple(mark for mark, applies in marks.items() if applies)

    @property
    def open(self) -> tuple[Standing, ...]:
        """The enrollments that are under way."""
        return tuple(each for each in self.enrollments if each.status is not EnrollmentStatus.ENDED)


def life_of(conn: Connection, candidate_id: str, *, company_zone: str, now: datetime | None = None) -> Life:
    """Everything on record about a person. By `now` tasks may be overdue; None: it is not told. Raises NotFound."""
    candidate = records.candidate(conn, candidate_id)
    own = own_of_company(PlanCache(), conn).events
    applications = records.applications_of(conn, candidate.id)
    standing = standings.of_candidate(conn, candidate.id)
    titles = {each.id: each.job.title for each in applications if each.job}
    happened = timeline.events_of(conn, candidate.id)
    entries = [
        *(_happened(each, titles, own) for each in happened if each.event.type not in _TOLD_ELSEWHERE),
        *(_contact(each) for each in timeline.contacts_of(conn, candidate.id)),
        *(entry for each in tasks.of_candidate(conn, candidate.id) for entry in _work(each, now)),
        *(_answer(each, each.answered_at) for each in surveys.of_candidate(conn, candidate.id) if each.answered_at),
        *(_told(each) for each in dispatches.of_candidate(conn, candidate.id)),
        *(_entered(each) for each in standing),
        *(_ended(each, each.ended_at) for each in standing if each.ended_at),
    ]
    return Life(
        candidate=candidate,
        zone=_zone(candidate, company_zone),
        applications=applications,
        enrollments=standing,
        entries=tuple(sorted(entries, key=lambda each: (each.at, list(EntryKind).index(each.kind)))),
        words=words_told.of_candidate(conn, candidate.id),
    )


def _zone(candidate: Candidate, company_zone: str) -> ZoneInfo:
    country = zone_for_country(candidate.country) if candidate.country else None
    try:
        return first_zone(candidate.zone, country, company_zone)
    except TimingError:  # what the ATS calls a zone may be none
        return first_zone(country, company_zone)


def _happened(happened: Happened, titles: dict[str, str], own: Mapping[str, EventSpec]) -> Entry:
    event, spec = happened.event, spec_of(happened.event.type, own)
    said = "; ".join(part for part in (_about(event, titles), happened.note) if part)
    return Entry(at=event.at, kind=EntryKind.EVENT, said_kind="event", title=spec.means, detail=said or None)


def _about(event: Event, titles: dict[str, str]) -> str:
    """What the event carried, and which job it is about."""
    carried = [f"{name} {value}" for name, value in event.data.items() if value not in (None, "")]
    is_about_job = event.application_id in titles and spec_of(event.type).scope is not EventScope.JOB
    return ", ".join([event.type, *([titles[event.application_id or ""]] if is_about_job else []), *carried])


def _contact(contact: Contact) -> Entry:
    touchpoint = contact.touchpoint
    theirs = contact.recipient == CANDIDATE
    receiver = "them" if theirs else f"the {contact.recipient.replace('_', ' ')}"
    direction = f"to {receiver}" if touchpoint.direction is Direction.OUTBOUND else "from them"
    details = [touchpoint.step, touchpoint.detail]
    return Entry(
        at=touchpoint.at,
        kind=EntryKind.CONTACT,
        said_kind=_said_kind(touchpoint, direction),
        title=touchpoint.summary,
        detail=": ".join(part for part in details if part) or None,
        state=touchpoint.fate or touchpoint.state,
        message=touchpoint.id if touchpoint.state not in (None, SendState.SKIPPED) else None,
        enrollment=touchpoint.enrollment_id,
    )


def _said_kind(touchpoint: Touchpoint, direction: str) -> str:
    if touchpoint.channel is ChannelKind.NOTE:
        return "note"
    took = f", {touchpoint.minutes} minutes" if touchpoint.minutes else ""
    return f"{touchpoint.channel} {direction}{took}"


def _work(task: Task, now: datetime | None) -> Iterator[Entry]:
    """A task on the timeline: when it was given, when it should have been done, when it was."""
    owner = " or ".join(f"the {in_words([name])}" if name in ROLES else name for name in task.assign)

    def entry(at: datetime, what: str, detail: str | None = None, state: str | None = None) -> Entry:
        return Entry(
            at=at,
            kind=EntryKind.TASK,
            said_kind=f"task {what}",
            title=task.title,
            detail=detail,
            state=state,
            enrollment=task.enrollment_id,
        )

    yield entry(task.created_at, f"for {owner}", task.id)
    ended = task.ended_at or now
    if task.due_at is not None and ended is not None and task.due_at < ended:
        yield entry(task.due_at, "overdue")
    if task.ended_at is not None and task.state is TaskState.DONE:
        said = ": ".join(part for part in (task.by, task.note) if part)
        yield entry(task.ended_at, "done", said or None, task.outcome)
    elif task.ended_at is not None:
        yield entry(task.ended_at, "cancelled", task.note)


def _answer(asked: Asked, at: datetime) -> Entry:
    who = "them" if asked.recipient == CANDIDATE else f"the {asked.recipient.replace('_', ' ')}"
    return Entry(
        at=at,
        kind=EntryKind.EVENT,
        said_kind=f"answer from {who}",
        title=asked.survey,
        detail=asked.comment,
        state=asked.answer,
        enrollment=asked.enrollment_id,
    )


def _told(dispatch: Dispatch) -> Entry:
    """What another system was told, when it was, or when that was tried first."""
    details = [dispatch.step, dispatch.detail]
    return Entry(
        at=dispatch.settled_at or dispatch.at,
        kind=EntryKind.DISPATCH,
        said_kind=f"told {dispatch.to}" if dispatch.kind == WEBHOOK else f"changed in {dispatch.to}",
        title=dispatch.summary,
        detail=": ".join(part for part in details if part) or None,
        state=dispatch.state,
        enrollment=dispatch.enrollment_id,
    )


def _entered(standing: Standing) -> Entry:
    enrollment = standing.enrollment
    again = f", for the {enrollment.cycle}. time" if enrollment.cycle > 1 else ""
    return Entry(
        at=enrollment.entered_at,
        kind=EntryKind.ENTERED,
        said_kind="entered",
        title=f"{enrollment.sequence} version {enrollment.version}{again}",
        detail=enrollment.id,
        enrollment=enrollment.id,
    )


def _ended(standing: Standing, at: datetime) -> Entry:
    goal = ", the goal" if standing.is_goal else ""
    return replace(
        _entered(standing),
        at=at,
        kind=EntryKind.ENDED,
        said_kind="ended",
        title=f"{standing.enrollment.sequence}: {standing.outcome or 'ended'}{goal}",
    )
