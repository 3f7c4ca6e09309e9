"""A person's timeline: what happened, what was said and done, oldest first, from every table that knows of it.

Each source gives its part of what stands next, in the order of its moments; the parts are put together by the moment,
and what is of one moment by the order of the sources and the key that each keeps its own by.
"""

from collections.abc import Callable, Iterator, Mapping
from datetime import datetime, timedelta
from enum import StrEnum
from typing import Final, TypeAlias

from sqlalchemy import Connection

from nurture.domain.dispatches import WEBHOOK, Dispatch
from nurture.domain.events import Event, EventScope, EventSpec, EventType, spec_of
from nurture.domain.records import Application
from nurture.domain.surveys import Asked
from nurture.domain.tasks import Task, TaskState
from nurture.domain.touchpoints import ChannelKind, Direction, SendState, Touchpoint
from nurture.language.chain import in_words
from nurture.language.fields import ROLES
from nurture.service.declared import own_of_company
from nurture.store import dispatches, standings, surveys, tasks, timeline
from nurture.store.contacts import CANDIDATE
from nurture.store.keyset import Cut
from nurture.store.sequences import PlanCache
from nurture.store.standings import Standing
from nurture.store.timeline import Contact, Happened
from nurture.values import frozen, replace

_TOLD_ELSEWHERE: Final = frozenset({EventType.TASK_DONE, EventType.SURVEY_ANSWERED, EventType.RUN_STOPPED})
"""Events that stand on a timeline as what they are about: the task, the survey, the end of the run."""
_TICK: Final = timedelta(microseconds=1)
Place: TypeAlias = tuple[datetime, int, str]
"""Where an entry stands: its moment, which source it is from, and its key there."""


class EntryKind(StrEnum):
    """What stands on a timeline."""

    EVENT = "event"
    CONTACT = "contact"
    TASK = "task"
    DISPATCH = "dispatch"
    ENTERED = "entered"
    ENDED = "ended"


@frozen
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


@frozen
class Reading:
    """Whose timeline is read. By `now` tasks may be overdue; None: it is not told."""

    conn: Connection
    candidate_id: str
    titles: Mapping[str, str]
    own: Mapping[str, EventSpec]
    now: datetime | None


Placed: TypeAlias = tuple[Place, Entry]
_Keyed: TypeAlias = Iterator[tuple[str, Entry]]


def reading(
    conn: Connection, candidate_id: str, applications: tuple[Application, ...], now: datetime | None
) -> Reading:
    """What it takes to tell of somebody with these applications."""
    titles = {each.id: each.job.title for each in applications if each.job}
    own = own_of_company(PlanCache(), conn).events
    return Reading(conn=conn, candidate_id=candidate_id, titles=titles, own=own, now=now)


def entries_of(whose: Reading, *, after: Place | None = None, limit: int | None = None) -> tuple[Placed, ...]:
    """What stands on somebody's timeline behind a place, oldest first, each with its own."""
    found = [
        ((entry.at, rank, key), entry)
        for rank, source in enumerate(_SOURCES)
        for key, entry in source(whose, Cut(after=_begin(after, rank), limit=limit))
    ]
    found.sort(key=lambda placed: placed[0][:2])  # within a source they are in order already
    return tuple(found[:limit])


def _begin(after: Place | None, rank: int) -> tuple[datetime, str] | None:
    """Where a source begins: of the moment of `after`, earlier sources are told and later ones are not."""
    if after is None:
        return None
    at, last, key = after
    return (at, key) if rank == last else (at + _TICK if rank < last else at, "")


def _events(whose: Reading, cut: Cut) -> _Keyed:
    if cut.after is not None:  # numbers, and not words
        at, key = cut.after
        cut = replace(cut, after=(at, int(key) if str(key).isdecimal() else 0))
    for each in timeline.events_of(whose.conn, whose.candidate_id, but=_TOLD_ELSEWHERE, cut=cut):
        yield str(each.event.number), _happened(each, whose.titles, whose.own)


def _answers(whose: Reading, cut: Cut) -> _Keyed:
    for each in surveys.answered(whose.conn, whose.candidate_id, cut=cut):
        if each.answered_at is not None:
            yield each.id, _answer(each, each.answered_at)


def _contacts(whose: Reading, cut: Cut) -> _Keyed:
    for each in timeline.contacts_of(whose.conn, whose.candidate_id, cut=cut):
        yield each.touchpoint.id, _contact(each)


def _given(whose: Reading, cut: Cut) -> _Keyed:
    for each in tasks.of_candidate(whose.conn, whose.candidate_id, cut=cut):
        owner = " or ".join(f"the {in_words([name])}" if name in ROLES else name for name in each.assign)
        yield each.id, _work(each, each.created_at, f"for {owner}", each.id)


def _missed(whose: Reading, cut: Cut) -> _Keyed:
    for each in tasks.missed(whose.conn, whose.candidate_id, now=whose.now, cut=cut):
        if each.due_at is not None:
            yield each.id, _work(each, each.due_at, "overdue")


def _done(whose: Reading, cut: Cut) -> _Keyed:
    for each in tasks.ended(whose.conn, whose.candidate_id, cut=cut):
        if each.ended_at is None:
            continue
        if each.state is TaskState.DONE:
            said = ": ".join(part for part in (each.by, each.note) if part)
            yield each.id, _work(each, each.ended_at, "done", said or None, each.outcome)
        else:
            yield each.id, _work(each, each.ended_at, "cancelled", each.note)


def _dispatches(whose: Reading, cut: Cut) -> _Keyed:
    for each in dispatches.told_of(whose.conn, whose.candidate_id, cut=cut):
        yield each.id, _told(each)


def _entries(whose: Reading, cut: Cut) -> _Keyed:
    for each in standings.of_candidate(whose.conn, whose.candidate_id, cut=cut):
        yield each.enrollment.id, _entered(each)


def _ends(whose: Reading, cut: Cut) -> _Keyed:
    for each in standings.ended_of(whose.conn, whose.candidate_id, cut=cut):
        if each.ended_at is not None:
            yield each.enrollment.id, _ended(each, each.ended_at)


_SOURCES: Final[tuple[Callable[[Reading, Cut], _Keyed], ...]] = (
    _events,
    _answers,
    _contacts,
    _given,
    _missed,
    _done,
    _dispatches,
    _entries,
    _ends,
)


def _happened(happened: Happened, titles: Mapping[str, str], own: Mapping[str, EventSpec]) -> Entry:
    event, spec = happened.event, spec_of(happened.event.type, own)
    said = "; ".join(part for part in (_about(event, titles), happened.note) if part)
    return Entry(at=event.at, kind=EntryKind.EVENT, said_kind="event", title=spec.means, detail=said or None)


def _about(event: Event, titles: Mapping[str, str]) -> str:
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


def _work(task: Task, at: datetime, what: str, detail: str | None = None, state: str | None = None) -> Entry:
    """A task on the timeline: when it was given, when it should have been done, when it was."""
    return Entry(
        at=at,
        kind=EntryKind.TASK,
        said_kind=f"task {what}",
        title=task.title,
        detail=detail,
        state=state,
        enrollment=task.enrollment_id,
    )


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
