"""What is wrong with a part of an expression, and how to say it."""

from typing import Final

from jinja2 import nodes

from nurture.language.kinds import Sort, Type
from nurture.language.syntax import path_of
from nurture.values import frozen

UNKNOWN_NAME: Final = "N021"
UNKNOWN_FACT: Final = "N022"
WRONG_COMPARISON: Final = "N023"
MAY_BE_MISSING: Final = "N024"
UNKNOWN_FUNCTION: Final = "N025"
UNKNOWN_STAGE: Final = "N029"


@frozen
class Finding:
    """One thing that is wrong, at an offset of the text."""

    code: str
    message: str
    hint: str | None
    offset: int
    length: int


def finding(code: str, message: str, hint: str | None, node: nodes.Node) -> Finding:
    """Something wrong with that node of a tree whose places are offsets."""
    return Finding(code=code, message=message, hint=hint, offset=start_of(node), length=_width(node))


def unlike(left_node: nodes.Node, left: Type, right_node: nodes.Node, right: Type) -> Finding:
    """Two values of different kinds side by side."""
    message = f"{called(left_node)} is {left.said()}, and {called(right_node)} is {right.said()}"
    return finding(WRONG_COMPARISON, message, _alike(left_node, left, right_node, right), left_node)


def _alike(left_node: nodes.Node, left: Type, right_node: nodes.Node, right: Type) -> str | None:
    """What may have been meant by a comparison of unlike kinds."""
    sides = {left.sort: left_node, right.sort: right_node}
    match sides:
        case {Sort.DAY: _} | {Sort.MOMENT: _}:
            return "for dates, compare `days_since(…)` or `days_until(…)` with a number"
        case {Sort.LIST: items, Sort.TEXT: item}:
            return f"write `{written(item)} in {written(items)}`"
        case {Sort.LIST: items, Sort.NUMBER: _}:
            return f"write `{written(items)} | length`, which counts"
        case {Sort.RECORD: record}:
            return f"name one of its facts, as in `{written(record)}.…`"
        case {Sort.FLAG: flag} if not isinstance(flag, nodes.Const):
            return f"write `{written(flag)}`, or `not {written(flag)}`"
        case {Sort.TEXT: nodes.Const() as text, Sort.NUMBER: _}:
            return "write the number without quotes" if str(text.value).isdigit() else None
        case {Sort.TEXT: _, Sort.NUMBER: nodes.Const() as number}:
            return f'text stands in quotes: `"{number.value}"`'
    return None


def missing(node: nodes.Node, hint: str) -> Finding:
    """A value that must be there and may not be."""
    return finding(MAY_BE_MISSING, f"{called(node)} may be missing", hint, node)


def start_of(node: nodes.Node) -> int:
    """Where the first word of it stands."""
    if isinstance(node, nodes.Getattr | nodes.Filter | nodes.Call) and node.node is not None:
        return start_of(node.node)
    return node.lineno


def called(node: nodes.Node) -> str:
    """How a sentence names it."""
    if isinstance(node, nodes.Const):
        return f"“{node.value}”"
    text = written(node)
    return "this" if text == _PLACEHOLDER else f"`{text}`"


def written(node: nodes.Node) -> str:
    """It as it could be written, for hints; `x` for what is too long to repeat."""
    if path := path_of(node):
        return path
    if isinstance(node, nodes.Const):
        return f'"{node.value}"' if isinstance(node.value, str) else str(node.value)
    if isinstance(node, nodes.Filter) and node.node is not None and not node.args:
        return f"{written(node.node)} | {node.name}"
    if isinstance(node, nodes.Call) and len(node.args) == 1:
        return f"{written(node.node)}({written(node.args[0])})"
    return _PLACEHOLDER


_PLACEHOLDER: Final = "x"


def _width(node: nodes.Node) -> int:
    if isinstance(node, nodes.Const):
        return len(str(node.value)) + 2 * isinstance(node.value, str)
    return len(path_of(node) or "x")
