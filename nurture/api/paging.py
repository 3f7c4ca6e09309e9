"""Lists in parts: `limit` items, from beyond the place at which the part before ended.

What a list is in the order of is the place of an item: its id, a number, or a moment and an id. The database is asked
for what lies beyond a place, and for one item more than a page has, by which it is known whether there is another page.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Annotated, Final, TypeAlias, TypeVar

from fastapi import Depends, Query

from nurture.api.shapes.base import Page, Shape
from nurture.api.words import NO_NUL

MOST: Final = 200
USUAL: Final = 50
T = TypeVar("T")
Shown = TypeVar("Shown", bound=Page[Shape])
_BEGINNING: Final = datetime.min.replace(tzinfo=UTC)
_TICK: Final = timedelta(microseconds=1)
_MOMENT: Final = "[0-9]{1,17}"
"""Microseconds, as many as there are until a year that nobody will see."""


@dataclass(frozen=True, slots=True)
class Part:
    """Which part of a list is asked for."""

    limit: int
    after: str | None

    @property
    def one_more(self) -> int:
        """How many items to look for."""
        return self.limit + 1

    @property
    def number(self) -> int | None:
        """Beyond which number, in a list by numbers."""
        return None if self.after is None else int(self.after)

    @property
    def moment(self) -> tuple[datetime, str] | None:
        """Beyond which moment, and what of it, in a list by moments."""
        return None if self.after is None else moment_of(self.after)

    def page(
        self, kind: type[Shown], found: Sequence[T], shape: Callable[[T], Shape], place: Callable[[T], str]
    ) -> Shown:
        """The page with what was found of it; `place` says where an item stands in the list."""
        following = place(found[self.limit - 1]) if len(found) > self.limit else None
        return kind(items=tuple(map(shape, found[: self.limit])), next=following)


def at_moment(at: datetime, rest: str) -> str:
    """The place of an item in a list by moments."""
    return f"{(at - _BEGINNING) // _TICK} {rest}"


def moment_of(place: str) -> tuple[datetime, str]:
    """The same, read."""
    ticks, _, rest = place.partition(" ")
    return _BEGINNING + int(ticks) * _TICK, rest


def _in_parts(places: str) -> object:
    """What asks for a part of a list whose places are written like this."""

    def part(
        limit: Annotated[int, Query(ge=1, le=MOST, description="How many items a page has at most.")] = USUAL,
        after: Annotated[
            str | None,
            Query(
                max_length=1000, pattern=places, description="`next` of the page before; without it, the first page."
            ),
        ] = None,
    ) -> Part:
        return Part(limit, after)

    return Depends(part)


ByName: TypeAlias = Annotated[Part, _in_parts(NO_NUL)]
ByNumber: TypeAlias = Annotated[Part, _in_parts("^[0-9]{1,18}$")]
ByMoment: TypeAlias = Annotated[Part, _in_parts(rf"^{_MOMENT} [^\x00]+$")]
ByEntry: TypeAlias = Annotated[Part, _in_parts(rf"^{_MOMENT} (0 [0-9]{{1,9}}|[1-9] [^\x00]+)$")]
"""By moments; of one, what is of one source behind what is of another: the first one's keys are numbers."""
ByMoments: TypeAlias = Annotated[Part, _in_parts(rf"^{_MOMENT} {_MOMENT} [^\x00]+$")]
"""Two of them."""
ByVersion: TypeAlias = Annotated[Part, _in_parts(r"^[0-9]{1,9} [^\x00]+$")]
"""By names, of each the highest number first."""
ByList: TypeAlias = Annotated[Part, _in_parts(r"^((idle|no-sequence) [^\x00]+|deliveries [0-9]{1,18})$")]
"""One list after the other, each by names or numbers."""
