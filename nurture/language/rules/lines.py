"""Lines with facts in them, such as a task's, checked as templates are."""

from collections.abc import Iterator

from nurture.language.checker import check_markup
from nurture.language.codes import CODES
from nurture.language.diagnostics import Diagnostic
from nurture.language.line import Line
from nurture.language.rules.conditions import mark_of, scopes
from nurture.language.rules.draft import Draft
from nurture.language.rules.events_in_force import events_at


def lines_can_be_written(draft: Draft) -> Iterator[Diagnostic]:
    """Every line can be filled in for everybody whom it is written about."""
    for node in draft.nodes:
        for key, text in node.texts_of(Line):
            where = (*node.where, key)
            for scope in scopes(draft, events_at(draft, where), where):
                for problem in check_markup(text.strip(), scope=scope):
                    mark = mark_of(draft.source, where, text, problem)
                    yield draft.on(CODES[problem.code], mark, problem.message, problem.hint)
