"""The hours in which people may be written to: "mon-thu 09:00-17:00, fri 09:00-12:00"."""

import re
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from functools import lru_cache
from zoneinfo import ZoneInfo

from nurture.timing.calendar import SEARCH_DAYS, WorkCalendar
from nurture.timing.errors import TimingError
from nurture.timing.walltime import (
    moment,
    moment_of_minute,
    parse_minute,
    require_utc,
    show_minute,
    wall,
)
from nurture.timing.weekdays import LIST_SEPARATOR, parse_days, show_days

_EXAMPLES = "write days and hours, as in mon-fri 09:00-17:00, every day 08:00-20:00, or always"
_HOURS = re.compile(r"(?P<days>.*?)\s*(?P<opens>\d{1,2}:\d{2})\s*-\s*(?P<closes>\d{1,2}:\d{2})")
_ONE_DAY = timedelta(days=1)
_ONE_MINUTE = timedelta(minutes=1)


@dataclass(frozen=True, kw_only=True)
class Span:
    """Open on `days` (Monday = 0) from `opens` to `closes`, exclusive, in minutes since local midnight."""

    days: frozenset[int]
    opens: int
    closes: int

    def __post_init__(self) -> None:
        if self.opens > self.closes:
            raise TimingError(f"{self} runs past midnight", f"write {self._split_at_midnight()}")
        if self.opens == self.closes:
            raise TimingError(f"{self} never opens", "write an end that is later than the start")

    def __str__(self) -> str:
        return f"{show_days(self.days)} {show_minute(self.opens)}-{show_minute(self.closes)}"

    def _split_at_midnight(self) -> str:
        evening = f"{show_days(self.days)} {show_minute(self.opens)}-24:00"
        if not self.closes:
            return evening
        next_days = show_days((day + 1) % 7 for day in self.days)
        return f"two spans: {evening}, {next_days} 00:00-{show_minute(self.closes)}"


