"""Who is in a file twice, where nothing is written: what an earlier row puts on record, a later one would find there.

Some bytes are held of each person: 64 bits of each thing that is said of them, half for what it is, half for its value.
"""

from array import array
from collections.abc import Iterator, Sequence
from hashlib import blake2b
from typing import Final

from nurture.service.importing.people import Person
from nurture.service.importing.planning import Fate, Planned

_HALF: Final = 32
_LOW: Final = (1 << _HALF) - 1


class Seen:
    """Who was in an earlier row, and what those rows said of them."""

    def __init__(self, *, by_address: bool) -> None:
        self._by_address = by_address
        self._said: dict[int, Sequence[int]] = {}
        self._emails: set[int] = set()
        self._shared: set[int] = set()

    def fate_of(self, planned: Planned) -> Fate:
        """What comes of a row, once those before it are on record; it is one of those from now on."""
        person, fate = planned.person, planned.fate
        name, emails = _short(person.update.id), {_short(each) for each in person.emails if self._by_address}
        said, before = array("Q", _facts(person)), self._said.get(name)
        if before is not None:
            is_apart = emails.isdisjoint(self._shared)
            fate = Fate.KNOWN if is_apart and _is_so_already(said, before, fate) else Fate.CHANGED
        elif not emails.isdisjoint(self._emails):
            fate = Fate.MATCHED
            self._shared |= emails
        self._said[name] = said if before is None else _with(before, said)
        self._emails |= emails
        return fate


def _is_so_already(said: Sequence[int], before: Sequence[int], on_record: Fate) -> bool:
    """Whether a row says nothing that an earlier one, or the record, does not say."""
    if set(said) <= set(before):
        return True
    told = {each >> _HALF for each in before}
    is_contradiction = any(each >> _HALF in told for each in said if each not in before)
    return on_record is Fate.KNOWN and not is_contradiction


def _with(before: Sequence[int], said: Sequence[int]) -> Sequence[int]:
    told = {each >> _HALF for each in said}
    return array("Q", [*(each for each in before if each >> _HALF not in told), *said])


def _facts(person: Person) -> Iterator[int]:
    """What a row says: each field, each address and number, and the consent. An empty cell says nothing."""
    for name, value in (*person.update.fields.items(), *person.update.own.items()):
        yield _fact(name, repr(value))
    for kind, points in person.update.reached_at().items():
        for point in points:
            yield _fact(f"{kind} {point.value}", "")
    if person.consent is not None:
        yield _fact(repr(person.consent), "")


def _fact(name: str, value: str) -> int:
    return (hash(name) & _LOW) << _HALF | (hash(value) & _LOW)


def _short(name: str) -> int:
    return int.from_bytes(blake2b(name.encode(), digest_size=8).digest())
