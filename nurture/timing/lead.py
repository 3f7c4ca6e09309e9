"""How near to a date is too near: "2 days of hire.start_date".

    DURATION of ANCHOR [on entry]       2 days of application.next_interview on entry

ANCHOR is the dotted name of a fact.
"""

import re
from dataclasses import dataclass
from datetime import date, datetime, time
from zoneinfo import ZoneInfo

from nurture.timing.calendar import WorkCalendar
from nurture.timing.duration import Duration
from nurture.timing.errors import TimingError
from nurture.timing.walltime import moment

_LEAD = re.compile(
    r"(?P<duration>.+?) of (?P<anchor>[A-Za-z_]\w*(?:\.\w+)+)(?P<entry> on entry)?", re.IGNORECASE | re.ASCII
)
_HOW = "write a length of time and a date, as in 2 days of hire.start_date"


@dataclass(frozen=True, kw_only=True)
class Lead:
    """A time before a fact that is a date. `on_entry`: it is measured when the run began, not at the moment itself."""

    duration: Duration
    anchor: str
    on_entry: bool = False

    @classmethod
    def parse(cls, text: str) -> "Lead":
        """Reads the grammar above. Raises TimingError."""
        words = " ".join(text.split())
        found = _LEAD.fullmatch(words)
        if found is None:
            raise TimingError(f"“{words}” does not say how near to which date", _HOW)
        duration = Duration.parse(found["duration"])
        if not duration.amount:
            raise TimingError("a lead of 0 keeps nothing back", _HOW)
        return cls(duration=duration, anchor=found["anchor"], on_entry=found["entry"] is not None)

    def __str__(self) -> str:
        return f"{self.duration} of {self.anchor}" + (" on entry" if self.on_entry else "")

    def is_too_near(
        self, at: datetime, anchor: date | datetime, zone: ZoneInfo, calendar: WorkCalendar | None = None
    ) -> bool:
        """True when at `at` less than this is left until the anchor, or the anchor has passed.

        An anchor without a time stands for its midnight in `zone`.
        """
        ends = anchor if isinstance(anchor, datetime) else moment(anchor, time(0), zone)
        return at > self.duration.subtract_from(ends, zone, calendar)
