"""Blocks put in where they are used, before a file is read any further: what follows sees plain steps.

Every part keeps its place in the file, so that what is wrong in a block is told there, with the use that it came by.
"""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from typing import Final

from nurture.language import codes
from nurture.language.codes import Code
from nurture.language.diagnostics import Diagnostic, Mark
from nurture.language.faults import did_you_mean, kind_of, listed
from nurture.language.load import MAX_BYTES, Source, Where
from nurture.language.schema import step_name

MOST_STEPS: Final = 500
"""Steps that the blocks of one file may come to."""
MOST_TEXT: Final = MAX_BYTES
"""Characters that they may come to, each other part counted as one."""
_BLOCKS: Final = "blocks"
_WORD: Final = "block"
_HOLDING: Final = ("steps", "then", "otherwise")
_NAMING: Final = ("reply_to_step",)
"""Keys under which another step's id stands."""
_GIVEN: Final = re.compile(r"<([a-z0-9]+(?:-[a-z0-9]+)*)>")
_CAME_OF: Final = re.compile(r"\bsteps\.([a-z0-9_]+)")


@dataclass(frozen=True, kw_only=True, slots=True)
class _Use:
    """One use of a block: what is put in, and how its steps are called."""

    id: str
    block: str
    line: int
    given: Mapping[str, object]
    own: frozenset[str]
    longest: int

    @property
    def said(self) -> str:
        """The use, in words."""
        return f"`{self.id}`, line {self.line}"


def expanded(source: Source) -> Source:
    """The file with its blocks put in; what is wrong with a use is added to its diagnostics."""
    if source.data is None or _WORD not in source.text:  # nearly every file: nothing is copied
        return source
    putting = _Putting(source)
    data = putting.copy(source.data, (), (), None)
    assert isinstance(data, dict), "the file is a mapping"
    return replace(
        source,
        data=data,
        keys=putting.keys,
        values=putting.values,
        empty=frozenset(putting.empty),
        diagnostics=(*source.diagnostics, *putting.found, *putting.unused()),
    )


def told_with_uses(diagnostics: list[Diagnostic]) -> list[Diagnostic]:
    """What is wrong in a block, once for each thing, with the use by which it came; where several did, the first."""
    first: dict[Diagnostic, tuple[str, int]] = {}
    for each in diagnostics:
        if each.mark.use is not None:
            plain = replace(each, mark=replace(each.mark, use=None))
            use, times = first.get(plain, (each.mark.use, 0))
            first[plain] = (use, times + 1)
    others = [each for each in diagnostics if each.mark.use is None]
    return [*others, *(_with_use(each, use, times) for each, (use, times) in first.items())]


def _with_use(diagnostic: Diagnostic, use: str, times: int) -> Diagnostic:
    more = f", and {times - 1} more" if times > 1 else ""
    return replace(diagnostic, message=f"{diagnostic.message} (in {use}{more})")


