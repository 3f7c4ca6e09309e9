"""What a condition tells about which facts are there."""

from collections.abc import Mapping
from itertools import accumulate
from types import MappingProxyType

from jinja2 import nodes

from nurture.language.syntax import path_of

NOTHING_KNOWN: frozenset[str] = frozenset()
BOTH_THERE = "today_between"
"""The function that comes out true only where all that it is given is there."""


def present_if(
    test: nodes.Node, outcome: bool, named: Mapping[str, nodes.Expr] = MappingProxyType({})
) -> frozenset[str]:
    """The facts that are there for certain if the test comes out so; what is above a fact is there with it.

    `named` are conditions that have a name, which tell what they are made of tells.
    """
    if path := path_of(test):
        if path in named:
            return present_if(named[path], outcome, named)
        return _with_outer(path) if outcome else NOTHING_KNOWN
    if isinstance(test, nodes.Not):
        return present_if(test.node, not outcome, named)
    if isinstance(test, nodes.And | nodes.Or):
        sides = [present_if(side, outcome, named) for side in (test.left, test.right)]
        # Both sides speak where both must have come out so: a true `and`, a false `or`.
        return sides[0] | sides[1] if isinstance(test, nodes.And) is outcome else sides[0] & sides[1]
    if isinstance(test, nodes.Test) and test.name == "none" and (path := path_of(test.node)):
        return NOTHING_KNOWN if outcome else _with_outer(path)
    if isinstance(test, nodes.Compare):
        return _present_if_compared(test, outcome)
    if isinstance(test, nodes.Call) and path_of(test.node) == BOTH_THERE and outcome:
        return NOTHING_KNOWN.union(*(_with_outer(path) for arg in test.args if (path := path_of(arg))))
    return NOTHING_KNOWN


def _present_if_compared(test: nodes.Compare, outcome: bool) -> frozenset[str]:
    [operand] = test.ops
    path = path_of(test.expr)
    if path is None:
        return NOTHING_KNOWN
    if isinstance(operand.expr, nodes.Const) and operand.op in ("eq", "ne"):
        is_something = (operand.op == "eq") is outcome
        return _with_outer(path) if is_something is (operand.expr.value is not None) else NOTHING_KNOWN
    if isinstance(operand.expr, nodes.List | nodes.Tuple) and operand.op in ("in", "notin"):
        is_listed = (operand.op == "in") is outcome
        constant = all(isinstance(item, nodes.Const) and item.value is not None for item in operand.expr.items)
        return _with_outer(path) if is_listed and constant else NOTHING_KNOWN
    return NOTHING_KNOWN


def _with_outer(path: str) -> frozenset[str]:
    return frozenset(accumulate(path.split("."), "{}.{}".format))
