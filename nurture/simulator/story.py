"""What a rehearsal came to: for each person all that happened, in order, and where they stand at its end."""

from collections.abc import Iterable, Iterator, Mapping
from datetime import datetime
from enum import StrEnum
from zoneinfo import ZoneInfo

from sqlalchemy import Connection

from nurture.domain.dispatches import WEBHOOK
from nurture.domain.surveys import step_of
from nurture.domain.touchpoints import Direction, Message, SendState, Touchpoint
from nurture.engine.next_move import RECALLED
from nurture.simulator.log import Log
from nurture.simulator.news import News, id_of
from nurture.simulator.rehearsal import Rehearsal
from nurture.store import contacts, decisions, standings
from nurture.store.decisions import Decision
from nurture.store.frozen import message_of
from nurture.store.standings import Standing
from nurture.values import frozen


class Kind(StrEnum):
    """What an entry is."""

    HAPPENED = "happened"
    STAYED_OUT = "stayed out"
    ENTERED = "entered"
    WENT_ON = "went on"
    SENT = "sent"
    TOLD = "told"
    NOT_SENT = "not sent"
    PUT_OFF = "put off"
    RECALLED = "recalled"
    HELD = "held"
    LEFT = "left"


@frozen
class Entry:
    """One line of a person's timeline. `rule` decided it; a mail went from the mailbox `sender` to the mailbox `to`.

    What another system was told has that system as its `to`.
    """

    at: datetime
    kind: Kind
    text: str
    sequence: str | None = None
    step: str | None = None
    rule: str | None = None
    to: str | None = None
    sender: str | None = None


@frozen
class PersonStory:
    """One person: times are told on the clock of `zone`. `open` are sentences on the journeys that have not ended."""

    name: str
    called: str
    zone: ZoneInfo
    entries: tuple[Entry, ...]
    open: tuple[tuple[str, str], ...]


@frozen
class Story:
    """Everybody of a log, in its order; `zone` is the log's."""

    zone: ZoneInfo
    people: tuple[PersonStory, ...]

    def since(self, moment: datetime) -> "Story":
        """The same without what was before that moment."""
        people = tuple(
            PersonStory(
                name=each.name,
                called=each.called,
                zone=each.zone,
                entries=tuple(entry for entry in each.entries if entry.at >= moment),
                open=each.open,
            )
            for each in self.people
        )
        return Story(zone=self.zone, people=people)


_STAYED_OUT = frozenset({"where", "again", "inside", "trigger-failed", "exclusive", "doors-closed", "one-hire"})
_PUT_OFF = frozenset({"touch-cap", "mailbox", "breaker", "released", "away", "out-of-office"})
KINDS: Mapping[str, Kind] = {
    **dict.fromkeys(_STAYED_OUT, Kind.STAYED_OUT),
    **dict.fromkeys(_PUT_OFF, Kind.PUT_OFF),
    "entered": Kind.ENTERED,
    "held": Kind.HELD,
    "too-late": Kind.NOT_SENT,
    RECALLED: Kind.RECALLED,
}
_TOLD = frozenset({"ats", WEBHOOK})
_PLANNED = "next"
"""The rule of decisions that only say what is planned: they come true, or something else is told."""


def story_of(played: Rehearsal, log: Log, news: tuple[News, ...], zone: ZoneInfo) -> Story:
    """Reads from the record what a rehearsal came to."""
    with played.parts.store.read() as conn:
        people = tuple(_person(conn, played, log, name, news, zone) for name in log.people)
    return Story(zone=zone, people=people)


def _person(
    conn: Connection, played: Rehearsal, log: Log, name: str, news: tuple[News, ...], zone: ZoneInfo
) -> PersonStory:
    person, end = log.people[name], played.clock.now()
    theirs = standings.of_candidate(conn, id_of(name))
    followed = list(_followed(conn, id_of(name), theirs, played.post.accepted))
    moments = {entry.at for entry in followed}
    happened = [
        Entry(at=each.at, kind=Kind.HAPPENED, text=each.said)
        for each in news
        if each.at <= end
        and (
            each.who == name or name in each.concerns or (each.who is None and each.at in moments)
        )  # a job that mattered
    ]
    entries = sorted([*happened, *followed], key=lambda each: each.at)
    return PersonStory(
        name=name,
        called=person.name or name,
        zone=ZoneInfo(person.zone) if person.zone else zone,
        entries=tuple(entries),
        open=tuple((each.enrollment.sequence, _stands(each)) for each in theirs if each.ended_at is None),
    )


