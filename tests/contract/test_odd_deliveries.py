"""Deliveries that are genuine and odd: whatever one says, it is refused in words or taken in.

Any other error would have the delivery tried again for ever, and nobody would hear of what it tells.
"""

import json
from collections.abc import Iterator
from copy import deepcopy
from typing import Any, Final

import pytest

from nurture.ats import NOTHING_READ, Adapter, Posted, Read
from nurture.errors import Refused, Rejected
from nurture.store import Store, intake, open_store
from tests.rigs import RIGS
from tests.rigs.rig import NOW, Rig

EVERY_RIG = [pytest.param(rig, id=name) for name, rig in RIGS.items()]
ABSENT: Final = object()
ODD: Final = (None, "", 3, [], {}, ABSENT)
WORDS: Final = "M\0ara \U0001f984 \udd84 \u202e" + "é" * 300
"""What some database or other can't keep, and half of a character."""


@pytest.fixture
def store(database_url: str) -> Iterator[Store]:
    opened = open_store(database_url)
    yield opened
    opened.close()


def read_of(rig: Rig, name: str) -> Read:
    """What the double says of a delivery; nothing where it has no such record."""
    with rig.api() as api:
        reader = rig.vendor.reader(rig.account(api))
        try:
            return reader.read(rig.posted(name))
        except Rejected:
            return NOTHING_READ
        finally:
            reader.close()


def with_odd_words(value: Any) -> Any:
    """The same with odd words in place of every name of somebody or something."""
    if isinstance(value, dict):
        return {key: WORDS if _is_name(key, each) else with_odd_words(each) for key, each in value.items()}
    return [with_odd_words(each) for each in value] if isinstance(value, list) else value


def _is_name(key: str, value: Any) -> bool:
    return isinstance(value, str) and key.lower().endswith(("name", "title", "text", "reason", "company", "source"))


def variants(value: Any, root: Any = ABSENT, path: tuple[str | int, ...] = ()) -> Iterator[Any]:
    """A document with one value replaced by each odd one, for each of its values."""
    root = value if root is ABSENT else root
    parts = value.items() if isinstance(value, dict) else enumerate(value) if isinstance(value, list) else ()
    for key, part in parts:
        for odd in ODD:
            changed = deepcopy(root)
            holder = changed
            for step in path:
                holder = holder[step]
            if odd is ABSENT:
                del holder[key]
            else:
                holder[key] = odd
            yield changed
        yield from variants(part, root, (*path, key))


def outcome(adapter: Adapter, posted: Posted, read: Read) -> int | str:
    """What becomes of a delivery, in a word, or the status of a refusal."""
    try:
        adapter.greeting(posted)
        adapter.is_ping(posted)
        adapter.delivery_id(posted)
        adapter.understand(posted, received_at=NOW, read=read)
    except Refused as refusal:
        return refusal.status
    except Rejected:
        return "gone"
    return "understood"


@pytest.mark.parametrize("rig", EVERY_RIG)
def test_whatever_stands_in_place_of_a_value_is_refused_in_words_or_understood(rig: Rig) -> None:
    adapter = rig.connected().adapter
    for name in rig.names():
        read = read_of(rig, name)
        for document in variants(json.loads(rig.body(name))):
            posted = rig.signed(name, json.dumps(document).encode(), rig.secret)
            assert outcome(adapter, posted, read) in (400, "gone", "understood")


@pytest.mark.parametrize("rig", EVERY_RIG)
def test_whatever_the_api_says_in_place_of_a_value_is_refused_in_words_or_understood(rig: Rig) -> None:
    adapter = rig.connected().adapter
    for name in rig.names():
        for read in variants(dict(read_of(rig, name))):
            assert outcome(adapter, rig.posted(name), read) in (400, "gone", "understood")


@pytest.mark.parametrize("rig", EVERY_RIG)
def test_odd_words_go_on_record_in_every_database(store: Store, rig: Rig) -> None:
    for name in rig.names():
        raw = json.dumps(with_odd_words(json.loads(rig.body(name)))).encode()
        posted = rig.signed(name, raw, rig.secret)
        try:
            told = rig.connected().adapter.understand(posted, received_at=NOW, read=read_of(rig, name))
        except Rejected:
            continue
        if told.ignored is None:
            with store.write() as conn:
                intake.apply(conn, told, NOW)
