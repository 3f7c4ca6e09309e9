"""What a population came to, counted: from the story alone, so that the count is no friend of the gate it judges."""

from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime, time, timedelta
from typing import Final
from zoneinfo import ZoneInfo

from nurture.domain.phones import text_number
from nurture.language.cap import Cap
from nurture.language.mailboxes import MailboxLimits
from nurture.language.sequence import Purpose
from nurture.simulator.log import Line, Log
from nurture.simulator.story import Entry, Kind, PersonStory, Story
from nurture.timing.calendar import WorkCalendar
from nurture.timing.walltime import wall
from nurture.timing.weekdays import NAMES

_COUNTERS: Final = ("touches", "reasons", "outcomes", "entries", "load", "days", "hours")
_WEEKDAYS: Final = WorkCalendar()
_TURNED_DOWN: Final = ("rejected", "withdrew")
_NOT_AFTER: Final = {Purpose.APPLICATION: ("hired", "left"), Purpose.NURTURE: ("hired",)}
"""After which words there is no mail of a purpose, since the person has been hired."""


@dataclass(kw_only=True)
class Tally:
    """Counts, which add up. `wrong` names whoever got what must never be sent, with the rule that it breaks.

    `load` is by mailbox, weekday and hour; `days` and `hours` are by mailbox and date, on the clock of the population.
    `entries` are those who came into a sequence on a day, `limits` what each mailbox may send that has a limit.
    """

    people: int = 0
    mails: int = 0
    touches: Counter[int] = field(default_factory=Counter)
    reasons: Counter[tuple[str, str]] = field(default_factory=Counter)
    outcomes: Counter[tuple[str, str]] = field(default_factory=Counter)
    entries: Counter[tuple[str, str]] = field(default_factory=Counter)
    load: Counter[tuple[str, str, int]] = field(default_factory=Counter)
    days: Counter[tuple[str, str]] = field(default_factory=Counter)
    hours: Counter[tuple[str, str]] = field(default_factory=Counter)
    wrong: list[str] = field(default_factory=list)
    limits: dict[str, MailboxLimits] = field(default_factory=dict)

    def add(self, other: "Tally") -> None:
        """Adds another count to this one."""
        self.people += other.people
        self.mails += other.mails
        for name in _COUNTERS:
            getattr(self, name).update(getattr(other, name))
        self.wrong += other.wrong
        self.limits |= other.limits


@dataclass(frozen=True, kw_only=True)
class Yardstick:
    """What the count needs to know: sequences' purposes, how much one person may get, and what a mailbox may send."""

    purposes: dict[str, Purpose]
    cap: Cap | None
    limits_of: Callable[[str], MailboxLimits | None] = lambda _: None


def tally(story: Story, log: Log, by: Yardstick) -> Tally:
    """Counts a story."""
    counted = Tally(people=len(story.people))
    said: dict[str, list[tuple[datetime, str]]] = {}
    for line in log.events:
        said.setdefault(line.who or "", []).append((_true_from(line), line.word))
    for person in story.people:
        _count(counted, person, story.zone, _reached_at(log, person))
        counted.wrong += _wrong(person, sorted(said.get(person.name, [])), story.zone, log, by)
    limits = {mailbox: by.limits_of(mailbox) for mailbox, _ in counted.days}
    counted.limits = {mailbox: each for mailbox, each in limits.items() if each}
    return counted


def _true_from(line: Line) -> datetime:
    """When it counts: who leaves has left when their last day has passed."""
    return max(line.at, datetime.combine(line.left, time()) + timedelta(days=1)) if line.left else line.at


def _reached_at(log: Log, person: PersonStory) -> frozenset[str | None]:
    """The person's own address and number."""
    told = log.people[person.name]
    return frozenset({told.email, text_number(told.phone)}) - {None}


def _count(counted: Tally, person: PersonStory, zone: ZoneInfo, own: frozenset[str | None]) -> None:
    touches = 0
    for entry in person.entries:
        if entry.kind is Kind.SENT:
            local, mailbox = wall(entry.at, zone), entry.sender or ""
            day = local.date().isoformat()
            counted.mails += 1
            counted.load[mailbox, NAMES[local.weekday()], local.hour] += 1
            counted.days[mailbox, day] += 1
            counted.hours[mailbox, f"{day} {local.hour:02}:00"] += 1
            touches += entry.to in own
        elif entry.kind is Kind.ENTERED:
            counted.entries[entry.sequence or "", f"{wall(entry.at, zone):%Y-%m-%d}"] += 1
        elif entry.kind in (Kind.NOT_SENT, Kind.PUT_OFF, Kind.RECALLED, Kind.HELD, Kind.STAYED_OUT):
            counted.reasons[entry.kind.value, _why(entry)] += 1
        elif entry.kind is Kind.LEFT:
            counted.outcomes[entry.sequence or "", entry.text.partition(":")[0]] += 1
    for sequence, stands in person.open:
        counted.outcomes[sequence, "held" if stands.startswith("held:") else "still inside"] += 1
    counted.touches[touches] += 1


def _why(entry: Entry) -> str:
    """The rule; of what is held, whose rule is that alone, what it is that somebody has to see to."""
    return entry.text.partition("\n")[0] if entry.kind is Kind.HELD else entry.rule or ""


def _wrong(person: PersonStory, said: list[tuple[datetime, str]], zone: ZoneInfo, log: Log, by: Yardstick) -> list[str]:
    """Mail that must not have left: after a rejection, a hire, an opt-out or erasure, or over the cap."""
    reached_at = _reached_at(log, person)
    own = [entry for entry in person.entries if entry.kind is Kind.SENT and entry.to in reached_at]
    wrong = [
        f"{person.name}: {entry.sequence}/{entry.step} left {broken}"
        for entry in own
        for broken in _broken(entry, [word for at, word in said if at <= _as_logged(entry, zone)], by)
    ]
    return [*wrong, *_over_the_cap(person, own, zone, by)]


def _as_logged(entry: Entry, zone: ZoneInfo) -> datetime:
    return wall(entry.at, zone).replace(tzinfo=None)


def _broken(entry: Entry, before: list[str], by: Yardstick) -> list[str]:
    purpose = by.purposes[entry.sequence or ""]
    decided = [word for word in before if word in (*_TURNED_DOWN, "hired", "left", "unhired", "unrejected")]
    stands = decided[-1] if decided else ""
    broken = []
    if purpose is Purpose.APPLICATION and stands in _TURNED_DOWN:
        broken.append(f"after the candidate {stands}")
    if purpose is Purpose.DECISION and stands not in _TURNED_DOWN:
        broken.append("without a decision")
    if stands in _NOT_AFTER.get(purpose, ()):
        broken.append("after the hire")
    if purpose is Purpose.NURTURE and "opted_out" in before:
        broken.append("after an opt-out")
    if "anonymized" in before:
        broken.append("after erasure")
    return broken


def _over_the_cap(person: PersonStory, own: list[Entry], zone: ZoneInfo, by: Yardstick) -> list[str]:
    if by.cap is None:
        return []
    found = []
    for number, entry in enumerate(own):
        since = by.cap.per.subtract_from(entry.at, person.zone, _WEEKDAYS)
        touches = sum(each.at > since for each in own[: number + 1])
        if by.purposes[entry.sequence or ""] is Purpose.NURTURE and touches > by.cap.count:
            found.append(f"{person.name}: {entry.sequence}/{entry.step} was mail {touches} within {by.cap.per}")
    return found
