"""Which of Jinja's syntax is let through: facts, comparisons, the published functions; if and for. Nothing else."""

from collections.abc import Callable, Iterator
from contextlib import suppress
from enum import StrEnum
from typing import Final, TypeVar

from jinja2 import TemplateSyntaxError, nodes
from jinja2.parser import Parser
from jinja2.sandbox import ImmutableSandboxedEnvironment

from nurture.language.functions import FUNCTIONS, ExpressionError
from nurture.values import frozen

MAX_DEPTH: Final = 40
"""Levels of a syntax tree."""
TOO_DEEP: Final = "this is nested too deeply"
_Node = TypeVar("_Node", bound=nodes.Node)


class Fence(StrEnum):
    """What kind of thing is kept out."""

    OPERATOR = "operator"
    STATEMENT = "statement"
    INTERNAL = "internal"


@frozen
class Refusal:
    """Syntax that is not let through. `offset` is where its node says it is; `word` what to look for from there."""

    fence: Fence
    message: str
    hint: str
    offset: int
    word: str = ""

    def error(self) -> ExpressionError:
        """The same as an exception."""
        return ExpressionError(self.message, hint=f"{self.hint[0].upper()}{self.hint[1:]}.")


_LET_THROUGH: Final[tuple[type[nodes.Node], ...]] = (
    *(nodes.Template, nodes.Output, nodes.TemplateData, nodes.If, nodes.For),
    *(nodes.Name, nodes.Getattr, nodes.Const, nodes.List, nodes.Tuple, nodes.Compare, nodes.Operand),
    *(nodes.And, nodes.Or, nodes.Not, nodes.Filter, nodes.Test, nodes.Call, nodes.CondExpr),
    *(nodes.Add, nodes.Sub, nodes.Neg, nodes.Pos),
)


def refusals(tree: nodes.Node) -> Iterator[Refusal]:
    """Everything in a syntax tree that is not let through, in order; unknown names and functions are let be."""
    if refused := _refusal(tree):
        yield refused
    else:
        for child in tree.iter_child_nodes():
            yield from refusals(child)


def _refusal(node: nodes.Node) -> Refusal | None:
    said = _why_kept_out(node)
    if said is None:
        return None
    fence, word, message, hint = said
    return Refusal(fence=fence, word=word, message=message, hint=hint, offset=node.lineno or 0)


def _why_kept_out(node: nodes.Node) -> tuple[Fence, str, str, str] | None:
    """Fence, word, message and hint for a node that is kept out, whatever is inside it."""
    if isinstance(node, nodes.Getattr | nodes.Name | nodes.Filter | nodes.Test) and _name(node).startswith("_"):
        name = _name(node)
        return Fence.INTERNAL, name, f"`{name}` is out of reach", "name one of the published facts"
    if isinstance(node, nodes.Call) and not _is_plain_call(node):
        hint = f"they are {', '.join(FUNCTIONS)}, with what they take in parentheses"
        return Fence.INTERNAL, "(", "only the published functions can be called", hint
    if isinstance(node, nodes.Compare) and len(node.ops) > 1:
        hint = "write one comparison at a time, joined by `and`"
        return Fence.OPERATOR, "", "this compares more than two things at once", hint
    if isinstance(node, nodes.For) and not _is_plain_loop(node):
        message = "a `for` goes over one list with one name, and holds no other `for`"
        return Fence.STATEMENT, "for", message, "use `if` inside it"
    if isinstance(node, _LET_THROUGH):
        return None
    if isinstance(node, nodes.Getitem):
        return Fence.INTERNAL, "[", "brackets reach nothing here", "write `record.fact`, or `in` for lists"
    if isinstance(node, nodes.Stmt):
        hint = "use `if`, `elif`, `else` and `for`"
        return Fence.STATEMENT, "", "this statement can't be used in a template", hint
    sign = "~" if isinstance(node, nodes.Concat) else getattr(node, "operator", None)
    hint = "use `==`, `!=`, `<`, `<=`, `>`, `>=`, `in`, `not`, `and`, `or`, and `+` and `-` with numbers"
    return Fence.OPERATOR, "", f"`{sign}` can't be used here" if sign else "this can't be used here", hint


def _name(node: nodes.Getattr | nodes.Name | nodes.Filter | nodes.Test) -> str:
    return str(node.attr if isinstance(node, nodes.Getattr) else node.name)


def _is_plain_call(node: nodes.Call) -> bool:
    return isinstance(node.node, nodes.Name) and not (node.kwargs or node.dyn_args or node.dyn_kwargs)


def _is_plain_loop(node: nodes.For) -> bool:
    return isinstance(node.target, nodes.Name) and not (node.recursive or node.find(nodes.For))


def checked(tree: _Node) -> _Node:
    """The tree, if all of it is let through. Raises ExpressionError."""
    if refused := next(refusals(tree), None):
        raise refused.error()
    return tree


def parse_expression(env: ImmutableSandboxedEnvironment, text: str) -> nodes.Expr:
    """The syntax tree of one expression. Raises jinja2.TemplateSyntaxError."""

    def parsed() -> nodes.Expr:
        parser = Parser(env, text, state="variable")
        tree = parser.parse_expression()
        if not parser.stream.eos:
            token = parser.stream.current
            parser.fail(f"`{token.value}` is one word too many", token.lineno)
        return tree

    return _shallow(parsed)


def parse_template(env: ImmutableSandboxedEnvironment, text: str) -> nodes.Template:
    """The syntax tree of a template. Raises jinja2.TemplateSyntaxError."""
    return _shallow(lambda: Parser(env, text).parse())


def _shallow(parsed: Callable[[], _Node]) -> _Node:
    """The tree, if it is no deeper than Python's compiler and our own visitors can go."""
    with suppress(RecursionError):
        tree = parsed()
        rows: list[nodes.Node] = [tree]
        for _ in range(MAX_DEPTH):
            rows = [child for node in rows for child in node.iter_child_nodes()]
            if not rows:
                return tree
    raise TemplateSyntaxError(TOO_DEEP, 0)


def path_of(node: nodes.Node) -> str | None:
    """`application.job.title` for what is written so; None for anything else."""
    if isinstance(node, nodes.Name):
        return str(node.name)
    if isinstance(node, nodes.Getattr):
        outer = path_of(node.node)
        return f"{outer}.{node.attr}" if outer else None
    return None


def paths_in(node: nodes.Node) -> Iterator[str]:
    """Every fact that an expression names, as far down as it is named; functions are not facts."""
    if path := path_of(node):
        yield path
    else:
        for child in node.iter_child_nodes(exclude=("node",) if isinstance(node, nodes.Call) else None):
            yield from paths_in(child)
