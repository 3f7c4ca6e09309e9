"""Who, or what, comes first: a number for each, and many who could."""

from collections.abc import Iterator, Mapping
from typing import Final

from nurture.language import codes
from nurture.language.checker import check_expression, type_of_expression
from nurture.language.diagnostics import Diagnostic
from nurture.language.expressions import Expression
from nurture.language.kinds import Sort, Type
from nurture.language.rules.conditions import events_of, scopes
from nurture.language.rules.defining import named_in
from nurture.language.rules.draft import Draft
from nurture.language.rules.many import is_for_many
from nurture.language.schema import Scope
from nurture.language.sequence import Trigger

_INSTEAD: Final[Mapping[Sort, str]] = {
    Sort.FLAG: "write `1 if … else 0`",
    Sort.LIST: "count its items: `… | length`",
    Sort.DAY: "count days: `days_since(…)` or `days_until(…)`",
    Sort.MOMENT: "count days: `days_since(…)` or `days_until(…)`",
}
_USUAL: Final = "write one such as `candidate.skills | also_in(job.skills) | length`"


def ranks_are_numbers(draft: Draft) -> Iterator[Diagnostic]:
    """What puts many in order is a number, and always there."""
    for node in draft.nodes:
        for key, text in node.texts_of(Expression):
            if key != "rank":
                continue
            where = (*node.where, key)
            for scope in scopes(draft, events_of(draft, node, key), where, named_in(draft)):
                if said := _why_none(text.strip(), scope):
                    yield draft.at(codes.NO_NUMBER, where, *said)
                    break


def ranked_are_many(draft: Draft) -> Iterator[Diagnostic]:
    """Nobody comes before others where people come in one by one."""
    for node in draft.nodes:
        if node.model is Trigger and "rank" in node.data and not is_for_many(draft, node):
            said = "`rank` says who comes first of many, and here people come in one by one"
            hint = "leave it out, or let people in by `every`, or by news of a job such as `job.opened`"
            yield draft.at_key(codes.CONTRADICTION, (*node.where, "rank"), said, hint)


def _why_none(text: str, scope: Scope) -> tuple[str, str] | None:
    """Why that comes to no number, and what to write instead; None: it does, or is wrong in another way."""
    if check_expression(text, scope=scope):
        return None
    kind: Type | None = type_of_expression(text, scope=scope)
    if kind is None or kind.sort is not Sort.NUMBER:
        is_of = f"this is {kind.said()}" if kind else "this may be one kind of thing or another"
        return f"`rank` is a number, and {is_of}", _INSTEAD.get(kind.sort, _USUAL) if kind else _USUAL
    return ("`rank` is a number, and this may be missing", f"write `({text}) | or(0)`") if kind.is_optional else None
