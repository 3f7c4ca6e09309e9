"""What every ATS that can be written to promises: each change is made or not, and whoever asked knows which."""

from typing import Protocol

from nurture.domain.changes import AtsChange, Target
from nurture.errors import NotSetUp, Rejected
from nurture.values import frozen


@frozen
class Made:
    """A change that is made, in a few words. `name` is how the ATS itself spells the tag, stage or reason."""

    said: str
    name: str | None = None


class Writer(Protocol):
    """Changes records in one account of one ATS. Activities share it between threads."""

    @property
    def name(self) -> str:
        """The vendor, as timelines name it."""
        ...

    def write(self, change: AtsChange, target: Target) -> Made:
        """Makes a change; what is so already counts as made.

        Raises Rejected (no for good), Released (nothing was changed: trying again is safe) or OutcomeUnknown (it may
        have been made), and nothing else that can be foreseen. What the vendor says is in the error's hint alone: its
        message becomes part of workflow histories, and holds nothing personal.
        """
        ...

    def check(self) -> str:
        """Says in a sentence that it can be used, or raises NotSetUp with what to do. Changes nothing."""
        ...

    def close(self) -> None:
        """Lets go of connections."""
        ...


@frozen
class Unwritable:
    """An ATS whose access is not set: it refuses every change and says which settings are missing."""

    name: str
    why: str
    hint: str | None

    def write(self, change: AtsChange, target: Target) -> Made:
        raise Rejected(self.why, hint=self.hint)

    def check(self) -> str:
        raise NotSetUp(self.why, hint=self.hint)

    def close(self) -> None:
        """There is nothing to let go of."""