def _stands(standing: Standing) -> str:
    if standing.held_reason:
        return f"held: {standing.held_reason.splitlines()[0]}"
    return standing.summary or standing.status


def _followed(
    conn: Connection, candidate_id: str, theirs: tuple[Standing, ...], mail: Mapping[str, Message]
) -> Iterator[Entry]:
    """Every decision about a person but plans, with the mail it was about and the end it led to."""
    touched: dict[tuple[str | None, str | None], list[Touchpoint]] = {}
    for each in contacts.of_candidate(conn, candidate_id):
        if each.direction is Direction.OUTBOUND:
            step = step_of(each.step) if each.step else None
            touched.setdefault((each.enrollment_id, step), []).append(each)
    mail = {**mail, **dict(_in_others(conn, touched.values(), mail))}
    decided = [each for each in decisions.of_candidate(conn, candidate_id) if each.rule != _PLANNED]
    ends = {each.enrollment.id: each for each in theirs if each.ended_at}
    last = {each.enrollment_id or "": number for number, each in enumerate(decided)}
    for number, decision in enumerate(decided):
        touchpoint = next(
            (
                each
                for each in touched.get((decision.enrollment_id, decision.step), ())
                if each.at == decision.at and decision.step is not None
            ),
            None,
        )
        standing = ends.get(decision.enrollment_id or "") if last.get(decision.enrollment_id or "") == number else None
        is_why_it_ended = standing is not None and touchpoint is None and decision.rule not in {*KINDS, *_TOLD}
        if not is_why_it_ended:
            yield _entry(decision, touchpoint, mail)
        if standing is not None:
            yield _left(standing, decision if is_why_it_ended else None)


def _in_others(
    conn: Connection, touched: Iterable[list[Touchpoint]], mail: Mapping[str, Message]
) -> Iterator[tuple[str, Message]]:
    """What left in the mail of another run, by its own key."""
    left = [each for found in touched for each in found if each.state is SendState.ACCEPTED]
    for each in left:
        if each.id not in mail and (message := message_of(conn, each.id)) is not None:
            yield each.id, message


def _entry(decision: Decision, touchpoint: Touchpoint | None, mail: Mapping[str, Message]) -> Entry:
    kind = KINDS.get(decision.rule, Kind.WENT_ON)
    text, to, sender = decision.sentence, None, None
    if decision.rule in _TOLD and (to := decision.inputs.get("to")):
        kind = Kind.TOLD
    if touchpoint is not None and decision.rule == touchpoint.state and touchpoint.state is SendState.ACCEPTED:
        message = mail[touchpoint.id]
        kind, text, to, sender = Kind.SENT, message.summary, message.to.reached_at, message.sender.reached_at
    elif touchpoint is not None and touchpoint.state is SendState.SKIPPED and kind is Kind.WENT_ON:
        kind, text = Kind.NOT_SENT, touchpoint.detail or text
    return Entry(
        at=decision.at,
        kind=kind,
        text=text,
        sequence=decision.sequence,
        step=decision.step,
        rule=None if kind in (Kind.SENT, Kind.TOLD, Kind.ENTERED) else decision.rule,
        to=to,
        sender=sender,
    )


def _left(standing: Standing, why: Decision | None) -> Entry:
    assert standing.ended_at is not None, "it has ended"
    goal = ", which is its goal" if standing.is_goal else ""
    because = f": {why.sentence}" if why else ""
    return Entry(
        at=standing.ended_at,
        kind=Kind.LEFT,
        text=f"{standing.outcome}{goal}{because}",
        sequence=standing.enrollment.sequence,
        rule=why.rule if why else None,
    )
