"""What a look at one part of an installation found."""

from enum import StrEnum

from nurture.values import frozen


class State(StrEnum):
    """How a part is doing: a warning lets an installation work, a wrong part does not."""

    GOOD = "good"
    WARNING = "warning"
    WRONG = "wrong"


@frozen
class Finding:
    """One line of the doctor's: the part, how it is, what was found, and what to do about it."""

    part: str
    state: State
    found: str
    advice: str | None = None


def good(part: str, found: str) -> Finding:
    """A part that is as it should be."""
    return Finding(part=part, state=State.GOOD, found=found)


def warning(part: str, found: str, advice: str) -> Finding:
    """A part that works, and that somebody should look at."""
    return Finding(part=part, state=State.WARNING, found=found, advice=advice)


def wrong(part: str, found: str, advice: str | None) -> Finding:
    """A part that does not work."""
    return Finding(part=part, state=State.WRONG, found=found, advice=advice)
