"""What a population came to, as text."""

from collections import Counter
from collections.abc import Iterator
from typing import Final

from nurture.simulator.tally import Tally
from nurture.timing.weekdays import NAMES

MOST_SHOWN: Final = 20
"""Lines on mail that must not have left; how many there are is told in any case."""


def report(counted: Tally) -> str:
    """Touches per person, what was kept back and why, how journeys ended, and when how much mail leaves."""
    sections = (
        [f"{counted.people} people, {counted.mails} mails"],
        ["mails that must not have left: " + str(len(counted.wrong)), *_indented(counted.wrong[:MOST_SHOWN])],
        ["mails to one person", *_rows({str(count): people for count, people in sorted(counted.touches.items())})],
        ["kept back, by reason", *_rows(_named(counted.reasons))],
        ["journeys, by how they ended", *_rows(_named(counted.outcomes))],
        ["mails by hour and day", *_load(counted.load)],
        ["busiest hours", *_rows(dict(sorted(counted.busiest.items(), key=lambda each: (-each[1], each[0]))[:5]))],
    )
    return "\n\n".join("\n".join(section) for section in sections) + "\n"


def _named(counts: Counter[tuple[str, str]]) -> dict[str, int]:
    return {f"{first}: {second}": count for (first, second), count in sorted(counts.items())}


def _rows(counts: dict[str, int]) -> Iterator[str]:
    width = max((len(name) for name in counts), default=0)
    yield from _indented(f"{name:<{width}}  {count:>8}" for name, count in counts.items())
    if not counts:
        yield "  none"


def _indented(lines: "Iterator[str] | list[str]") -> Iterator[str]:
    return (f"  {line}" for line in lines)


def _load(load: Counter[tuple[str, int]]) -> Iterator[str]:
    yield "         " + "".join(f"{day.capitalize():>8}" for day in NAMES)
    for hour in sorted({hour for _, hour in load}):
        yield f"  {hour:02}:00  " + "".join(f"{load[day, hour]:>8}" for day in NAMES)
