"""A use of a block: what it gives, whether that fits, and what becomes of a text of the block by it."""

import re
from collections.abc import Mapping
from typing import Final

from nurture.language import codes
from nurture.language.blocks.block import BLOCKS, GIVEN, Block
from nurture.language.blocks.telling import Faults
from nurture.language.faults import did_you_mean, kind_of, listed
from nurture.language.load import Where
from nurture.language.schema import step_name
from nurture.values import frozen

BLOCK: Final = "block"
_WITH: Final = "with"
_KEYS: Final = ("id", BLOCK, _WITH)
_NAMING: Final = ("reply_to_step",)
"""Keys under which another step's id stands."""
_CAME_OF: Final = re.compile(r"\bsteps\.([a-z0-9_]+)")
_FILLED_IN: Final = re.compile(rf"\bsteps\.(?:[a-z0-9_]|{GIVEN.pattern})*|{GIVEN.pattern}")
"""What is given, and the name of a step that may be made of it."""


@frozen
class Use:
    """One use of a block: by which id, what it gives, the length of what is longest of that, and the use in words."""

    id: str
    said: str
    block: Block
    given: Mapping[str, object]
    longest: int

    def id_of(self, step: str) -> str:
        """What a step of the block is called here."""
        return f"{self.id}-{step}"

    def text(self, text: str, where: Where) -> object:
        """What a text of the block becomes here: with what is given, and the block's own steps by their ids here.

        What is nothing but a `<name>` becomes what is given, be it text or not.
        """
        alone = GIVEN.fullmatch(text)
        if alone and alone[1] in self.given:
            return self.given[alone[1]]
        made = _FILLED_IN.sub(self._filled_in, text)
        if where[-1:] and where[-1] in _NAMING and made in self.block.ids:
            return self.id_of(made)
        return _CAME_OF.sub(self._step_here, made)

    def _filled_in(self, named: re.Match[str]) -> str:
        """With what is given; a step that is named by that goes by its id, and is called as conditions call it."""
        made = GIVEN.sub(lambda found: _as_text(self.given.get(found[1], found[0])), named[0])
        return step_name(made) if made != named[0] and named[0].startswith("steps.") else made

    def _step_here(self, named: re.Match[str]) -> str:
        is_own = named[1] in self.block.called
        return f"steps.{step_name(self.id_of(named[1]))}" if is_own else named[0]


def read_use(item: Mapping[str, object], where: Where, blocks: Mapping[str, Block], faults: Faults) -> Use | None:
    """What a step that names a block puts in; None where that is wrong, which is told, or the block itself is none."""
    name, given = item[BLOCK], item.get(_WITH, {})
    stated = (faults.source.data or {}).get(BLOCKS)
    there = list(stated) if isinstance(stated, Mapping) else []
    if not isinstance(name, str) or name not in there:
        hint = did_you_mean(str(name), there) or "write its steps under `blocks`, at the top of the file"
        faults.add(codes.UNKNOWN_BLOCK, (*where, BLOCK), f"there is no block `{name}`", hint)
        return None
    if name not in blocks:
        return None
    for key in item:
        if key not in _KEYS:
            said = f"`{key}` can't stand beside `block`"
            faults.add(codes.UNKNOWN_KEY, (*where, key), said, "write it in the steps of the block", on_key=True)
    if not isinstance(item.get("id"), str) or not isinstance(given, Mapping):
        said = "a use of a block has an `id`, and under `with` what it is given"
        hint = "write them as in `{id: day-30, block: milestone, with: {day: 30}}`"
        faults.add(codes.MISSING_KEY, where, said, hint)
        return None
    block = blocks[name]
    is_sound = _names_what_it_is_given(block, faults)
    if not (_gives_what_it_takes(block, given, where, faults) and is_sound):
        return None
    return Use(
        id=str(item["id"]),
        said=f"`{item['id']}`, line {faults.source.mark(where).line}",
        block=block,
        given=given,
        longest=max((len(str(value)) for value in given.values()), default=0),
    )


def _gives_what_it_takes(block: Block, given: Mapping[str, object], where: Where, faults: Faults) -> bool:
    """Whether a use gives all that the block takes. What it gives beside that is told."""
    missing = [each for each in block.given if each not in given]
    if missing:
        said = f"the block `{block.name}` is not given {listed(missing, 'and')}"
        faults.add(codes.NOT_GIVEN, (*where, BLOCK), said, f"add to `with`: `{missing[0]}`")
    for each, value in given.items():
        at = (*where, _WITH, each)
        if each not in block.given:
            hint = did_you_mean(each, block.given) or f"leave it out, or list it under `given` of `{block.name}`"
            faults.add(codes.NOT_GIVEN, at, f"`{block.name}` takes no `{each}`", hint, on_key=True)
        if each in block.in_text and isinstance(value, list | Mapping):
            said = f"`<{each}>` stands in the middle of a text, and this is {kind_of(value)}"
            faults.add(codes.NOT_GIVEN, at, said, "give it text or a number")
    return not missing


def _names_what_it_is_given(block: Block, faults: Faults) -> bool:
    """Whether a block names nothing but what it is given. What it is given and does not name is told."""
    for number, each in enumerate(block.given):
        if each not in block.names:
            said = f"no step of the block names `<{each}>`"
            faults.add(codes.NOT_GIVEN, (*block.where, "given", number), said, "leave it out of `given`")
    unknown = {each: where for each, where in block.names.items() if each not in block.given}
    for each, where in unknown.items():
        hint = did_you_mean(each, block.given) or f"list it under `given`, as in `given: [{each}]`"
        faults.add(codes.NOT_GIVEN, where, f"the block is given no `{each}`", hint)
    return not unknown


def _as_text(value: object) -> str:
    if isinstance(value, bool):
        return "true" if value else "false"
    return str(value)
