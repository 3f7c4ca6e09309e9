"""The file with the steps of its blocks in place of their uses."""

from collections.abc import Iterable, Iterator, Mapping
from typing import Final

from nurture.language import codes
from nurture.language.blocks.block import BLOCKS, blocks_of, holds_steps
from nurture.language.blocks.telling import Faults
from nurture.language.blocks.use import BLOCK, Use, read_use
from nurture.language.diagnostics import Mark
from nurture.language.load import MAX_BYTES, Source, Where
from nurture.values import frozen, replace

MOST_STEPS: Final = 500
"""Steps that the blocks of one file may come to."""
MOST_TEXT: Final = MAX_BYTES
"""Characters that they may come to, each other part counted as one."""


@frozen
class Origin:
    """Where in the file a part of the copy came from, and by which use of a block, if by one."""

    where: Where
    use: str | None


@frozen
class PutIn:
    """A file as it is `written`, and as if all its steps had been written out, as it is `meant`."""

    written: Source
    meant: Source
    _origins: Mapping[Where, Origin]

    def origin(self, where: Where) -> Where:
        """Where in the file that part of what is meant came from."""
        origin = self._origins.get(where)
        return origin.where if origin else where


class _TooMuch(Exception):
    """The blocks come to more than they may; says to how much that would be."""


def expanded(source: Source) -> Source:
    """The file with its blocks put in; what is wrong with a use is added to its diagnostics."""
    return put_in(source).meant


def put_in(source: Source) -> PutIn:
    """The same, with the origin of each part."""
    if source.data is None or BLOCK not in source.text:  # nearly every file: nothing is copied
        return PutIn(written=source, meant=source, _origins={})
    copy = _Copy(source)
    data = copy.file(source.data)
    origins = copy.origins
    made = replace(
        source,
        data=data,
        keys=_moved(source.keys, origins),
        values=_moved(source.values, origins),
        empty=frozenset(new for new, old in origins.items() if old.where in source.empty) | _under_blocks(source.empty),
        diagnostics=(*source.diagnostics, *copy.faults.found),
    )
    return PutIn(written=source, meant=made, _origins=origins)


def _moved(marks: Mapping[Where, Mark], origins: Mapping[Where, Origin]) -> dict[Where, Mark]:
    """The marks of the file as the copy has them; each says by which use of a block it came."""
    moved = {where: marks[where] for where in _under_blocks(marks)}
    for new, old in origins.items():
        if mark := marks.get(old.where):
            moved[new] = replace(mark, use=old.use) if old.use else mark
    return moved


def _under_blocks(places: Iterable[Where]) -> frozenset[Where]:
    return frozenset(where for where in places if where[:1] == (BLOCKS,))


class _Copy:
    """Copies a file. A place has two names on the way: `old` is that in the file, `new` that in the copy."""

    def __init__(self, source: Source) -> None:
        assert source.data is not None, "it could be read"
        self.faults = Faults(source=source)
        self.origins: dict[Where, Origin] = {}
        self._blocks = blocks_of(source.data)
        self._unused = dict.fromkeys(stated if isinstance(stated := source.data.get(BLOCKS), Mapping) else ())
        self._empty_in: dict[Where, list[Where]] = {}
        for way in source.empty:
            self._empty_in.setdefault(way[:-1], []).append(way)
        self._steps = self._text = 0

    def file(self, data: Mapping[str, object]) -> dict[str, object]:
        """The whole of it. What stands under `blocks` stays as it is."""
        written = {key: value for key, value in data.items() if key != BLOCKS}
        copied = self._value(written, (), (), None)
        assert isinstance(copied, dict), "a mapping is copied to one"
        for name in self._unused:
            said = f"nothing uses the block `{name}`"
            self.faults.add(codes.UNUSED_BLOCK, (BLOCKS, name), said, "delete it, or use it", on_key=True)
        return {key: copied.get(key, value) for key, value in data.items()}

    def _value(self, value: object, old: Where, new: Where, use: Use | None) -> object:
        self._comes_from(old, new, use)
        if use is not None:
            self._count(value, use)
        if isinstance(value, Mapping):
            return self._mapping(value, old, new, use)
        if isinstance(value, list) and holds_steps(old):
            return list(self._steps_of(value, old, new, use))
        if isinstance(value, list):
            return [self._value(each, (*old, number), (*new, number), use) for number, each in enumerate(value)]
        return use.text(value, old) if use and isinstance(value, str) else value

    def _mapping(self, value: Mapping[str, object], old: Where, new: Where, use: Use | None) -> dict[str, object]:
        for way in self._empty_in.get(old, ()):
            self._comes_from(way, (*new, way[-1]), use)
        return {key: self._value(each, (*old, key), (*new, key), use) for key, each in value.items()}

    def _steps_of(
        self, steps: list[object], old: Where, new: Where, use: Use | None, first: int = 0
    ) -> Iterator[object]:
        """The steps of a list, those of blocks among them; `first` is the number that they begin with in the copy."""
        number = first
        for count, step in enumerate(steps):
            where = (*old, count)
            if not (isinstance(step, Mapping) and BLOCK in step):
                made = [self._step(step, where, (*new, number), use)]
            elif use is not None:
                self.faults.add(
                    codes.TOO_MANY_BLOCKS, (*where, BLOCK), "a block holds no other", "write out its steps here"
                )
                continue
            else:
                made = self._put_in(step, where, new, number)
            number += len(made)
            yield from made

    def _step(self, step: object, old: Where, new: Where, use: Use | None) -> object:
        copied = self._value(step, old, new, use)
        if use is not None and isinstance(copied, dict) and isinstance(copied.get("id"), str):
            copied["id"] = use.id_of(copied["id"])
        return copied

    def _put_in(self, step: Mapping[str, object], where: Where, new: Where, first: int) -> list[object]:
        """The steps that a use of a block becomes; none where it is wrong, which is told."""
        self._unused.pop(str(step[BLOCK]), None)
        use = read_use(step, where, self._blocks, self.faults)
        if use is None:
            return []
        self._steps += len(use.block.ids)
        try:
            if self._steps > MOST_STEPS:
                raise _TooMuch(f"{MOST_STEPS} steps")
            return list(self._steps_of(use.block.steps, (*use.block.where, "steps"), new, use, first))
        except _TooMuch as much:
            said = f"with this the blocks come to more than {much}"
            self.faults.add(codes.TOO_MANY_BLOCKS, use.block.where, said, "make several sequences of it", on_key=True)
            return []

    def _count(self, value: object, use: Use) -> None:
        self._text += 1 + (len(value) + value.count("<") * use.longest if isinstance(value, str) else 0)
        if self._text > MOST_TEXT:
            raise _TooMuch(f"{MOST_TEXT} characters")

    def _comes_from(self, old: Where, new: Where, use: Use | None) -> None:
        self.origins[new] = Origin(where=old, use=use.said if use else None)
