"""How long a sequence waits, as its author writes it.

    DURATION [on DAYS] [at HH:MM]                      3 business days · 80% of 7 days · 2 weeks on wednesday at 10:00
    until [DAYS] HH:MM                                 until 17:00 · until mon-fri 09:00
    until the next working day at HH:MM
    until [DURATION before|after] ANCHOR [at HH:MM]    until 3 business days before hire.start_date at 09:00
    until DURATION before|after DURATION before|after ANCHOR [at HH:MM]
                                                       until 3 days before 6 months after hire.start_date at 09:00
    until ANCHOR + DURATION, or with a minus sign      until application.next_interview - 24 hours

DAYS is read by `weekdays`; ANCHOR is the dotted name of a fact.
"""

from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from enum import StrEnum
from functools import cached_property
from zoneinfo import ZoneInfo

from nurture.timing.calendar import SEARCH_DAYS, WorkCalendar
from nurture.timing.duration import Duration, Unit
from nurture.timing.errors import AnchorMissing, TimingError
from nurture.timing.walltime import moment, require_utc, wall
from nurture.timing.weekdays import show_days
from nurture.timing.window import SendWindow

_TWO_DAYS = timedelta(days=2)
"""More than what zones, and another time of day, can make of a moment."""


class Side(StrEnum):
    """Where a wait ends, seen from its anchor."""

    BEFORE = "before"
    AFTER = "after"