class _Putting:
    """Copies a file, block by block, and notes where each part of the copy stands."""

    def __init__(self, source: Source) -> None:
        self._source = source
        self._empty_in: dict[Where, list[Where]] = {}
        for way in source.empty:
            self._empty_in.setdefault(way[:-1], []).append(way)
        self.keys: dict[Where, Mark] = {}
        self.values: dict[Where, Mark] = {}
        self.empty: set[Where] = set()
        self.found: list[Diagnostic] = []
        self.uses: set[str] = set()
        self._steps = self._text = 0
        stated = (source.data or {}).get(_BLOCKS)
        self._blocks = stated if isinstance(stated, Mapping) else {}

    def copy(self, value: object, old: Where, new: Where, use: _Use | None) -> object:
        """The value, with blocks put in; `old` is its place in the file, `new` that in the copy."""
        if use is not None:
            self._text += 1 + (len(value) + value.count("<") * use.longest if isinstance(value, str) else 0)
            if self._text > MOST_TEXT:
                return value  # told with the use
        self._note(old, new, use)
        if isinstance(value, Mapping):
            for way in self._empty_in.get(old, ()):
                self.empty.add((*new, way[-1]))
                self._note(way, (*new, way[-1]), use)
            return {key: self.copy(each, (*old, key), (*new, key), use) for key, each in value.items()}
        if isinstance(value, list):
            return self._steps_of(value, old, new, use) if _holds_steps(old) else self._plain(value, old, new, use)
        return self._filled(value, old, use) if use and isinstance(value, str) else value

    def unused(self) -> Iterator[Diagnostic]:
        """Blocks that nothing uses, whose steps nobody has looked at."""
        for name in self._blocks:
            if name not in self.uses:
                said = f"nothing uses the block `{name}`"
                yield self._fault(codes.UNUSED_BLOCK, (_BLOCKS, name), said, "delete it, or use it", on_key=True)

    def _plain(self, value: list[object], old: Where, new: Where, use: _Use | None) -> list[object]:
        return [self.copy(each, (*old, number), (*new, number), use) for number, each in enumerate(value)]

    def _steps_of(self, value: list[object], old: Where, new: Where, use: _Use | None, start: int = 0) -> list[object]:
        """A list of steps, whose first is the one of that number in the copy."""
        made: list[object] = []
        for number, item in enumerate(value):
            where = (*old, number)
            if not isinstance(item, Mapping) or "block" not in item or old[:1] == (_BLOCKS,):
                if use is not None and isinstance(item, Mapping) and "block" in item:
                    said = "a block holds no other"
                    self._add(codes.TOO_MANY_BLOCKS, (*where, "block"), said, "write out its steps here")
                    continue
                made.append(_renamed(self.copy(item, where, (*new, start + len(made)), use), use))
            elif (begun := self._use(item, where)) is not None:
                made += self._put(begun, new, start + len(made))
        return made

    def _put(self, use: _Use, new: Where, start: int) -> list[object]:
        steps = self._blocks[use.block]["steps"]
        self._steps += sum(1 for _ in _ids_in(steps))
        is_small = self._steps <= MOST_STEPS
        made = self._steps_of(steps, (_BLOCKS, use.block, "steps"), new, use, start) if is_small else []
        if not is_small or self._text > MOST_TEXT:
            much = f"{MOST_STEPS} steps" if not is_small else f"{MOST_TEXT} characters"
            said = f"with this the blocks come to more than {much}"
            self._add(codes.TOO_MANY_BLOCKS, (_BLOCKS, use.block), said, "make several sequences of it", on_key=True)
            return []
        return made

    def _use(self, item: Mapping[str, object], where: Where) -> _Use | None:
        """What a step that names a block puts in; None where that is wrong, which is told."""
        name, stated = item["block"], item.get("with", {})
        self.uses.add(str(name))
        block = self._blocks.get(name) if isinstance(name, str) else None
        if not isinstance(block, Mapping) or not isinstance(block.get("steps"), list):
            if not isinstance(name, str) or name not in self._blocks:
                hint = did_you_mean(str(name), self._blocks) or "write its steps under `blocks`, at the top of the file"
                self._add(codes.UNKNOWN_BLOCK, (*where, "block"), f"there is no block `{name}`", hint)
            return None
        for key in item:
            if key not in ("id", "block", "with"):
                said = f"`{key}` can't stand beside `block`"
                self._add(codes.UNKNOWN_KEY, (*where, key), said, "write it in the steps of the block", on_key=True)
        if not isinstance(item.get("id"), str) or not isinstance(stated, Mapping):
            said = "a use of a block has an `id`, and under `with` what it is given"
            self._add(
                codes.MISSING_KEY, where, said, "write them as in `{id: day-30, block: milestone, with: {day: 30}}`"
            )
            return None
        if not self._fits(str(name), stated, where):
            return None
        line, own = self._source.mark(where).line, frozenset(_ids_in(block["steps"]))
        return _Use(id=str(item["id"]), block=str(name), line=line, given=stated, own=own, longest=_most_text(stated))

    def _fits(self, name: str, stated: Mapping[str, object], where: Where) -> bool:
        """Whether a use gives what the block takes, and no more; and whether the block uses what it takes."""
        block = self._blocks[name]
        stated_there = block.get("given")
        taken = [str(each) for each in stated_there] if isinstance(stated_there, list) else []
        at = (_BLOCKS, name, "given")
        missing = [each for each in taken if each not in stated]
        if missing:
            said = f"the block `{name}` is not given {listed(missing, 'and')}"
            self._add(codes.NOT_GIVEN, (*where, "block"), said, f"add to `with`: `{missing[0]}`")
        for each in stated:
            if each not in taken:
                hint = did_you_mean(each, taken) or f"leave it out, or list it under `given` of `{name}`"
                self._add(codes.NOT_GIVEN, (*where, "with", each), f"`{name}` takes no `{each}`", hint, on_key=True)
        used, in_text = dict[str, Where](), set[str]()
        for each, place, is_alone in _placeholders(block["steps"], (_BLOCKS, name, "steps")):
            used.setdefault(each, place)
            in_text |= set() if is_alone else {each}
        for each in sorted(in_text & {key for key, value in stated.items() if isinstance(value, list | Mapping)}):
            said = f"`<{each}>` stands in the middle of a text, and this is {kind_of(stated[each])}"
            self._add(codes.NOT_GIVEN, (*where, "with", each), said, "give it text or a number")
        for number, each in enumerate(taken):
            if each not in used:
                said = f"no step of the block names `<{each}>`"
                self._add(codes.NOT_GIVEN, (*at, number), said, "leave it out of `given`")
        for each, place in used.items():
            if each not in taken:
                hint = did_you_mean(each, taken) or f"list it under `given`, as in `given: [{each}]`"
                self._add(codes.NOT_GIVEN, place, f"the block is given no `{each}`", hint)
        return not missing and set(used) <= set(taken)

    def _filled(self, text: str, old: Where, use: _Use) -> object:
        alone = _GIVEN.fullmatch(text)
        if alone is not None and alone[1] in use.given:
            return use.given[alone[1]]
        made = _GIVEN.sub(lambda found: _as_text(use.given.get(found[1], found[0])), text)
        if old[-1:] and old[-1] in _NAMING and made in use.own:
            return f"{use.id}-{made}"
        own = {step_name(each) for each in use.own}
        prefix = step_name(use.id)
        return _CAME_OF.sub(lambda found: f"steps.{prefix}_{found[1]}" if found[1] in own else found[0], made)

    def _note(self, old: Where, new: Where, use: _Use | None) -> None:
        for found, marks in ((self._source.values, self.values), (self._source.keys, self.keys)):
            if old in found:
                marks[new] = replace(found[old], use=use.said) if use else found[old]

    def _add(self, code: Code, where: Where, said: str, hint: str, *, on_key: bool = False) -> None:
        self.found.append(self._fault(code, where, said, hint, on_key=on_key))

    def _fault(self, code: Code, where: Where, said: str, hint: str, *, on_key: bool = False) -> Diagnostic:
        mark = self._source.key_mark(where) if on_key else self._source.mark(where)
        return Diagnostic(
            code=code.code, message=said, path=self._source.path, mark=mark, hint=hint, severity=code.severity
        )