@dataclass(frozen=True, kw_only=True)
class SendWindow:
    """Weekly opening hours, read in the recipient's zone. No spans at all means `always`.

    The days are the window's own: "every day" opens on Sundays too. On the holidays of a calendar, if
    one is given, it stays closed, except for "always", which knows no days ("every day 00:00-24:00" does).
    """

    spans: tuple[Span, ...]

    @classmethod
    def parse(cls, text: str) -> "SendWindow":
        """Reads spans joined by commas or "and". Hours without days take those of the span before.

        Raises TimingError, also for a span that runs past midnight or never opens.
        """
        words = " ".join(text.lower().replace("–", "-").split())
        if words == "always":
            return cls(spans=())
        spans: list[Span] = []
        days_so_far: list[str] = []
        for part in LIST_SEPARATOR.split(words):
            found = _HOURS.fullmatch(part)
            if not found:
                if re.search(r"\d", part) or not part:
                    raise TimingError(f"“{part or text}” is not a span of hours", _EXAMPLES)
                days_so_far.append(part)
                continue
            days_so_far += [found["days"]] if found["days"] else []
            if not days_so_far and not spans:
                raise TimingError(f"“{part}” names no days", f"write every day {part}, or mon-fri {part}")
            days = parse_days(", ".join(days_so_far)) if days_so_far else spans[-1].days
            days_so_far = []
            spans.append(Span(days=days, opens=parse_minute(found["opens"]), closes=parse_minute(found["closes"])))
        if days_so_far:
            raise TimingError(f"“{', '.join(days_so_far)}” has no hours", _EXAMPLES)
        return cls(spans=tuple(spans))

    def __str__(self) -> str:
        return ", ".join(map(str, self.spans)) or "always"

    @property
    def is_always(self) -> bool:
        return not self.spans

    def is_open(self, at: datetime, zone: ZoneInfo, calendar: WorkCalendar | None = None) -> bool:
        """True when a message may leave at `at`."""
        at = require_utc(at)
        if self.is_always:
            return True
        today = wall(at, zone).date()
        return any(opens <= at < closes for opens, closes in self.open_on(today, zone, calendar))

    def opens_at_or_after(self, at: datetime, zone: ZoneInfo, calendar: WorkCalendar | None = None) -> datetime:
        """`at` itself if open then, else the next opening. Raises TimingError after 400 closed days."""
        at = require_utc(at)
        if self.is_open(at, zone, calendar):
            return at
        today = wall(at, zone).date()
        for distance in range(SEARCH_DAYS + 1):
            for opens, _ in self.open_on(today + distance * _ONE_DAY, zone, calendar):
                if opens > at:
                    return opens
        raise self._stays_closed(f"after {today}")

    def last_open_before(self, at: datetime, zone: ZoneInfo, calendar: WorkCalendar | None = None) -> datetime:
        """`at` itself if open then, else the last whole minute of the span before it.

        That is 16:59 for a span that ends at 17:00. Raises TimingError after 400 closed days.
        """
        at = require_utc(at)
        if self.is_open(at, zone, calendar):
            return at
        today = wall(at, zone).date()
        for distance in range(SEARCH_DAYS + 1):
            ends = [closes for _, closes in self.open_on(today - distance * _ONE_DAY, zone, calendar) if closes <= at]
            if ends:
                return max(ends) - _ONE_MINUTE
        raise self._stays_closed(f"before {today}")

    def last_open_at_clock(
        self, at: datetime, clock: time, zone: ZoneInfo, calendar: WorkCalendar | None = None
    ) -> datetime | None:
        """`clock` on the last day on which the window is open at that time, not after `at`; None within 400 days."""
        today = wall(require_utc(at), zone).date()
        days = (today - distance * _ONE_DAY for distance in range(SEARCH_DAYS + 1))
        moments = (moment(each, clock, zone) for each in days)
        return next((each for each in moments if each <= at and self.is_open(each, zone, calendar)), None)

    def covers(self, minute: int | None, days: frozenset[int] = frozenset()) -> bool:
        """Whether it is ever open at that minute since midnight, None: at any, on one of those days, or on any day."""
        on_days = [span for span in self.spans if not days or span.days & days]
        return self.is_always or any(minute is None or span.opens <= minute < span.closes for span in on_days)

    def opening_on(self, day: date, zone: ZoneInfo) -> datetime | None:
        """The first moment of `day` at which the window is open, or None if it isn't open that day.

        It goes by the window's own days and hours; holidays are not looked at.
        """
        if self.is_always:
            return moment(day, time(0), zone)
        return next((opens for opens, _ in self.open_on(day, zone)), None)

    def next_open_at_clock(
        self, day: date, clock: time, zone: ZoneInfo, calendar: WorkCalendar | None = None
    ) -> datetime | None:
        """`clock` on the first day, from `day` on, on which the window is open at that time.

        None when its hours never include `clock`, or no such day comes within 400.
        """
        minute = clock.hour * 60 + clock.minute
        if not self.covers(minute):
            return None
        days = (day + distance * _ONE_DAY for distance in range(SEARCH_DAYS + 1))
        moments = (moment(each, clock, zone) for each in days)
        return next((at for at in moments if self.is_open(at, zone, calendar)), None)

    def open_on(
        self, day: date, zone: ZoneInfo, calendar: WorkCalendar | None = None
    ) -> tuple[tuple[datetime, datetime], ...]:
        """The [opens, closes) moments of `day` in order; none on holidays, nor if the clocks skip a span."""
        is_holiday = calendar is not None and calendar.is_holiday(day)
        return () if is_holiday else _hours_on(self, day, zone)

    def _stays_closed(self, when: str) -> TimingError:
        return TimingError(
            f"the window “{self}” does not open within {SEARCH_DAYS} days {when}",
            "check the window's days against the holiday calendar",
        )


@lru_cache(maxsize=8192)
def _hours_on(window: SendWindow, day: date, zone: ZoneInfo) -> tuple[tuple[datetime, datetime], ...]:
    """The moments of one day, whatever day it is: the same for all whose clocks go alike."""
    spans = sorted((span for span in window.spans if day.weekday() in span.days), key=lambda span: span.opens)
    moments = ((moment_of_minute(day, span.opens, zone), moment_of_minute(day, span.closes, zone)) for span in spans)
    return tuple((opens, closes) for opens, closes in moments if opens < closes)