@dataclass(frozen=True, kw_only=True)
class Wait:
    """A wait that counts from its start, from a fact (`anchor`), or to a clock time.

    `days` (Monday = 0) or `next_working_day` narrow a wait for a clock time, and `days` one for a duration; `side` is
    set exactly when there are both a duration and an anchor. `around` is a wait for the same anchor from whose end this
    one counts in place of it. Build it with `parse`.
    """

    duration: Duration | None = None
    side: Side | None = None
    anchor: str | None = None
    around: "Wait | None" = None
    days: frozenset[int] = frozenset()
    next_working_day: bool = False
    at: time | None = None

    @classmethod
    def parse(cls, text: str) -> "Wait":
        """Reads the grammar above. Raises TimingError."""
        from nurture.timing.wait_grammar import parse_wait  # it builds Wait, so it can't come first

        return parse_wait(text)

    def __str__(self) -> str:
        return self._words

    @cached_property
    def _words(self) -> str:
        """Each look at a journey that waits says it anew."""
        clock = f"{self.at:%H:%M}" if self.at else None
        if self.anchor:
            count = f"{self.duration} {self.side} " if self.duration else ""
            words = f"until {count}{str(self.around).removeprefix('until ') if self.around else self.anchor}"
        elif self.duration:
            words = f"{self.duration} on {show_days(self.days)}" if self.days else str(self.duration)
        elif self.next_working_day:
            words = "until the next working day"
        else:
            return " ".join(word for word in ("until", show_days(self.days), clock) if word)
        return f"{words} at {clock}" if clock else words

    @property
    def reach(self) -> tuple[timedelta, timedelta]:
        """How long after its anchor it may end, at the earliest and at the latest, wherever its people live."""
        least, most = self.around.reach if self.around else (timedelta(), timedelta())
        if self.duration is not None and self.side is not None:
            shortest, longest = self.duration.span
            is_before = self.side is Side.BEFORE
            least, most = (least - longest, most - shortest) if is_before else (least + shortest, most + longest)
        searches = self.side is not Side.BEFORE or self.duration is None or self.duration.unit is Unit.BUSINESS_DAYS
        return least - _TWO_DAYS, most + _TWO_DAYS + (timedelta(days=SEARCH_DAYS) if searches else timedelta())

    def ends(
        self,
        *,
        start: datetime,
        zone: ZoneInfo,
        anchor: date | datetime | None = None,
        calendar: WorkCalendar | None = None,
        window: SendWindow | None = None,
    ) -> datetime:
        """The moment at which a wait that began at `start` is over.

        A wait without an anchor never ends before `start`; one with an anchor may, and what that means
        is for the sequence to say. An anchor without a time stands for its midnight in `zone`.

        `window` moves the end in two cases only, for a wait that ends in closed hours is over all the
        same, and the message after it slides by its own rule:

        - business days without a clock time end at their own if the window is open then, else at its
          opening on that day;
        - a stated clock time is kept by going on to the first day on which the window is open at that time.
          A wait *before* its anchor stays where it is, since going on could overtake the anchor.

        Days of the week after a duration are kept whether they are holidays or not: from the day on which it ends, the
        first of them counts, so that a rhythm of Wednesdays stays one.

        Raises AnchorMissing when the fact that it counts from is not known.
        """
        start = require_utc(start)
        if self.anchor is None and self.duration is None:
            return self._clock_time(start, zone, calendar)
        end = self._counted(start, anchor, zone, calendar)
        if self.days:
            return self._on_its_days(end, zone)
        if self.at is not None:
            day = wall(end, zone).date()
            kept = None
            if window is not None and self.side is not Side.BEFORE:
                kept = window.next_open_at_clock(day, self.at, zone, calendar)
            return kept or moment(day, self.at, zone)
        if window is not None and self.duration is not None and self.duration.unit is Unit.BUSINESS_DAYS:
            return self._within_hours(end, zone, calendar, window)
        return end

    def _counted(
        self, start: datetime, anchor: date | datetime | None, zone: ZoneInfo, calendar: WorkCalendar | None
    ) -> datetime:
        origin = start
        if self.anchor is not None:
            if anchor is None:
                raise AnchorMissing(self.anchor)
            origin = require_utc(anchor) if isinstance(anchor, datetime) else moment(anchor, time(0), zone)
        if self.around is not None:
            origin = self.around._counted(start, anchor, zone, calendar)
        if self.duration is None:
            return origin
        if self.side is Side.BEFORE:
            return self.duration.subtract_from(origin, zone, calendar)
        return self.duration.add_to(origin, zone, calendar)

    def _on_its_days(self, end: datetime, zone: ZoneInfo) -> datetime:
        """The time of day of `end`, or the stated one, on the first of the named days from that of `end` on."""
        local = wall(end, zone)
        ahead = min((day - local.weekday()) % 7 for day in self.days)
        return moment(local.date() + timedelta(days=ahead), self.at or local.time().replace(fold=0), zone)

    def _within_hours(
        self, end: datetime, zone: ZoneInfo, calendar: WorkCalendar | None, window: SendWindow
    ) -> datetime:
        if window.is_open(end, zone, calendar):
            return end
        day = wall(end, zone).date()
        opening = window.opening_on(day, zone)
        if opening is not None:
            return opening
        # A working day on which the window has no hours.
        return end if self.side is Side.BEFORE else window.opens_at_or_after(end, zone, calendar)

    def _clock_time(self, start: datetime, zone: ZoneInfo, calendar: WorkCalendar | None) -> datetime:
        """The first moment, not before `start`, that shows the clock time on a day that counts."""
        if self.at is None:
            raise ValueError(f"{self!r} waits for nothing")
        today = wall(start, zone).date()
        if self.next_working_day:
            return moment((calendar or WorkCalendar()).add(today, 1), self.at, zone)
        for distance in range(SEARCH_DAYS + 1):
            day = today + timedelta(days=distance)
            at = moment(day, self.at, zone)
            if at >= start and self._counts(day, calendar):
                return at
        raise TimingError(
            f"“{self}” does not come within {SEARCH_DAYS} days of {today}",
            "check the days against the holiday calendar",
        )

    def _counts(self, day: date, calendar: WorkCalendar | None) -> bool:
        """Any day, or one of the named ones that is not a holiday."""
        if not self.days:
            return True
        return day.weekday() in self.days and not (calendar and calendar.is_holiday(day))
