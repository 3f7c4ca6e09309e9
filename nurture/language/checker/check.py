"""From a text to its problems."""

from collections.abc import Iterable
from functools import lru_cache
from typing import Final

from jinja2 import TemplateSyntaxError, nodes

from nurture.language.checker.findings import Finding
from nurture.language.checker.inference import Inference
from nurture.language.checker.positions import PLACING, line_and_col, tags
from nurture.language.checker.statements import TemplateInference
from nurture.language.expressions import MAX_LENGTH
from nurture.language.faults import listed
from nurture.language.kinds import Type
from nurture.language.schema import Scope, schema_for
from nurture.language.syntax import TOO_DEEP, Fence, Refusal, parse_expression, parse_template, refusals
from nurture.values import frozen

NOT_READABLE: Final = "N020"
BAD_TEMPLATE: Final = "N026"
OUT_OF_REACH: Final = "N027"
_TAGS: Final = ("if", "elif", "else", "endif", "for", "endfor")
_REFUSED: Final = {
    Fence.OPERATOR: NOT_READABLE,
    Fence.STATEMENT: BAD_TEMPLATE,
    Fence.INTERNAL: OUT_OF_REACH,
}


@frozen
class Problem:
    """One thing to mend. `offset` counts characters of the text from 0; `line` and `col` say the same, from 1.

    Of an expression, the text is the expression; of a template, the whole file.
    """

    code: str
    message: str
    offset: int
    length: int
    line: int
    col: int
    hint: str | None = None

    def moved(self, text: str, offset: int) -> "Problem":
        """The same problem in a larger text, in which ours begins at that offset."""
        offset += self.offset
        return problem(text, self.code, self.message, self.hint, offset=offset, length=self.length)


def problem(
    text: str, code: str, message: str, hint: str | None = None, *, offset: int = 0, length: int = 1
) -> Problem:
    """A problem at that offset of a text."""
    line, col = line_and_col(text, offset)
    return Problem(code=code, message=message, hint=hint, offset=offset, length=max(1, length), line=line, col=col)


def check_expression(text: str, *, scope: Scope) -> list[Problem]:
    """What is wrong with a condition in that place; nothing if it is right."""
    tree, problems = _expression(text)
    if tree is None:
        return problems
    schema = schema_for(scope)
    inference = Inference(schema, named={each.name: told for each in scope.conditions if (told := _made_of(each.text))})
    inference.type_of(tree)
    return _in_order(text, inference.findings)


def type_of_expression(text: str, *, scope: Scope) -> Type | None:
    """What kind of value an expression comes to; None if that can't be told."""
    tree, _ = _expression(text)
    return Inference(schema_for(scope)).type_of(tree) if tree is not None else None


def check_markup(text: str, *, scope: Scope) -> list[Problem]:
    """What is wrong with a text that has expressions in it: a subject, or the body of a template."""
    if "{" not in text:
        return []
    tree, problems = _markup(text)
    if tree is None:
        return list(problems)
    inference = TemplateInference(schema_for(scope))
    inference.look_at(tree)
    return _in_order(text, inference.findings)


@lru_cache(maxsize=1024)
def _markup(text: str) -> tuple[nodes.Template | None, tuple[Problem, ...]]:
    """The syntax tree, or what is wrong with the syntax; once per text, since many sequences can share a template."""
    try:
        if unknown := [_unknown_tag(text, at, tag) for at, tag in tags(text) if tag not in _TAGS]:
            return None, tuple(each for each in unknown if "`end" not in each.message) or tuple(unknown)
        tree = parse_template(PLACING, text)
    except TemplateSyntaxError as error:
        return None, (_unreadable(text, error),)
    refused = tuple(_refused(text, each) for each in refusals(tree))
    return (None, refused) if refused else (tree, ())


def _expression(text: str) -> tuple[nodes.Expr | None, list[Problem]]:
    if len(text) > MAX_LENGTH:
        message = f"a condition has at most {MAX_LENGTH} characters; this has {len(text)}"
        return None, [problem(text, NOT_READABLE, message, "split it over several steps or rules")]
    try:
        tree = parse_expression(PLACING, text)
    except TemplateSyntaxError as error:
        return None, [_unreadable(text, error)]
    return (None, found) if (found := [_refused(text, each) for each in refusals(tree)]) else (tree, [])


@lru_cache(maxsize=512)
def _made_of(text: str) -> nodes.Expr | None:
    """The tree of a condition that has a name; None where that is told at its definition."""
    return _expression(text)[0] if text else None


def _in_order(text: str, findings: Iterable[Finding]) -> list[Problem]:
    ordered = sorted(dict.fromkeys(findings), key=lambda each: each.offset)
    return [
        problem(text, each.code, each.message, each.hint, offset=each.offset, length=each.length) for each in ordered
    ]


def _refused(text: str, refusal: Refusal) -> Problem:
    offset = text.find(refusal.word, refusal.offset) if refusal.word else refusal.offset
    return problem(
        text,
        _REFUSED[refusal.fence],
        refusal.message,
        refusal.hint,
        offset=max(offset, refusal.offset),
        length=len(refusal.word),
    )


def _unknown_tag(text: str, offset: int, tag: str) -> Problem:
    message = f"`{tag}` can't be used in a template"
    return problem(text, BAD_TEMPLATE, message, f"use {listed(_TAGS)}", offset=offset, length=len(tag))


def _unreadable(text: str, error: TemplateSyntaxError) -> Problem:
    """Jinja's own sentence, with what to write instead."""
    message = (error.message or "this can't be read").replace("end of template", "end")
    offset = min(error.lineno, len(text))
    if message.startswith("Unexpected end"):
        hint = "close every `if` with `{% endif %}`, and every `for` with `{% endfor %}`"
        return problem(text, BAD_TEMPLATE, message, hint, offset=offset)
    return problem(text, NOT_READABLE, message, _how_to_write(text, offset, message), offset=offset)


def _how_to_write(text: str, offset: int, message: str) -> str:
    if message == TOO_DEEP:
        return "leave out parentheses that change nothing, or ask for less at once"
    if "{{" in text[:3]:
        return "leave `{{` and `}}` out"
    if text[offset : offset + 2].rstrip() == "=":
        return "compare with `==`"
    return "text stands in quotes; compare with `==`, `!=`, `<`, `in`; join with `and`, `or`"
