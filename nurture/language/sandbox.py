"""The Jinja environment in which conditions and templates run: facts, the published functions, and nothing behind them.

Three fences. Only the syntax listed here is let through, before anything is compiled. An attribute can be reached only
if the schema publishes it. And a value that is missing never breaks a comparison by accident: what is below a missing
record is missing too, nothing is in a list that is missing, and to ask whether something missing is smaller or larger
is an error that says so.
"""

import operator
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from typing import Final

from jinja2 import StrictUndefined, Template, Undefined, nodes, pass_context
from jinja2.runtime import Context, LoopContext
from jinja2.sandbox import ImmutableSandboxedEnvironment
from jinja2.visitor import NodeTransformer

from nurture.domain.records import Application, Candidate, Hire, Job
from nurture.language.functions import FILTERS, FUNCTIONS, TESTS, ExpressionError, date_
from nurture.language.schema import LOOP_FACTS, facts_of
from nurture.language.syntax import checked, parse_expression, parse_template, path_of, paths_in

_IN: Final = "_in"
_ORDER: Final = "_order"
_THERE: Final = "_there"
_RESULT: Final = "result"
_ORDERINGS: Final[Mapping[str, Callable[..., object]]] = {
    "lt": operator.lt,
    "lteq": operator.le,
    "gt": operator.gt,
    "gteq": operator.ge,
}


@dataclass(frozen=True, slots=True)
class Names:
    """A read-only record made of a mapping; a name that it doesn't hold is `otherwise`, or unknown if there is none."""

    items: Mapping[str, object]
    otherwise: object = Undefined

    def named(self, name: str) -> object:
        """The value of that name; Undefined itself stands for an unknown one."""
        return self.items.get(name, self.otherwise)


_HAVE_OWN: Final = (Candidate, Application, Job, Hire)
"""Records to which a company may add facts."""


class Sandbox(ImmutableSandboxedEnvironment):
    """Jinja within the fences. `clean` is what happens to every text that a fact puts into a template."""

    intercepted_binops = frozenset({"+", "-"})
    intercepted_unops = frozenset({"+", "-"})

    def __init__(self, clean: Callable[[str], str]) -> None:
        super().__init__(
            undefined=StrictUndefined, finalize=_printer(clean), keep_trailing_newline=True, autoescape=False
        )
        self.globals = {name: signature.call for name, signature in FUNCTIONS.items()}
        self.filters = {name: signature.call for name, signature in FILTERS.items()}
        self.filters |= {_IN: _is_in, _ORDER: _is_ordered, _THERE: is_there}
        self.tests = {name: test for name, test in self.tests.items() if name in TESTS}

    def getattr(self, obj: object, attribute: str) -> object:
        """A published fact of a record; missing below a missing record."""
        if obj is None or isinstance(obj, Undefined):
            return obj
        if isinstance(obj, Names):
            value = obj.named(attribute)
            return value if value is not Undefined else self._unknown(attribute)
        if attribute in (LOOP_FACTS if isinstance(obj, LoopContext) else facts_of(type(obj))):
            return getattr(obj, attribute)
        if isinstance(obj, _HAVE_OWN) and attribute in obj.own:
            return obj.own[attribute]
        return self._unknown(attribute)

    def getitem(self, obj: object, argument: object) -> object:
        """Brackets reach nothing."""
        return self._unknown(str(argument))

    def is_safe_callable(self, obj: object) -> bool:
        """The published functions alone."""
        return any(obj is signature.call for signature in FUNCTIONS.values())

    def call_binop(self, context: Context, operator: str, left: object, right: object) -> object:
        """Sums and differences of numbers; anything longer could be made to grow."""
        if _is_number(left) and _is_number(right):
            return super().call_binop(context, operator, left, right)
        raise ExpressionError(f"`{operator}` takes two numbers")

    def call_unop(self, context: Context, operator: str, arg: object) -> object:
        """A sign, for numbers."""
        if _is_number(arg):
            return super().call_unop(context, operator, arg)
        raise ExpressionError(f"`{operator}` takes a number")

    def template_of(self, text: str) -> Template:
        """Compiles a template. Raises ExpressionError for what is not let through, jinja2.TemplateSyntaxError."""
        return self._compiled(parse_template(self, text))

    def expression_of(self, text: str) -> tuple[Template, tuple[str, ...]]:
        """Compiles an expression, to be run by `value`, and lists the facts that it names. Raises as `template_of`."""
        tree = parse_expression(self, text)
        paths = tuple(dict.fromkeys(paths_in(tree)))
        result = nodes.Assign(nodes.Name(_RESULT, "store"), checked(tree), lineno=1)
        return self._compiled(nodes.Template([result], lineno=1), is_checked=True), paths

    def value(self, compiled: Template, names: Mapping[str, object]) -> object:
        """Works a compiled expression out."""
        context = _Named(self, names)
        for _ in compiled.root_render_func(context):
            pass
        return context.vars[_RESULT]

    def fact(self, path: str, names: Mapping[str, object]) -> object:
        """The fact by itself that a path such as `job.title` leads to, as an expression would find it."""
        name, *below = path.split(".")
        try:
            value = names[name]
        except KeyError:
            value = self.undefined(name=name)
        for each in below:
            value = self.getattr(value, each)
        return value

    def _unknown(self, name: str) -> Undefined:
        return self.undefined(f"there is no fact `{name}` here", name=name)

    def _compiled(self, tree: nodes.Template, *, is_checked: bool = False) -> Template:
        safe = _NullSafe().visit(tree if is_checked else checked(tree))
        safe.set_environment(self)
        return self.from_string(safe)


