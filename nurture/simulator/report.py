"""What a population came to, as text or JSON."""

import json
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from datetime import timedelta
from math import ceil
from typing import Final

from nurture.language.mailboxes import MailboxLimits
from nurture.simulator.tally import Tally
from nurture.timing.weekdays import NAMES

MOST_SHOWN: Final = 20
"""Lines on mail that must not have left; how many there are is told in any case."""
BUSIEST: Final = 5
"""How many of the busiest days and hours are shown."""


def report(counted: Tally) -> str:
    """Touches per person, what was kept back and why, how journeys ended, and which mailbox sends how much when."""
    beyond = _beyond(counted)
    sections = (
        [f"{counted.people} people, {counted.mails} mails"],
        ["mails that must not have left: " + str(len(counted.wrong)), *_indented(counted.wrong[:MOST_SHOWN])],
        ["mails to one person", *_rows({str(count): people for count, people in sorted(counted.touches.items())})],
        ["kept back, by reason", *_rows(_named(counted.reasons))],
        ["journeys, by how they ended", *_rows(_named(counted.outcomes))],
        ["most who came in on one day", *_rows(_highest(counted.entries))],
        *([["more than a mailbox may send, so that it has to wait", *_rows(beyond)]] if beyond else []),
        *(section for mailbox in _mailboxes(counted) for section in _of_mailbox(counted, mailbox)),
    )
    return "\n\n".join("\n".join(section) for section in sections) + "\n"


def as_json(counted: Tally) -> str:
    """The same for machines, with every day and hour."""
    found = {
        "people": counted.people,
        "mails": counted.mails,
        "wrong": counted.wrong,
        "touches": {str(count): people for count, people in sorted(counted.touches.items())},
        "kept_back": _nested(counted.reasons),
        "outcomes": _nested(counted.outcomes),
        "entries": _nested(counted.entries),
        "beyond_limits": _beyond(counted),
        "mailboxes": {
            mailbox: {
                "days": _nested(counted.days).get(mailbox, {}),
                "hours": _nested(counted.hours).get(mailbox, {}),
            }
            for mailbox in _mailboxes(counted)
        },
    }
    return json.dumps(found, indent=2, ensure_ascii=False) + "\n"


def _mailboxes(counted: Tally) -> list[str]:
    return sorted({mailbox for mailbox, _ in counted.days})


def _of_mailbox(counted: Tally, mailbox: str) -> Iterator[list[str]]:
    load = {(day, hour): mails for (name, day, hour), mails in counted.load.items() if name == mailbox}
    yield [f"mails from {mailbox}, by hour and day", *_load(load)]
    yield [f"busiest days of {mailbox}", *_rows(_busiest(counted.days, mailbox))]
    yield [f"busiest hours of {mailbox}", *_rows(_busiest(counted.hours, mailbox))]


def _busiest(counts: Counter[tuple[str, str]], mailbox: str) -> dict[str, int]:
    own = {when: mails for (name, when), mails in counts.items() if name == mailbox}
    return dict(sorted(own.items(), key=lambda each: (-each[1], each[0]))[:BUSIEST])


def _beyond(counted: Tally) -> dict[str, int]:
    """The days and hours that hold more mails of a mailbox than its limits do, each with how many more."""
    beyond: dict[str, int] = {}
    for counts, room in ((counted.days, _room_of_day), (counted.hours, _room_of_hour)):
        for (mailbox, when), mails in sorted(counts.items()):
            most = room(counted.limits[mailbox]) if mailbox in counted.limits else None
            if most is not None and mails > most:
                beyond[f"{mailbox}, {when}"] = mails - most
    return beyond


def _room_of_day(limits: MailboxLimits) -> int | None:
    return limits.per_day


def _room_of_hour(limits: MailboxLimits) -> int | None:
    return ceil(timedelta(hours=1) / limits.apart) if limits.apart else None


def _highest(counts: Counter[tuple[str, str]]) -> dict[str, int]:
    highest: dict[str, tuple[int, str]] = {}
    for (name, day), number in sorted(counts.items()):
        if number > highest.get(name, (0, ""))[0]:
            highest[name] = number, day
    return {f"{name}, {day}": number for name, (number, day) in highest.items()}


def _named(counts: Counter[tuple[str, str]]) -> dict[str, int]:
    return {f"{first}: {second}": count for (first, second), count in sorted(counts.items())}


def _nested(counts: Counter[tuple[str, str]]) -> dict[str, dict[str, int]]:
    nested: dict[str, dict[str, int]] = {}
    for (first, second), count in sorted(counts.items()):
        nested.setdefault(first, {})[second] = count
    return nested


def _rows(counts: Mapping[str, int]) -> Iterator[str]:
    width = max((len(name) for name in counts), default=0)
    yield from _indented(f"{name:<{width}}  {count:>8}" for name, count in counts.items())
    if not counts:
        yield "  none"


def _indented(lines: Iterable[str]) -> Iterator[str]:
    return (f"  {line}" for line in lines)


def _load(load: Mapping[tuple[str, int], int]) -> Iterator[str]:
    yield "         " + "".join(f"{day.capitalize():>8}" for day in NAMES)
    for hour in sorted({hour for _, hour in load}):
        yield f"  {hour:02}:00  " + "".join(f"{load.get((day, hour), 0):>8}" for day in NAMES)
