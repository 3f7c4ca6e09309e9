"""The lists of people and of sequences, a page at a time, by the words that somebody looks for."""

from collections.abc import Mapping
from itertools import groupby
from typing import Final

from sqlalchemy import Connection

from nurture.console.paging import Asked, Part, part, place
from nurture.store import listings, published
from nurture.store.listings import Inside, PersonRow
from nurture.store.published import VersionRow
from nurture.store.words import EnrollmentStatus
from nurture.values import frozen

PAGE: Final = 50
"""How many people stand on a page of one list."""
FIRST: Final = 10
"""How many where other lists stand on the page, too."""
SEQUENCES: Final = 25
"""How many sequences stand on a page, each with its versions."""

INSIDE: Final[Mapping[str, EnrollmentStatus | None]] = {"held": EnrollmentStatus.HELD, "inside": None}
"""The lists of those inside, each of one state, or of all."""


@frozen
class Published:
    """A sequence with its versions, newest first."""

    name: str
    versions: tuple[VersionRow, ...]

    @property
    def title(self) -> str:
        """What it is called now."""
        return self.versions[0].title

    @property
    def open(self) -> int:
        """How many are inside, on any version."""
        return sum(each.open for each in self.versions)

    def has(self, words: str) -> bool:
        """Whether each word is a part of its name or title."""
        said = f"{self.name} {self.title}".casefold()
        return all(word.casefold() in said for word in words.split())


def people_of(conn: Connection, asked: Asked) -> Part[PersonRow]:
    """People by latest activity."""
    found = listings.people(conn, containing=asked.q, after=asked.mark, limit=PAGE + 1)
    return part(found, limit=PAGE, name=lambda row: place(row.mark))


def inside_of(conn: Connection, asked: Asked, which: str, *, limit: int) -> Part[Inside]:
    """Those inside, the soonest first; in one sequence, if one is named."""
    found = listings.inside(
        conn,
        status=INSIDE[which],
        sequence=asked.sequence or None,
        containing=asked.q,
        after=asked.mark,
        limit=limit + 1,
    )
    return part(found, limit=limit, name=lambda row: place(row.mark))


def sequences_of(conn: Connection, asked: Asked) -> Part[Published]:
    """What is published, by name."""
    versions = groupby(published.versions(conn), key=lambda row: row.sequence)
    grouped = [Published(name=name, versions=tuple(rows)) for name, rows in versions]
    found = [each for each in sorted(grouped, key=_name) if each.name > asked.after and each.has(asked.q)]
    return part(found, limit=SEQUENCES, name=_name)


def _name(sequence: Published) -> str:
    return sequence.name


def first_inside(conn: Connection, sequence: str) -> tuple[Inside, ...]:
    """The first of those in a sequence."""
    return listings.inside(conn, sequence=sequence, limit=FIRST)
