"""Names of people and things, where an ATS keeps them otherwise than we do."""

from collections.abc import Iterable
from typing import TypeVar

T = TypeVar("T")


def first_and_last(name: str | None) -> tuple[str | None, str | None]:
    """A full name in two: its first word, and the rest. Who has one word for a name has no last name."""
    words = (name or "").split()
    return (words[0] if words else None), " ".join(words[1:]) or None


def called(records: Iterable[tuple[str | None, T]], name: str) -> T | None:
    """Of things by their names, the one of that name, whatever its case and the blanks around it."""
    wanted = name.strip().casefold()
    return next((each for own, each in records if (own or "").strip().casefold() == wanted), None)
