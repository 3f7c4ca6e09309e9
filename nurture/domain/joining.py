"""One person in several systems: what may join two records, and what is true of somebody of whom several tell.

A record joins another by an equal mail address. Names never join two records, but they keep them apart where they have
nothing in common: an agency or a family may share an address.
"""

import re
import unicodedata
from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime
from typing import Final, TypeAlias

from nurture.domain.intake import FieldValue

Said: TypeAlias = Mapping[str, tuple[FieldValue, datetime]]
"""What one record says: each field's value, and when that was said."""

IMPORT: Final = "import"
"""The source, and the connection in ids, of people who come from a list."""

_YES_IF_ANY: Final = frozenset({"do_not_contact", "is_private"})
_NO_IF_ANY: Final = frozenset({"can_email"})
_EARLIEST: Final = frozenset({"created_at"})
_LETTERS: Final = re.compile(r"[^\W\d_]+")


def blend(records: Iterable[Said]) -> dict[str, FieldValue]:
    """What is true of a person: of each field what was said last, where anything was said.

    A no goes before a yes, lists of words go together, and the person is known since the first record was made.
    """
    told: dict[str, list[tuple[FieldValue, datetime]]] = {}
    for said in records:
        for name, value in said.items():
            told.setdefault(name, []).append(value)
    return {name: _of_all(name, values) for name, values in told.items()}


def _of_all(name: str, told: Sequence[tuple[FieldValue, datetime]]) -> FieldValue:
    known = sorted((each for each in told if each[0] is not None), key=lambda each: each[1])
    values = [value for value, _ in known]
    if not values:
        return None
    if name in _YES_IF_ANY:
        return any(values)
    if name in _NO_IF_ANY:
        return all(values)
    if name in _EARLIEST:
        return min(value for value in values if isinstance(value, datetime))
    if all(isinstance(value, tuple) for value in values):
        return tuple(dict.fromkeys(word for value in values if isinstance(value, tuple) for word in value))
    return values[-1]


def are_strangers(some: Iterable[str | None], others: Iterable[str | None]) -> bool:
    """Whether both have names, and no word of one is among those of the other; case and accents don't count."""
    mine, theirs = _words(some), _words(others)
    return bool(mine and theirs) and mine.isdisjoint(theirs)


def _words(names: Iterable[str | None]) -> frozenset[str]:
    text = unicodedata.normalize("NFKD", " ".join(name for name in names if name)).casefold()
    return frozenset(_LETTERS.findall("".join(each for each in text if not unicodedata.combining(each))))
