"""Whether somebody who has been in a sequence may come in again."""

from dataclasses import dataclass
from datetime import datetime
from typing import ClassVar
from zoneinfo import ZoneInfo

from nurture.timing.calendar import WorkCalendar
from nurture.timing.duration import Duration
from nurture.timing.errors import TimingError


@dataclass(frozen=True, slots=True)
class Again:
    """`never`, `always`, `restart`, or `after` a time since the last entry.

    Whoever is inside never enters twice; with `restart` that run ends, and another begins.
    """

    after: Duration | None = None
    always: bool = False
    restart: bool = False

    NEVER: ClassVar["Again"]
    ALWAYS: ClassVar["Again"]
    RESTART: ClassVar["Again"]

    @classmethod
    def parse(cls, text: str) -> "Again":
        """Reads "never", "always", "restart" or "after 180 days". Raises TimingError."""
        words = text.lower().split()
        if words == ["never"]:
            return cls.NEVER
        if words == ["always"]:
            return cls.ALWAYS
        if words == ["restart"]:
            return cls.RESTART
        if words[:1] == ["after"]:
            return cls(after=Duration.parse(" ".join(words[1:])))
        raise TimingError(f"“{text}” does not say when somebody may come again", _HOW)

    def __str__(self) -> str:
        word = "restart" if self.restart else "always" if self.always else "never"
        return f"after {self.after}" if self.after else word

    def allows(
        self, last_entered: datetime | None, now: datetime, zone: ZoneInfo, calendar: WorkCalendar | None
    ) -> bool:
        """True if somebody who last entered then, or never did, may enter now."""
        if last_entered is None or self.always or self.restart:
            return True
        if self.after is None:
            return False
        return self.after.is_elapsed(last_entered, now=now, zone=zone, calendar=calendar)


_HOW = "write never, always, restart, or after and a duration, as in after 180 days"
Again.NEVER = Again()
Again.ALWAYS = Again(always=True)
Again.RESTART = Again(restart=True)
