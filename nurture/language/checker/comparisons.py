"""What is wrong with a comparison, given what its two sides are."""

from collections.abc import Iterator
from typing import Final

from jinja2 import nodes

from nurture.language.checker.findings import (
    UNKNOWN_STAGE,
    WRONG_COMPARISON,
    Finding,
    called,
    finding,
    missing,
    unlike,
    written,
)
from nurture.language.faults import one_of
from nurture.language.kinds import TEXT, Sort, Type
from nurture.language.stages import stage_hint

_ORDERINGS: Final = frozenset({"lt", "lteq", "gt", "gteq"})
_IN_ORDER: Final = frozenset({Sort.NUMBER, Sort.DAY, Sort.MOMENT, Sort.TEXT})


def check_comparison(
    op: str, left_node: nodes.Expr, left: Type, right_node: nodes.Expr, right: Type
) -> Iterator[Finding]:
    """Unlike kinds, words that a fact can't have, and order where something may be missing."""
    if op in _ORDERINGS:
        yield from _order(left_node, left, right_node, right)
    elif op in ("in", "notin"):
        yield from _membership(left_node, left, right_node, right)
    else:
        yield from _equality(left_node, left, right_node, right)


def _equality(left_node: nodes.Expr, left: Type, right_node: nodes.Expr, right: Type) -> Iterator[Finding]:
    if Sort.NOTHING in (left.sort, right.sort):
        return
    if left.sort is not right.sort or left.record != right.record:
        yield unlike(left_node, left, right_node, right)
    yield from _choice(left_node, left, right_node)
    yield from _choice(right_node, right, left_node)


def _membership(left_node: nodes.Expr, left: Type, right_node: nodes.Expr, right: Type) -> Iterator[Finding]:
    inside = TEXT if right.sort is Sort.TEXT else right.of
    if right.sort not in (Sort.LIST, Sort.TEXT):
        message = f"`in` takes a list or text on its right side, and {called(right_node)} is {right.said()}"
        yield finding(WRONG_COMPARISON, message, "compare with `==`", right_node)
    elif inside and left.sort not in (inside.sort, Sort.NOTHING):
        yield unlike(left_node, left, right_node, inside if right.sort is Sort.TEXT else right)
    if isinstance(right_node, nodes.List | nodes.Tuple):
        for item in right_node.items:
            yield from _choice(left_node, left, item)


def _order(left_node: nodes.Expr, left: Type, right_node: nodes.Expr, right: Type) -> Iterator[Finding]:
    if left.sort is not right.sort and Sort.NOTHING not in (left.sort, right.sort):
        yield unlike(left_node, left, right_node, right)
        return
    for node, kind in ((left_node, left), (right_node, right)):
        if kind.is_optional:
            yield missing(
                node,
                f"ask first whether it is there: `{written(node)} and …`, or give it a fallback with `or`",
            )
        elif kind.sort not in _IN_ORDER:
            yield finding(WRONG_COMPARISON, f"{called(node)} is {kind.said()}, which has no order", None, node)


def _choice(node: nodes.Expr, kind: Type, other: nodes.Expr) -> Iterator[Finding]:
    word = other.value if isinstance(other, nodes.Const) else None
    if kind.stages and isinstance(word, str) and word not in kind.stages.theirs:
        yield finding(UNKNOWN_STAGE, f"company.yaml lists no stage “{word}”", stage_hint(word, kind.stages), other)
    if kind.choices and isinstance(word, str) and word not in kind.choices:
        yield finding(WRONG_COMPARISON, f"{called(node)} is never “{word}”", one_of(word, kind.choices), other)
