"""Days of the week as people write them: "mon", "Tuesday", "mon-fri", "mon, wed and sat", "every day"."""

import re
from collections.abc import Iterable

from nurture.timing.errors import TimingError, closest

NAMES = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")
LONG_NAMES = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")
EVERY_DAY = frozenset(range(7))
LIST_SEPARATOR = re.compile(r"\s*,\s*(?:and\s+)?|\s+and\s+", re.IGNORECASE)

_HOW = "write days as mon, mon-fri, or every day"


def parse_days(text: str) -> frozenset[int]:
    """Weekday numbers, Monday = 0. A range may run over the end of the week. Raises TimingError."""
    words = " ".join(text.lower().split())
    if words == "every day":
        return EVERY_DAY
    return frozenset(day for part in LIST_SEPARATOR.split(words) for day in _range(part))


def show_days(days: Iterable[int]) -> str:
    """The shortest text that `parse_days` reads back: "mon-fri", "mon,wed", "every day"."""
    chosen = frozenset(days)
    if chosen == EVERY_DAY:
        return "every day"
    runs: list[list[int]] = []
    for day in sorted(chosen):
        if runs and runs[-1][-1] == day - 1:
            runs[-1].append(day)
        else:
            runs.append([day])
    return ",".join(NAMES[run[0]] if len(run) == 1 else f"{NAMES[run[0]]}-{NAMES[run[-1]]}" for run in runs)


def _range(part: str) -> list[int]:
    first, dash, last = (word.strip() for word in part.partition("-"))
    start = _day(first)
    if not dash:
        return [start]
    length = (_day(last) - start) % 7 + 1
    return [(start + offset) % 7 for offset in range(length)]


def _day(word: str) -> int:
    for names in (NAMES, LONG_NAMES):
        if word in names:
            return names.index(word)
    near = closest(word, NAMES + LONG_NAMES)
    raise TimingError(f"“{word}” is not a day of the week", f"did you mean “{near}”?" if near else _HOW)
