"""Which of Jinja's syntax is let through: facts, comparisons, the published functions; if and for. Nothing else."""

from collections.abc import Callable, Iterator
from contextlib import suppress
from dataclasses import dataclass
from typing import Final, TypeVar

from jinja2 import TemplateSyntaxError, nodes
from jinja2.parser import Parser
from jinja2.sandbox import ImmutableSandboxedEnvironment

from nurture.language.functions import FUNCTIONS, ExpressionError

MAX_DEPTH: Final = 40
"""Levels of a syntax tree."""
_Node = TypeVar("_Node", bound=nodes.Node)


@dataclass(frozen=True, kw_only=True, slots=True)
class Refusal:
    """Syntax that is not let through. `offset` is where its node says it is; `word` what to look for from there."""

    kind: str
    message: str
    hint: str
    offset: int
    word: str = ""

    def error(self) -> ExpressionError:
        """The same as an exception."""
        return ExpressionError(self.message, hint=f"{self.hint[0].upper()}{self.hint[1:]}.")


OPERATOR: Final = "operator"
STATEMENT: Final = "statement"
INTERNAL: Final = "internal"

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
    if isinstance(node, nodes.Getattr | nodes.Name | nodes.Filter | nodes.Test) and _name(node).startswith("_"):
        hint = "name one of the published facts"
        return Refusal(
            kind=INTERNAL,
            message=f"`{_name(node)}` is out of reach",
            hint=hint,
            offset=node.lineno,
            word=_name(node),
        )
    if isinstance(node, nodes.Call) and not _is_plain_call(node):
        message, hint = (
            "only the published functions can be called",
            f"they are {', '.join(FUNCTIONS)}, with one thing in parentheses",
        )
        return Refusal(kind=INTERNAL, message=message, hint=hint, offset=node.lineno, word="(")
    if isinstance(node, nodes.Compare) and len(node.ops) > 1:
        message, hint = (
            "this compares more than two things at once",
            "write one comparison at a time, joined by `and`",
        )
        return Refusal(kind=OPERATOR, message=message, hint=hint, offset=node.lineno)
    if isinstance(node, nodes.For) and (node.recursive or node.test or any(True for _ in _loops_below(node))):
        message = "a `for` goes over one list, without a condition, and holds no other `for`"
        return Refusal(kind=STATEMENT, message=message, hint="use `if` inside it", offset=node.lineno, word="for")
    if isinstance(node, _LET_THROUGH):
        return None
    return _not_let_through(node)


def _not_let_through(node: nodes.Node) -> Refusal:
    if isinstance(node, nodes.Getitem):
        message, hint = "brackets reach nothing here", "write `record.fact`, or `in` for lists"
        return Refusal(kind=INTERNAL, message=message, hint=hint, offset=node.lineno, word="[")
    if isinstance(node, nodes.Stmt):
        message, hint = "this statement can't be used in a template", "use `if`, `elif`, `else` and `for`"
        return Refusal(kind=STATEMENT, message=message, hint=hint, offset=node.lineno or 0)
    sign = getattr(node, "operator", None) or ("~" if isinstance(node, nodes.Concat) else "this")
    hint = "use `==`, `!=`, `<`, `<=`, `>`, `>=`, `in`, `not`, `and`, `or`, and `+` and `-` with numbers"
    message = f"`{sign}` can't be used here" if sign != "this" else "this can't be used here"
    return Refusal(kind=OPERATOR, message=message, hint=hint, offset=node.lineno)


def _name(node: nodes.Getattr | nodes.Name | nodes.Filter | nodes.Test) -> str:
    name = node.attr if isinstance(node, nodes.Getattr) else node.name
    return str(name)


def _is_plain_call(node: nodes.Call) -> bool:
    return isinstance(node.node, nodes.Name) and not (node.kwargs or node.dyn_args or node.dyn_kwargs)


def _loops_below(node: nodes.Node) -> Iterator[nodes.Node]:
    return iter(node.find_all(nodes.For))


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
    raise TemplateSyntaxError("this is nested too deeply", 0)


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
