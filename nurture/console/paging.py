"""Lists that are read page by page: a page begins behind the last row of the one before, wherever that stands by now.

So no page takes longer than the first one. What has moved up meanwhile stands on an earlier page.
"""

from collections.abc import Callable, Sequence
from datetime import datetime
from typing import Generic, TypeVar
from urllib.parse import urlencode

from nurture.store.listings import Mark
from nurture.values import frozen, replace

T = TypeVar("T")


@frozen
class Asked:
    """What an address asks to see: which list (`of`), of which sequence, by which words, and behind which row."""

    path: str
    of: str = ""
    sequence: str = ""
    q: str = ""
    after: str = ""

    @property
    def mark(self) -> Mark | None:
        """The row that the page begins behind; None: at the beginning, as for an address that nobody could read."""
        at, _, id_ = self.after.partition("~")
        if not id_:
            return None
        try:
            moment = datetime.fromisoformat(at) if at else None
        except ValueError:
            return None
        return None if moment is not None and moment.tzinfo is None else Mark(at=moment, id=id_)

    def address(self, *, after: str = "") -> str:
        """The same list by the same words, from its beginning or behind a row."""
        kept = replace(self, after=after)
        named = {name: getattr(kept, name) for name in ("of", "sequence", "q", "after")}
        query = urlencode({name: value for name, value in named.items() if value})
        return f"{self.path}?{query}" if query else self.path


@frozen
class Part(Generic[T]):
    """A part of a list; `after` is what the next one begins behind (None: there is none)."""

    rows: tuple[T, ...]
    after: str | None


def part(found: Sequence[T], *, limit: int, name: Callable[[T], str]) -> Part[T]:
    """A page of at most `limit`, of a list of which one more was looked for; `name` tells a row's place."""
    rows = tuple(found[:limit])
    return Part(rows=rows, after=name(rows[-1]) if len(found) > limit else None)


def place(mark: Mark) -> str:
    """A row's place, as it stands in an address."""
    return f"{mark.at.isoformat() if mark.at else ''}~{mark.id}"
