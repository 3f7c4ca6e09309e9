"""What each part of an expression would be, worked out from the schema alone, and what is wrong with it.

A fact that may be missing counts as present where the text has asked for it: right of `x and`, inside `{% if x %}`.
"""

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from types import MappingProxyType

from jinja2 import nodes
from jinja2.visitor import NodeVisitor

from nurture.language.checker.comparisons import check_comparison
from nurture.language.checker.findings import (
    UNKNOWN_FACT,
    UNKNOWN_FUNCTION,
    UNKNOWN_NAME,
    WRONG_COMPARISON,
    Finding,
    called,
    finding,
    missing,
    start_of,
    written,
)
from nurture.language.checker.narrowing import NOTHING_KNOWN, present_if
from nurture.language.datewords import unknown_directive
from nurture.language.faults import did_you_mean, one_of
from nurture.language.functions import ADDABLE, FILTERS, FUNCTIONS, TESTS, Signature, not_addable
from nurture.language.kinds import FLAG, NOTHING, NUMBER, TEXT, Sort, Type
from nurture.language.schema import NamedCondition, Schema
from nurture.language.syntax import path_of


class Inference(NodeVisitor):
    """Walks one tree of `PLACING`. Every `visit_` of an expression gives its Type, or None where that can't be told."""

    def __init__(self, schema: Schema, named: Mapping[str, nodes.Expr] = MappingProxyType({})) -> None:
        self.schema = schema
        self.named = named
        self.names = dict(schema.names)
        self.present = NOTHING_KNOWN
        self.findings: list[Finding] = []

    def type_of(self, node: nodes.Node) -> Type | None:
        """The type of an expression; adds to the findings."""
        found: Type | None = self.visit(node)
        return found

    @contextmanager
    def knowing(self, present: frozenset[str]) -> Iterator[None]:
        """Within it, these facts are there."""
        before = self.present
        self.present = before | present
        yield
        self.present = before

    def present_if(self, test: nodes.Node, outcome: bool) -> frozenset[str]:
        """The facts that are there for certain if the test comes out so."""
        return present_if(test, outcome, self.named)

    def visit_Name(self, node: nodes.Name) -> Type | None:
        if condition := self.schema.conditions.get(node.name):
            self._look_into(condition, node)
        if found := self.names.get(node.name):
            return found.optional(found.is_optional and node.name not in self.present)
        near = next((name for name in self.schema.conditions if name.startswith(f"{node.name}_")), None)
        hyphens = f"`-` takes one number from another: did you mean `{near}`?" if near else None
        hint = hyphens or did_you_mean(node.name, self.names) or f'text stands in quotes: `"{node.name}"`'
        self._add(finding(UNKNOWN_NAME, f"there is no `{node.name}` here", hint, node))
        return None

    def visit_Getattr(self, node: nodes.Getattr) -> Type | None:
        outer = self.type_of(node.node)
        if outer is None:
            return None
        facts = self.schema.of(outer)
        if found := facts.get(node.attr):
            may_miss = (found.is_optional or outer.is_optional) and path_of(node) not in self.present
            return found.optional(may_miss)
        nothing_below = f"{called(node.node)} is {outer.said()}, and there is nothing below it"
        message = f"{called(node.node)} has no `{node.attr}`" if outer.record else nothing_below
        hint = one_of(node.attr, sorted(facts)) if facts else None
        place = node.lineno + 1  # behind the dot
        self._add(Finding(code=UNKNOWN_FACT, message=message, hint=hint, offset=place, length=len(node.attr)))
        return None

    def visit_Const(self, node: nodes.Const) -> Type:
        kinds: Mapping[type, Type] = {bool: FLAG, int: NUMBER, float: NUMBER, str: TEXT}
        return kinds.get(type(node.value), NOTHING)

    def visit_List(self, node: nodes.List | nodes.Tuple) -> Type:
        kinds = [self.type_of(item) for item in node.items]
        are_alike = len({(kind.sort, kind.record) if kind else None for kind in kinds}) == 1
        return Type(sort=Sort.LIST, of=kinds[0] if are_alike else None)

    visit_Tuple = visit_List

    def visit_And(self, node: nodes.And) -> Type | None:
        left = self.type_of(node.left)
        with self.knowing(self.present_if(node.left, True)):
            right = self.type_of(node.right)
        return _either(left, right, is_optional=_optional(left) or _optional(right))

    def visit_Or(self, node: nodes.Or) -> Type | None:
        left = self.type_of(node.left)
        with self.knowing(self.present_if(node.left, False)):
            right = self.type_of(node.right)
        return _either(left, right, is_optional=_optional(right))

    def visit_Not(self, node: nodes.Not) -> Type:
        self.type_of(node.node)
        return FLAG

    def visit_Test(self, node: nodes.Test) -> Type:
        if node.name not in TESTS:
            hint = "write `x` to ask whether it is there, and `not x` whether it is missing"
            self._add(finding(UNKNOWN_FUNCTION, f"there is no test `is {node.name}`", hint, node))
        self.type_of(node.node)
        return FLAG

    def visit_CondExpr(self, node: nodes.CondExpr) -> Type | None:
        self.type_of(node.test)
        with self.knowing(self.present_if(node.test, True)):
            then = self.type_of(node.expr1)
        if node.expr2 is None:
            return then.optional() if then else None
        with self.knowing(self.present_if(node.test, False)):
            otherwise = self.type_of(node.expr2)
        return _either(then, otherwise, is_optional=_optional(then) or _optional(otherwise))

    def visit_Compare(self, node: nodes.Compare) -> Type:
        [operand] = node.ops
        left, right = self.type_of(node.expr), self.type_of(operand.expr)
        if left and right:
            self._add(*check_comparison(operand.op, node.expr, left, operand.expr, right))
        return FLAG

    def visit_Add(self, node: nodes.BinExpr) -> Type:
        self._check_number(node.left)
        self._check_number(node.right)
        return NUMBER

    visit_Sub = visit_Add

    def visit_Neg(self, node: nodes.UnaryExpr) -> Type:
        self._check_number(node.node)
        return NUMBER

    visit_Pos = visit_Neg

    def visit_Filter(self, node: nodes.Filter) -> Type | None:
        kind = self.type_of(node.node) if node.node else None
        args = [self.type_of(arg) for arg in node.args]
        signature = FILTERS.get(node.name)
        if signature is None:
            self._add_unknown("filter", node.name, FILTERS, node.lineno)
            return None
        self._check_count(node.name, signature, node.args, node.lineno)
        if node.name == "or":
            return _either(kind, args[0] if args else None, is_optional=any(map(_optional, args)))
        for arg in node.args:
            told = str(arg.value) if isinstance(arg, nodes.Const) else ""
            if node.name == "date" and (bad := unknown_directive(told)):
                hint = "use %A, %B, %d, %-d, %m, %Y, %H and %M"
                self._add(finding(UNKNOWN_FUNCTION, f"`{bad}` is no part of a date", hint, arg))
            if node.name == "plus" and (wrong := not_addable(told)):
                self._add(finding(UNKNOWN_FUNCTION, wrong, ADDABLE, arg))
        self._check_taken(node.name, signature, node.node, kind)
        if node.name == "also_in":
            for arg, told_kind in zip(node.args, args, strict=True):
                self._check_taken(node.name, signature, arg, told_kind)
        same = kind.sort if kind else Sort.TEXT
        of = kind.of if kind and signature.gives is None else None
        return Type(sort=signature.gives or same, is_optional=_optional(kind), of=of)

    def visit_Call(self, node: nodes.Call) -> Type | None:
        name = path_of(node.node) or ""
        kinds = [(arg, self.type_of(arg)) for arg in node.args]
        signature = FUNCTIONS.get(name)
        if signature is None:
            self._add_unknown("function", name, FUNCTIONS, start_of(node))
            return None
        self._check_count(name, signature, node.args, start_of(node))
        for arg, kind in kinds:
            self._check_taken(name, signature, arg, kind)
            if _optional(kind) and not signature.may_miss:
                text = written(arg)
                self._add(missing(arg, f"ask first whether it is there: `{text} and {name}({text}) …`"))
        return Type(sort=signature.gives or Sort.TEXT)

    def _look_into(self, condition: NamedCondition, node: nodes.Name) -> None:
        """What is wrong with a condition here alone, said where it is used."""
        if node.name not in self.named:
            return
        inner = Inference(self.schema, self.named)
        inner.present = self.present
        inner.type_of(self.named[node.name])
        for each in inner.findings:
            if (each.code, each.offset) not in condition.told:
                said = f"`{node.name}` can't be told here: {each.message}"
                self._add(finding(each.code, said, f"it is `{condition.text}`", node))
                return

    def _check_number(self, node: nodes.Expr) -> None:
        kind = self.type_of(node)
        if kind and kind.sort is not Sort.NUMBER:
            message = f"`+` and `-` take numbers, and {called(node)} is {kind.said()}"
            hint = "`days_since(…)` and `days_until(…)` count days"
            self._add(finding(WRONG_COMPARISON, message, hint, node))
        elif _optional(kind):
            self._add(missing(node, f"write `({written(node)} | or(0))`"))

    def _check_taken(self, name: str, signature: Signature, node: nodes.Expr | None, kind: Type | None) -> None:
        if node and kind and kind.sort not in (*signature.takes, Sort.NOTHING):
            takes = " or ".join(sorted(signature.takes))
            message = f"`{name}` takes {takes}, and {called(node)} is {kind.said()}"
            self._add(finding(WRONG_COMPARISON, message, None, node))

    def _check_count(self, name: str, signature: Signature, args: list[nodes.Expr], offset: int) -> None:
        least, most = signature.args
        if not least <= len(args) <= most:
            wanted = "at most one thing" if least < most else ("nothing", "one thing", "two things")[most]
            message = f"`{name}` takes {wanted} in parentheses"
            hint = '`x | or("what to write instead")`' if name == "or" else None
            self._add(Finding(code=UNKNOWN_FUNCTION, message=message, hint=hint, offset=offset, length=len(name)))

    def _add_unknown(self, what: str, name: str, known: Mapping[str, object], offset: int) -> None:
        message = f"there is no {what} `{name}`"
        hint = one_of(name, known)
        self._add(Finding(code=UNKNOWN_FUNCTION, message=message, hint=hint, offset=offset, length=len(name)))

    def _add(self, *findings: Finding) -> None:
        self.findings.extend(findings)


def _optional(kind: Type | None) -> bool:
    return bool(kind and kind.is_optional)


def _either(left: Type | None, right: Type | None, *, is_optional: bool) -> Type | None:
    """What one of two values is; None where they are of different kinds."""
    kinds = [kind for kind in (left, right) if kind and kind.sort is not Sort.NOTHING]
    if left is None or right is None or len({(kind.sort, kind.record) for kind in kinds}) > 1:
        return None
    choices = kinds[0].choices if len(kinds) == 2 and kinds[0].choices == kinds[1].choices else ()
    stages = kinds[0].stages if kinds and len({kind.stages for kind in kinds}) == 1 else None
    kind = kinds[0] if kinds else NOTHING
    return Type(sort=kind.sort, record=kind.record, of=kind.of, choices=choices, stages=stages, is_optional=is_optional)
