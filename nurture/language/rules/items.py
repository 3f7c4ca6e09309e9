"""`each`: what it goes through is a list, its item has a name of its own, and what may be named where."""

from collections.abc import Iterator, Mapping
from typing import Final

from nurture.language import codes
from nurture.language.checker import type_of_expression
from nurture.language.diagnostics import Diagnostic
from nurture.language.faults import listed
from nurture.language.kinds import TEXT, Sort, Type
from nurture.language.load import Where
from nurture.language.named_conditions import by_use
from nurture.language.nodes import Node
from nurture.language.rules.draft import Draft
from nurture.language.schema import Schema, Scope, schema_for
from nurture.language.steps import Together

PERSON: Final = "person"
_WITH_ITEM: Final = ("steps", "ends_when")


def item_at(draft: Draft, where: Where) -> tuple[str, Type] | None:
    """What the item is called at that place, and what it is, if that is done for each item of a list."""
    node = next((each for each in _eaches(draft) if _is_inside(each, where)), None)
    name = node.data.get("as") if node else None
    if node is None or not isinstance(name, str):
        return None
    kind = _list_of(draft, node)
    return name, (kind.of.optional(False) if kind and kind.of else TEXT)


def step_ids_at(draft: Draft, where: Where) -> frozenset[str]:
    """The steps that came to one thing as seen from there: what is done for each item is known inside alone."""
    hidden = [(*node.where, "steps") for node in _eaches(draft) if not _is_inside(node, where)]
    return frozenset(
        step for step, place in draft.step_ids.items() if not any(place[: len(each)] == each for each in hidden)
    )


def each_goes_through_a_list(draft: Draft) -> Iterator[Diagnostic]:
    """What `each` names is a list of texts, people or records."""
    schema = _schema(draft)
    for node in _eaches(draft):
        kind, where = _list_of(draft, node), (*node.where, "each")
        if kind is None:
            continue  # told where conditions are
        lists = sorted(_lists(schema))
        if kind.sort is not Sort.LIST:
            said = f"`each` goes through a list, and this is {kind.said()}"
            yield draft.at(codes.NOT_A_LIST, where, said, f"use {listed(lists)}")
        elif not _can_be_told_apart(kind.of, schema):
            yield draft.at(codes.NOT_A_LIST, where, "these items can't be told apart", f"use {listed(lists)}")


def items_have_names_of_their_own(draft: Draft) -> Iterator[Diagnostic]:
    """`as` is no fact's name."""
    taken = {*_schema(draft).names, *by_use(draft.own.conditions), *by_use((draft.source.data or {}).get("conditions"))}
    for node in _eaches(draft):
        name = node.data.get("as")
        if isinstance(name, str) and (name in taken or name == "event"):
            said = f"`{name}` is a fact or a condition already"
            yield draft.at(codes.BAD_NAME, (*node.where, "as"), said, "call the item something else")


def dates_of(draft: Draft, where: Where) -> Iterator[str]:
    """The dates of the item at that place, as they can be counted from."""
    if (item := item_at(draft, where)) is not None:
        facts = _schema(draft).of(item[1])
        yield from (f"{item[0]}.{name}" for name, fact in facts.items() if fact.sort in (Sort.DAY, Sort.MOMENT))


def _eaches(draft: Draft) -> Iterator[Node]:
    return (node for node in draft.nodes if node.model is Together and isinstance(node.data.get("each"), str))


def _is_inside(node: Node, where: Where) -> bool:
    depth = len(node.where)
    return where[:depth] == node.where and where[depth : depth + 1] in {(key,) for key in _WITH_ITEM}


def _scope(draft: Draft) -> Scope:
    return Scope(subject=draft.subject, step_ids=frozenset(draft.step_ids), outcomes=draft.outcomes, own=draft.own)


def _schema(draft: Draft) -> Schema:
    return schema_for(_scope(draft))


def _list_of(draft: Draft, node: Node) -> Type | None:
    return type_of_expression(str(node.data["each"]).strip(), scope=_scope(draft))


def _lists(schema: Schema) -> Iterator[str]:
    for name, kind in schema.names.items():
        if kind.sort is Sort.LIST and _can_be_told_apart(kind.of, schema):
            yield name
        facts: Mapping[str, Type] = schema.of(kind)
        yield from (
            f"{name}.{fact}" for fact, of in facts.items() if of.sort is Sort.LIST and _can_be_told_apart(of.of, schema)
        )


def _can_be_told_apart(kind: Type | None, schema: Schema) -> bool:
    return kind is not None and (kind.sort is Sort.TEXT or (kind.record is not None and "id" in schema.of(kind)))