class _Named(Context):
    """The context of an expression: names are looked up where they are, rather than copied for each expression."""

    def __init__(self, environment: Sandbox, names: Mapping[str, object]) -> None:
        super().__init__(environment, environment.globals, None, {})
        self._names = names

    def resolve_or_missing(self, key: str) -> object:
        """The value of a name: what the expression itself has set, a fact, or a function."""
        if key not in self.vars:
            try:
                return self._names[key]
            except KeyError:
                pass
        return super().resolve_or_missing(key)

    def get_all(self) -> dict[str, object]:
        """All of them by name."""
        return {**self.parent, **self._names, **self.vars}


class _NullSafe(NodeTransformer):
    """Puts our own comparisons in the place of Python's wherever those would break on a missing value."""

    def visit_Compare(self, node: nodes.Compare) -> nodes.Node:
        self.generic_visit(node)
        [operand] = node.ops
        left, right, sign = node.expr, operand.expr, operand.op
        if sign in ("in", "notin"):
            found = _filter(left, _IN, [right], node.lineno)
            return nodes.Not(found, lineno=node.lineno) if sign == "notin" else found
        if sign in _ORDERINGS:
            said = [nodes.Const(text) for text in (sign, path_of(left), path_of(right))]
            return _filter(left, _ORDER, [right, *said], node.lineno)
        return node

    def visit_And(self, node: nodes.And) -> nodes.Node:
        self.generic_visit(node)
        return nodes.CondExpr(_asked(node.left), node.right, node.left, lineno=node.lineno)

    def visit_Or(self, node: nodes.Or) -> nodes.Node:
        self.generic_visit(node)
        return nodes.CondExpr(_asked(node.left), node.left, node.right, lineno=node.lineno)

    def visit_Not(self, node: nodes.Not) -> nodes.Node:
        self.generic_visit(node)
        node.node = _asked(node.node)
        return node

    def visit_If(self, node: nodes.If) -> nodes.Node:
        self.generic_visit(node)
        node.test = _asked(node.test)
        return node

    def visit_CondExpr(self, node: nodes.CondExpr) -> nodes.Node:
        self.generic_visit(node)
        node.test = _asked(node.test)
        return node


def _asked(node: nodes.Node) -> nodes.Expr:
    """A fact of which is asked whether it is there; anything else as it is."""
    assert isinstance(node, nodes.Expr), "what is asked is an expression"
    return _filter(node, _THERE, [], node.lineno) if path_of(node) else node


def is_there(value: object) -> bool:
    """Whether something is neither missing nor no, nor empty. A number is there, 0 too."""
    return _is_number(value) or bool(value)


def _filter(value: nodes.Expr, name: str, args: list[nodes.Expr], lineno: int) -> nodes.Filter:
    return nodes.Filter(value, name, args, [], None, None, lineno=lineno)


def _is_in(item: object, holder: object) -> bool:
    if holder is None:
        return False
    if isinstance(holder, str):
        return isinstance(item, str) and item in holder
    if isinstance(holder, tuple | list):
        return item in holder
    if isinstance(holder, Undefined):
        return bool(holder)  # raises, with the name
    raise ExpressionError("`in` takes a list or text on its right side")


def _is_ordered(left: object, right: object, sign: str, left_path: str | None, right_path: str | None) -> bool:
    for value, path in ((left, left_path), (right, right_path)):
        if value is None:
            name = f"`{path}`" if path else "one side of this comparison"
            raise ExpressionError(
                f"{name} is missing, and nothing can be smaller or larger than what is missing",
                hint="Give it a fallback with `or`, or ask first whether it is there.",
            )
    try:
        return bool(_ORDERINGS[sign](left, right))
    except TypeError as error:
        raise ExpressionError("these two can't be put in order") from error


def _is_number(value: object) -> bool:
    return isinstance(value, int | float) and not isinstance(value, bool)


def _printer(clean: Callable[[str], str]) -> Callable[[Context, object], object]:
    """What Jinja does to a value before it goes into the text; the name under which it calls it is `finalize`."""

    @pass_context
    def printed(context: Context, value: object) -> object:
        if value is None:
            raise ExpressionError(
                "a fact is missing that the text needs", hint='Give it a fallback: `{{ fact | or("…") }}`.'
            )
        if isinstance(value, Undefined):
            return value  # Jinja raises when it joins the text, with the name
        if isinstance(value, date):  # and datetime, which is one
            words: Callable[[Context, object], object] = date_
            return clean(str(words(context, value)))
        if isinstance(value, tuple | list):
            return clean(", ".join(str(item) for item in value))
        if isinstance(value, str) or _is_number(value):
            return clean(str(value))
        raise ExpressionError("only text, numbers and dates can be written", hint="Name one of its facts.")

    return printed


def as_is(text: str) -> str:
    """For conditions and for lines that are not Markdown."""
    return text


@lru_cache(maxsize=8)
def sandbox(clean: Callable[[str], str] = as_is) -> Sandbox:
    """The environment with that way of cleaning, built once."""
    return Sandbox(clean)
