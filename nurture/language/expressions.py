"""Conditions: Jinja's expressions, sandboxed, strict about names and calm about what is missing.

What is below a missing record is missing too; a missing value equals nothing else and is in no list. Asking whether it
is smaller or larger raises ExpressionError, and so does an unknown name. A fact by itself asks whether it is there; a
number is, even if it is 0.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from typing import Final

from jinja2 import Template, TemplateError, TemplateSyntaxError, Undefined

from nurture.language.functions import ExpressionError
from nurture.language.sandbox import Sandbox, as_is, is_there, sandbox
from nurture.values import frozen

__all__ = [
    "MAX_LENGTH",
    "MAX_WHOLE",
    "Expression",
    "ExpressionError",
    "compile_expression",
    "environment",
    "holds",
    "number_of",
    "value_of",
    "values_in",
]

MAX_LENGTH: Final = 500
"""Characters of one expression, as it is written."""
MAX_WHOLE: Final = 4_000
"""Characters of one expression with the conditions in it that it names."""


@dataclass(frozen=True, slots=True)
class Expression:
    """A condition as it was written; compiled when it is first used, once per text.

    `made` is the same with what the conditions that it names are, where it names any.
    """

    text: str
    made: str = ""

    @property
    def whole(self) -> str:
        """What is worked out: facts and functions alone."""
        return self.made or self.text

    def __str__(self) -> str:
        return self.text


@frozen
class Compiled:
    """An expression, ready to run, and the facts that it names; `fact` is set where it is one fact by itself."""

    template: Template
    names: tuple[str, ...]
    fact: str | None


def environment(clean: Callable[[str], str] = as_is) -> Sandbox:
    """The sandbox that conditions and templates share; `clean` is done to every value that goes into a text."""
    return sandbox(clean)


def holds(expression: Expression, names: Mapping[str, object]) -> bool:
    """Whether the condition is met. Raises ExpressionError with a sentence saying why that can't be told."""
    compiled = compile_expression(expression.whole)
    value = _worked_out(expression, compiled, names)
    return bool(value) if compiled.fact is None else is_there(value)


def number_of(expression: Expression, names: Mapping[str, object]) -> float:
    """The number that the expression comes to. Raises ExpressionError, also for what is no number."""
    value = value_of(expression, names)
    if isinstance(value, bool) or not isinstance(value, int | float):
        raise ExpressionError(f"`{expression}` is no number: it is {_said(value)}")
    return float(value)


def value_of(expression: Expression, names: Mapping[str, object]) -> object:
    """What the expression comes to. Raises ExpressionError."""
    return _worked_out(expression, compile_expression(expression.whole), names)


def _worked_out(expression: Expression, compiled: Compiled, names: Mapping[str, object]) -> object:
    """A fact by itself is looked up, which is quicker than to run it."""
    within = environment()
    try:
        value = within.fact(compiled.fact, names) if compiled.fact else within.value(compiled.template, names)
        if isinstance(value, Undefined):
            str(value)  # raises, with the name that is unknown
    except ExpressionError as error:
        raise _cannot(expression.text, error.message, error.hint) from error
    except TemplateError as error:
        raise _cannot(expression.text, error.message or "it can't be worked out") from error
    return value


def values_in(expression: Expression, names: Mapping[str, object]) -> Mapping[str, str]:
    """The facts that the expression names, with their present values in words; for the record of decisions."""
    named = compile_expression(expression.whole).names
    return {path: _said(value_of(Expression(path), names)) for path in named}


@lru_cache(maxsize=4096)
def compile_expression(text: str) -> Compiled:
    """The expression, ready to run; once per text. Raises ExpressionError."""
    if len(text) > MAX_WHOLE:
        raise ExpressionError(
            f"a condition has at most {MAX_WHOLE} characters; this has {len(text)}",
            hint="Split it over several steps or exit rules.",
        )
    try:
        template, named = environment().expression_of(text)
    except ExpressionError as error:
        raise _cannot(text, error.message, error.hint) from error
    except TemplateSyntaxError as error:
        raise _cannot(text, error.message or "this is not an expression") from error
    return Compiled(template=template, names=named, fact=named[0] if named == (text.strip(),) else None)


def _cannot(text: str, why: str, hint: str | None = None) -> ExpressionError:
    return ExpressionError(f"`{text}` can't be worked out: {why}", hint=hint)


def _said(value: object) -> str:
    if value is None:
        return "missing"
    if isinstance(value, date):  # and datetime, which is one
        return value.isoformat()
    if isinstance(value, tuple | list):
        return ", ".join(str(item) for item in value)
    if isinstance(value, bool):
        return "yes" if value else "no"
    return str(value) if isinstance(value, str | int | float) else "known"
