"""A file's mappings, each with the model that it is meant to be.

Made from the data as it was read, so that the rules can look at every part that is in order while others are not.
"""

from collections.abc import Iterator, Mapping
from functools import lru_cache
from typing import TypeVar, get_args, get_origin

from pydantic import AliasChoices

from nurture.language.load import Where
from nurture.language.model import Model
from nurture.language.steps.base import Step
from nurture.language.steps.pick import kind_named
from nurture.values import frozen

T = TypeVar("T")


@frozen
class Node:
    """One mapping, where it stands, and what it is meant to be."""

    where: Where
    model: type[Model]
    data: Mapping[str, object]

    def texts_of(self, kind: type) -> Iterator[tuple[str, str]]:
        """Keys and values, as written, of those fields that are understood as a `kind`."""
        for key, types_ in fields_of(self.model).items():
            value = self.data.get(key)
            if kind in types_ and isinstance(value, str):
                yield key, value


def walk(model: type[Model], data: Mapping[str, object], where: Where = ()) -> Iterator[Node]:
    """The mapping and all mappings in it, in the order of the file."""
    yield Node(where=where, model=model, data=data)
    known = fields_of(model)
    for key, value in data.items():
        inner = next((each for each in known.get(key, ()) if issubclass(each, Model)), None)
        if inner is None:
            continue
        for way, item in _mappings(value, (*where, key), named=dict in known[key]):
            yield from walk(_kind(inner, item), item, way)


def model_at(model: type[Model], data: object, where: Where) -> type[Model] | None:
    """The model of the mapping at that place, if there is one."""
    if not isinstance(data, dict):
        return None
    nodes = [node for node in walk(model, data) if node.where == where]
    return nodes[0].model if nodes else None


@lru_cache(maxsize=64)
def fields_of(model: type[Model]) -> Mapping[str, tuple[type, ...]]:
    """The keys of a model in YAML, and the types that occur in each one's annotation."""
    fields: dict[str, tuple[type, ...]] = {}
    for name, info in model.model_fields.items():
        choices = info.validation_alias if isinstance(info.validation_alias, AliasChoices) else None
        keys = [str(choice) for choice in choices.choices] if choices else [info.alias or name]
        found = tuple(_types_in(info.annotation))
        fields |= dict.fromkeys(keys, found)
    return fields


def _types_in(annotation: object) -> Iterator[type]:
    origin = get_origin(annotation)
    if isinstance(origin, type):
        yield origin
    elif isinstance(annotation, type):
        yield annotation
    for part in get_args(annotation):
        yield from _types_in(part)


def _kind(model: type[Model], data: Mapping[str, object]) -> type[Model]:
    return (kind_named(data) or model) if issubclass(model, Step) else model


def _mappings(value: object, where: Where, *, named: bool) -> Iterator[tuple[Where, dict[str, object]]]:
    """The value if it is a mapping, else the mappings in it: of a list, or (`named`) under keys of one's choice."""
    if isinstance(value, dict) and not named:
        yield where, value
    elif isinstance(value, dict):
        for key, item in value.items():
            yield from _mappings(item, (*where, key), named=False)
    elif isinstance(value, list):
        yield from (((*where, number), item) for number, item in enumerate(value) if isinstance(item, dict))
