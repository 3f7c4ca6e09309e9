"""A moment that counts from a date on a record: "60 days before application.contract_ends at 09:00"."""

from dataclasses import dataclass

from nurture.timing.errors import TimingError
from nurture.timing.wait import Wait


@dataclass(frozen=True, slots=True)
class OnDate:
    """The end of a wait that begins at no particular time: it counts from its anchor. Build it with `parse`."""

    wait: Wait

    @classmethod
    def parse(cls, text: str) -> "OnDate":
        """Reads what may follow “until” in a wait that counts from a fact. Raises TimingError."""
        words = " ".join(text.split())
        try:
            wait = Wait.parse(f"until {words}")
        except TimingError as error:
            raise TimingError(error.message.replace("until ", ""), _HOW) from error
        if wait.anchor is None:
            raise TimingError(f"“{words}” counts from no date on a record", _HOW)
        return cls(wait)

    @property
    def anchor(self) -> str:
        """The fact that it counts from."""
        assert self.wait.anchor is not None, "parse lets through no other"
        return self.wait.anchor

    def __str__(self) -> str:
        return str(self.wait).removeprefix("until ")


_HOW = "write a length and a date, as in 60 days before hire.start_date at 09:00, or hire.start_date at 09:00"
