"""Text to `Wait`: one function for each form of the grammar, in the order in which they are told apart."""

import re
from datetime import time

from nurture.timing.duration import Duration, Unit
from nurture.timing.errors import TimingError
from nurture.timing.wait import Side, Wait
from nurture.timing.walltime import parse_clock
from nurture.timing.weekdays import parse_days

_EXAMPLES = (
    "write a wait as in 3 business days, 2 weeks at 10:00, until mon-fri 09:00, "
    "or until 3 days before hire.start_date at 09:00"
)
_FACT = r"(?P<anchor>[A-Za-z_]\w*(?:\.\w+)+)"
_STATED_CLOCK = re.compile(r"(?P<rest>.*?) ?\bat (?P<clock>.+)", re.IGNORECASE)
_BARE_CLOCK = re.compile(r"(?P<rest>.*?) ?(?P<clock>\d{1,2}:\d{2})")
_AROUND_FACT = re.compile(rf"(?P<duration>.+) (?P<side>before|after) {_FACT}", re.IGNORECASE | re.ASCII)
_TWICE = re.compile(r"(?P<duration>.+?) (?P<side>before|after) (?P<around>.+ (?:before|after) .+)", re.IGNORECASE)
_FACT_AND_SIGN = re.compile(rf"{_FACT} ?(?P<sign>[+-]) ?(?P<duration>.+)", re.ASCII)
_FACT_ALONE = re.compile(_FACT, re.ASCII)
_ON_DAYS = re.compile(r"(?P<duration>\d.*?) on (?P<days>.+)", re.IGNORECASE)
_NEXT_WORKING_DAY = re.compile(r"(?:the )?next (?:working|business) day", re.IGNORECASE)


def parse_wait(text: str) -> Wait:
    """See `Wait.parse`."""
    words = " ".join(text.split())
    first, _, rest = words.partition(" ")
    if first.lower() == "until":
        if not rest:
            raise TimingError("“until” does not say until when", _EXAMPLES)
        return _until(rest)
    rest, clock = _split_stated_clock(words)
    if not re.match(r"\d", rest):
        hint = f"write until {words}" if _means_until(words) else _EXAMPLES
        raise TimingError(f"“{words}” is not a wait", hint)
    if (on := _ON_DAYS.fullmatch(rest)) is not None:
        return _on_days(on["duration"], on["days"], clock)
    return Wait(duration=_duration(rest, clock), at=clock)


def _on_days(words: str, days: str, clock: time | None) -> Wait:
    if clock is None and (bare := _BARE_CLOCK.fullmatch(days)) is not None:
        raise TimingError("a clock time after days needs “at”", f"write {words} on {bare['rest']} at {bare['clock']}")
    duration = _duration(words, clock)
    if duration.unit.is_absolute or duration.unit is Unit.BUSINESS_DAYS:
        raise TimingError(
            f"{duration} and a day of the week can't both be kept",
            f"count in days, weeks or months: 1 week on {days}",
        )
    return Wait(duration=duration, days=parse_days(days), at=clock)


def _until(words: str) -> Wait:
    rest, clock = _split_stated_clock(words)
    if (twice := _TWICE.fullmatch(rest)) is not None:
        inner = _until(twice["around"])
        if inner.around is not None:
            raise TimingError(f"“{rest}” counts more than twice from a date", _EXAMPLES)
        side, length = Side(twice["side"].lower()), _duration(twice["duration"], clock)
        return Wait(duration=length, side=side, anchor=inner.anchor, around=inner, at=clock)
    if (around := _AROUND_FACT.fullmatch(rest)) is not None:
        side = Side(around["side"].lower())
        return Wait(duration=_duration(around["duration"], clock), side=side, anchor=around["anchor"], at=clock)
    if (signed := _FACT_AND_SIGN.fullmatch(rest)) is not None:
        side = Side.AFTER if signed["sign"] == "+" else Side.BEFORE
        return Wait(duration=_duration(signed["duration"], clock), side=side, anchor=signed["anchor"], at=clock)
    if _FACT_ALONE.fullmatch(rest):
        return Wait(anchor=rest, at=clock)
    if clock is None and (bare := _BARE_CLOCK.fullmatch(rest)) is not None:
        rest, clock = bare["rest"], parse_clock(bare["clock"])
        if re.search(_FACT, rest, re.ASCII):
            raise TimingError("a clock time after a fact needs “at”", f"write until {rest} at {clock:%H:%M}")
    return _until_clock(rest, clock)


def _until_clock(days: str, clock: time | None) -> Wait:
    _refuse_what_is_no_day(days)
    next_working_day = _NEXT_WORKING_DAY.fullmatch(days) is not None
    weekdays = parse_days(days) if days and not next_working_day else frozenset[int]()
    if clock is None:
        raise TimingError(f"“until {days}” has no clock time", f"write until {days} at 09:00")
    return Wait(days=weekdays, next_working_day=next_working_day, at=clock)


def _refuse_what_is_no_day(words: str) -> None:
    """Teaches about near misses of the other forms, before they are taken for misspelt weekdays."""
    side = re.search(r"\b(before|after)\b(.*)", words, re.IGNORECASE)
    if side:
        raise TimingError(
            f"“{side[2].strip()}” is not a fact to count from", "write a dotted name such as hire.start_date"
        )
    if re.match(r"\d{4}-\d", words):
        raise TimingError("a wait can't end on a calendar date", "name a fact that holds the date, as in job.closes_on")
    if re.match(r"\d", words):
        raise TimingError(f"“until {words}” is not a moment", f"write {words}, or until {words} before hire.start_date")
    if re.fullmatch(r"\w*_\w*", words):
        raise TimingError(f"“{words}” is not the name of a fact", f"say whose it is, as in hire.{words}")


def _split_stated_clock(words: str) -> tuple[str, time | None]:
    found = _STATED_CLOCK.fullmatch(words)
    return (found["rest"], parse_clock(found["clock"])) if found else (words, None)


def _duration(words: str, clock: time | None) -> Duration:
    bare = _BARE_CLOCK.fullmatch(words)
    if bare and bare["rest"]:
        raise TimingError(f"“{words}” is not a duration", f"write {bare['rest']} at {bare['clock']}")
    duration = Duration.parse(words)
    if not duration.amount:
        raise TimingError(f"“{words}” is no wait at all", "leave it out")
    if clock and duration.unit.is_absolute:
        raise TimingError(
            f"{duration} and a clock time can't both be kept",
            f"write {duration} alone, or count in days: 1 day at {clock:%H:%M}",
        )
    return duration


def _means_until(words: str) -> bool:
    """True if the text would be a wait with “until” in front of it."""
    try:
        _until(words)
    except TimingError:
        return False
    return True
