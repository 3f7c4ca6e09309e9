"""How we write the values and order the keys of a file, taken from its model."""

from collections.abc import Mapping
from typing import Final

from nurture.language.blocks import PutIn
from nurture.language.load import Where
from nurture.language.model import Model
from nurture.language.nodes import fields_of, walk
from nurture.language.sequence import Sequence
from nurture.language.steps import Step

_HEAD: Final = ("sequence", "title", "owner", "purpose", "for")
"""What a sequence is comes before what it does, though `for` is understood after `enroll`."""
_AS_GOOD: Final = frozenset({"any time"})
"""Words that mean the same as ours and read better where they stand."""


def values_of(model: Model, file: PutIn) -> dict[Where, str]:
    """The texts that we write in another way than the file does, by their place in it.

    In a block, what a use fills in or calls by a name of its own stays as it is written.
    """
    found: dict[Where, str] = {}
    _compare(file.meant.data, model.model_dump(mode="json", by_alias=True), (), found)
    places = ((new, file.origin(new)) for new in found)
    return {old: found[new] for new, old in places if _at(old, file.written.data) == _at(new, file.meant.data)}


def orders_of(model: Model, file: PutIn) -> dict[Where, tuple[str, ...]]:
    """The order of the keys of every mapping whose keys are ours to order."""
    in_blocks = {file.origin(node.where): _order(node.model) for node in walk(type(model), file.meant.data or {})}
    return in_blocks | {node.where: _order(node.model) for node in walk(type(model), file.written.data or {})}


def _at(where: Where, data: object) -> object:
    """What stands at that place."""
    for part in where:
        assert isinstance(data, Mapping | list), "something stands there"
        data = data[part] if isinstance(data, Mapping) else data[int(part)]
    return data


def _compare(written: object, ours: object, where: Where, found: dict[Where, str]) -> None:
    if isinstance(written, Mapping) and isinstance(ours, Mapping):
        for key, value in written.items():
            _compare(value, ours.get(key), (*where, key), found)
    elif isinstance(written, list) and isinstance(ours, list) and len(written) == len(ours):
        for number, (value, own) in enumerate(zip(written, ours, strict=True)):
            _compare(value, own, (*where, number), found)
    elif isinstance(ours, list) and len(ours) == 1:  # one value in place of a list of one
        _compare(written, ours[0], where, found)
    elif isinstance(written, str) and isinstance(ours, str) and written != ours and written.lower() not in _AS_GOOD:
        found[where] = ours


def _order(model: type[Model]) -> tuple[str, ...]:
    """As the model has them; but what holds steps comes last, where nothing that is short gets lost below it."""
    first = _HEAD if model is Sequence else ("id", model.KIND) if issubclass(model, Step) else ()
    holding = {key for key, types in fields_of(model).items() if any(issubclass(each, Step) for each in types)}
    short = (key for key in fields_of(model) if key not in holding)
    return tuple(dict.fromkeys((*first, *short, *fields_of(model))))
