"""Lists in parts: `limit` items, `after` where the part before ended."""

from collections.abc import Callable, Iterable
from itertools import islice
from typing import Annotated, Final, TypeAlias, TypeVar

from fastapi import Query

from nurture.api.words import NO_NUL

MOST: Final = 200
USUAL: Final = 50
T = TypeVar("T")

Limit: TypeAlias = Annotated[int, Query(ge=1, le=MOST, description="How many items a page has at most.")]
After: TypeAlias = Annotated[
    str | None,
    Query(max_length=600, pattern=NO_NUL, description="`next` of the page before; without it, the first page."),
]
AfterPlace: TypeAlias = Annotated[
    str | None, Query(pattern=r"^[0-9]{1,9}$", description="`next` of the page before; without it, the first page.")
]


def part_of(items: Iterable[T], limit: int, after: str | None) -> tuple[tuple[T, ...], str | None]:
    """The part of a list in a fixed order that begins where the one before ended, and where the next one begins."""
    start = int(after) if after else 0
    found = tuple(islice(items, start, start + limit + 1))
    return found[:limit], str(start + limit) if len(found) > limit else None


def first_of(found: tuple[T, ...], limit: int, place: Callable[[T], str]) -> tuple[tuple[T, ...], str | None]:
    """The same of a list that was asked for one item more than a page has; `place` says where an item stands."""
    return found[:limit], place(found[limit - 1]) if len(found) > limit else None
