"""Conditions, checked against the facts and the event that they are judged on."""

from collections.abc import Iterator

from nurture.domain.tasks import Asks
from nurture.language.checker import Problem, check_expression
from nurture.language.codes import CODES
from nurture.language.definitions import too_large
from nurture.language.diagnostics import Diagnostic, Mark
from nurture.language.expressions import Expression
from nurture.language.load import Source, Where
from nurture.language.nodes import Node
from nurture.language.rules.defining import named_in
from nurture.language.rules.draft import Draft
from nurture.language.rules.events_in_force import events_at, events_judged
from nurture.language.rules.items import item_at, step_ids_at
from nurture.language.schema import NamedCondition, Scope
from nurture.language.sequence import Trigger
from nurture.values import replace


def conditions_make_sense(draft: Draft) -> Iterator[Diagnostic]:
    """Every condition can be read, and names facts, and other conditions, that there are."""
    named = named_in(draft)
    known = {each.name: each.text for each in named if each.text}
    for node in draft.nodes:
        for key, text in node.texts_of(Expression):
            where = (*node.where, key)
            events = events_of(draft, node, key)
            if large := too_large(text.strip(), known):
                yield draft.on(CODES[large.code], draft.source.mark(where), large.message, large.hint)
            for problem, said in _problems(text.strip(), scopes(draft, events, where, named)):
                yield draft.on(CODES[problem.code], mark_of(draft.source, where, text, problem), said, problem.hint)


def _problems(text: str, scopes: list[Scope]) -> Iterator[tuple[Problem, str]]:
    """What is wrong in any of the scopes, each once and in words: of some events alone, with the first of those."""
    found: dict[Problem, list[str | None]] = {}
    for scope in scopes:
        for problem in check_expression(text, scope=scope):
            found.setdefault(problem, []).append(scope.event)
    for problem, events in found.items():
        is_of_some = len(events) < len(scopes)
        yield problem, f"{problem.message} when it is `{events[0]}`" if is_of_some else problem.message


def events_of(draft: Draft, node: Node, key: str) -> tuple[str, ...]:
    """The events on which what stands under that key may be judged: who is ranked is judged on what let them in."""
    is_judged = key == "where" or (key == "rank" and node.model is Trigger)
    return events_judged(draft, node) if is_judged else events_at(draft, (*node.where, key))


def scopes(draft: Draft, events: tuple[str, ...], where: Where, named: tuple[NamedCondition, ...] = ()) -> list[Scope]:
    """What may be named at that place, once for each event that may be in force."""
    scope = Scope(
        subject=draft.subject,
        step_ids=step_ids_at(draft, where),
        outcomes=draft.outcomes,
        dated=draft.asking(only=Asks.DATE),
        own=draft.own,
        item=item_at(draft, where),
        conditions=named,
    )
    return [replace(scope, event=event, events=events) for event in events or (None,)]


def mark_of(source: Source, where: Where, text: str, problem: Problem) -> Mark:
    """The words in the file that a problem is about; the whole value where it is not written as it reads."""
    mark = source.mark(where)
    line = source.lines[mark.line - 1]
    for start in (mark.col, mark.col + 1):  # as it stands, or in quotes
        if line[start - 1 :].startswith(text.strip()):
            col = start + problem.offset
            return replace(mark, col=col, end_col=col + max(1, problem.length))
    return mark
