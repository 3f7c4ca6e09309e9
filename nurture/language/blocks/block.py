"""A block as it is written under `blocks`: its steps, what it is given, and where it names that."""

import re
from collections.abc import Iterator, Mapping
from typing import Final

from nurture.language.load import Where
from nurture.language.schema import step_name
from nurture.values import frozen

BLOCKS: Final = "blocks"
GIVEN: Final = re.compile(r"<([a-z0-9]+(?:-[a-z0-9]+)*)>")
_HOLDING: Final = ("steps", "then", "otherwise")


@frozen
class Block:
    """Steps that stand once, and `given`, what each use gives them.

    `names` holds each `<name>` in the steps, with the first place of it, `in_text` those that stand in the middle of a
    text; `ids` are those of the steps, and `called` how conditions name these.
    """

    name: str
    steps: list[object]
    given: tuple[str, ...]
    names: Mapping[str, Where]
    in_text: frozenset[str]
    ids: tuple[str, ...]
    called: frozenset[str]

    @property
    def where(self) -> Where:
        """Its place in the file."""
        return (BLOCKS, self.name)


def blocks_of(data: Mapping[str, object]) -> dict[str, Block]:
    """The blocks of a file by name, without those that are no blocks: of these its model tells."""
    stated = data.get(BLOCKS)
    parts = stated.items() if isinstance(stated, Mapping) else ()
    return {name: _block(name, part, part["steps"]) for name, part in parts if _has_steps(part)}


def holds_steps(where: Where) -> bool:
    """Whether a list at that place is one of steps."""
    return bool(where) and (where[-1] in _HOLDING or where[-2:-1] == ("tracks",))


def _has_steps(part: object) -> bool:
    return isinstance(part, Mapping) and isinstance(part.get("steps"), list)


def _block(name: str, part: Mapping[str, object], steps: list[object]) -> Block:
    given = part.get("given")
    names, in_text = dict[str, Where](), set[str]()
    for each, where, is_alone in _named(steps, (BLOCKS, name, "steps")):
        names.setdefault(each, where)
        if not is_alone:
            in_text.add(each)
    ids = tuple(_ids_in(steps, ("steps",)))
    return Block(
        name=name,
        steps=steps,
        given=tuple(str(each) for each in given) if isinstance(given, list) else (),
        names=names,
        in_text=frozenset(in_text),
        ids=ids,
        called=frozenset(step_name(each) for each in ids),
    )


def _named(value: object, where: Where) -> Iterator[tuple[str, Where, bool]]:
    """Every `<name>`, with its place, and whether nothing else stands in that value."""
    if isinstance(value, str):
        yield from ((name, where, value == f"<{name}>") for name in GIVEN.findall(value))
    for key, part in _parts(value):
        yield from _named(part, (*where, key))


def _ids_in(value: object, where: Where) -> Iterator[str]:
    """The ids of steps, and of those inside them."""
    for key, part in _parts(value):
        is_item = isinstance(value, list) and holds_steps(where)
        if is_item and isinstance(part, Mapping) and isinstance(part.get("id"), str):
            yield part["id"]
        yield from _ids_in(part, (*where, key))


def _parts(value: object) -> Iterator[tuple[str | int, object]]:
    if isinstance(value, Mapping):
        yield from value.items()
    elif isinstance(value, list):
        yield from enumerate(value)
