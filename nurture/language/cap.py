"""How many in how long: "3 per week"."""

from dataclasses import dataclass
from typing import Annotated, Final, TypeAlias

from pydantic import PlainSerializer

from nurture.language import codes, patterns
from nurture.language.fields import parsed
from nurture.timing.duration import Duration, Unit
from nurture.timing.errors import TimingError

_A_UNIT: Final = ("day", "week", "month", "hour")


@dataclass(frozen=True, slots=True)
class Cap:
    """At most `count` in any stretch of `per`."""

    count: int
    per: Duration

    @classmethod
    def parse(cls, text: str) -> "Cap":
        """Reads "3 per week" or "5 per 30 days". Raises TimingError."""
        words = text.lower().split()
        if len(words) < 3 or words[1] not in ("per", "in", "a") or not words[0].isdecimal() or len(words[0]) > 6:
            raise TimingError(f"“{text}” is not a limit", "write a number and a time, as in 3 per week")
        count, per = int(words[0]), " ".join(words[2:])
        if not count:
            raise TimingError("a limit of 0 lets nobody through", "write at least 1, or leave it out")
        length = Duration.parse(f"1 {per}" if per in _A_UNIT else per)
        if length.unit is Unit.WORKING_HOURS:
            raise TimingError(
                "a limit can't be counted in working hours", f"write {count} per day, or a number of days"
            )
        return cls(count, length)

    def __str__(self) -> str:
        word = str(self.per).removeprefix("1 ")
        return f"{self.count} per {word if word in _A_UNIT else self.per}"


CapText: TypeAlias = Annotated[
    Cap,
    parsed(Cap, Cap.parse, codes.BAD_CAP, "a limit"),
    PlainSerializer(str, return_type=str),
    patterns.CAP,
]
