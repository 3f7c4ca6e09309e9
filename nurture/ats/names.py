"""Names of people and things, where an ATS keeps them otherwise than we do."""

from collections.abc import Iterable
from typing import Final, TypeVar

T = TypeVar("T")

WITHDRAWALS: Final = frozenset(
    {
        "withdrew",
        "withdrawn",
        "candidate withdrew",
        "candidate withdrawn",
        "withdrawn by candidate",
        "application withdrawn",
        "offer declined",
        "declined offer",
        "candidate declined",
        "candidate declined offer",
        "rejected by candidate",
        "they rejected us",
    }
)
"""Reasons, in small letters, by which it was the candidate who said no, for vendors that don't tell it otherwise.

Companies name their reasons themselves: any other name means that the company said no.
"""


def is_withdrawal(reason: str | None) -> bool:
    """Whether the name of a reason says that the candidate said no."""
    return " ".join((reason or "").casefold().split()) in WITHDRAWALS


def first_and_last(name: str | None) -> tuple[str | None, str | None]:
    """A full name in two: its first word, and the rest. Who has one word for a name has no last name."""
    words = (name or "").split()
    return (words[0] if words else None), " ".join(words[1:]) or None


def called(records: Iterable[tuple[str | None, T]], name: str) -> T | None:
    """Of things by their names, the one of that name, whatever its case and the blanks around it."""
    wanted = name.strip().casefold()
    return next((each for own, each in records if (own or "").strip().casefold() == wanted), None)