def _holds_steps(where: Where) -> bool:
    return bool(where) and (where[-1] in _HOLDING or where[-2:-1] == ("tracks",))


def _renamed(step: object, use: _Use | None) -> object:
    if use is None or not isinstance(step, dict) or not isinstance(step.get("id"), str):
        return step
    return {**step, "id": f"{use.id}-{step['id']}"}


def _ids_in(steps: object, where: Where = ("steps",)) -> Iterator[str]:
    """The ids of steps, and of those inside them."""
    if isinstance(steps, list):
        for number, item in enumerate(steps):
            if _holds_steps(where) and isinstance(item, Mapping) and isinstance(item.get("id"), str):
                yield item["id"]
            yield from _ids_in(item, (*where, number))
    elif isinstance(steps, Mapping):
        for key, each in steps.items():
            yield from _ids_in(each, (*where, key))


def _placeholders(value: object, where: Where) -> Iterator[tuple[str, Where, bool]]:
    """Every `<name>`, with its place, and whether nothing else stands in that value."""
    if isinstance(value, str):
        yield from ((name, where, value == f"<{name}>") for name in _GIVEN.findall(value))
    parts = value.items() if isinstance(value, Mapping) else enumerate(value) if isinstance(value, list) else ()
    for key, part in parts:
        yield from _placeholders(part, (*where, key))


def _most_text(given: Mapping[str, object]) -> int:
    return max((len(str(value)) for value in given.values()), default=0)


def _as_text(value: object) -> str:
    if isinstance(value, bool):
        return "true" if value else "false"
    return str(value)
