"""What becomes of a message that is due in closed hours: "later", "earlier", "earlier at 12:00", "skip"."""

import re
from dataclasses import dataclass
from datetime import time
from typing import Literal, TypeAlias, cast

from nurture.timing.errors import TimingError
from nurture.timing.walltime import parse_clock
from nurture.timing.window import SendWindow

Way: TypeAlias = Literal["later", "earlier", "skip"]

_SLIDE = re.compile(r"(?P<way>later|earlier|skip)(?: at (?P<clock>\d{1,2}:\d{2}))?", re.IGNORECASE)
_HOW = "write later, earlier, earlier at 12:00, or skip"


@dataclass(frozen=True, kw_only=True)
class Slide:
    """Which way it goes. `clock`: at what time of the last open day before, with `earlier` alone."""

    way: Way
    clock: time | None = None

    @classmethod
    def parse(cls, text: str) -> "Slide":
        """Reads one of the forms above. Raises TimingError."""
        words = " ".join(text.split())
        found = _SLIDE.fullmatch(words)
        if found is None:
            raise TimingError(f"“{words}” does not say what becomes of a mail in closed hours", _HOW)
        way, clock = cast(Way, found["way"].lower()), found["clock"]
        if clock is None:
            return cls(way=way)
        if way != "earlier":
            raise TimingError(f"“{words}” names a time, which only `earlier` can keep", _HOW)
        return cls(way=way, clock=parse_clock(clock))

    def __str__(self) -> str:
        return f"{self.way} at {self.clock:%H:%M}" if self.clock is not None else self.way

    def fits(self, hours: SendWindow) -> bool:
        """Whether these hours are ever open at its time."""
        return self.clock is None or hours.covers(self.clock.hour * 60 + self.clock.minute)
