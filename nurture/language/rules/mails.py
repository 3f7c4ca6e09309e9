"""Templates: they are there, and they can be written for everybody whom the step mails."""

from collections.abc import Iterator

from nurture.language import codes
from nurture.language.codes import CODES
from nurture.language.diagnostics import Diagnostic, Mark
from nurture.language.faults import did_you_mean, one_of
from nurture.language.nodes import Node
from nurture.language.rules.conditions import scopes
from nurture.language.rules.draft import Draft
from nurture.language.rules.events_in_force import events_at
from nurture.language.rules.items import step_ids_at
from nurture.language.steps import EmailStep
from nurture.language.template_files import UNTAGGED
from nurture.language.templates import check_template


def templates_are_there(draft: Draft) -> Iterator[Diagnostic]:
    """Every template that a step names has a file for those whose language we don't write in."""
    for node, name in _mails(draft):
        variants = draft.templates.by_name.get(name, {})
        if UNTAGGED in variants:
            continue
        file = f"templates/{name}.md"
        if variants:
            said = f"there is no `{file}`, only {', '.join(variants)}"
            hint = "write that file, in the company's language"
        else:
            said = f"there is no template `{name}`"
            hint = did_you_mean(name, draft.templates.by_name) or f"write the file {file}"
        yield draft.at(codes.MISSING_TEMPLATE, (*node.where, "email"), said, hint)


def templates_can_be_written(draft: Draft) -> Iterator[Diagnostic]:
    """Every language of every template that a step names, checked against what is known there."""
    for node, name in _mails(draft):
        for path in draft.templates.by_name.get(name, {}).values():
            text = draft.templates.text(path)
            if isinstance(text, Diagnostic):
                yield text
                continue
            for scope in scopes(draft, events_at(draft, node.where), node.where):
                for problem in check_template(text, scope=scope):
                    code = CODES[problem.code]
                    yield Diagnostic(
                        code=code.code,
                        message=problem.message,
                        path=path,
                        mark=Mark(line=problem.line, col=problem.col, end_col=problem.col + max(1, problem.length)),
                        hint=problem.hint,
                        severity=code.severity,
                    )


def threads_go_on(draft: Draft) -> Iterator[Diagnostic]:
    """`reply_to_step` names an earlier mail to the same person."""
    earlier: dict[str, object] = {}
    for node, _ in _mails(draft):
        to, parent = node.data.get("to", "candidate"), node.data.get("reply_to_step")
        is_hidden = parent in earlier and parent not in step_ids_at(draft, node.where)
        if isinstance(parent, str) and (earlier.get(parent) != to or is_hidden):
            if is_hidden:
                said, hint = f"`{parent}` leaves once for each item", "answer it in the same `each`, or another mail"
            elif parent in earlier:
                said, hint = f"`{parent}` goes to the {earlier[parent]}, and this to the {to}", "answer one to the same"
            else:
                said = f"there is no mail `{parent}` before this one"
                hint = one_of(parent, earlier) if earlier else "leave it out: this is the first mail"
            yield draft.at(codes.NOTHING_TO_ANSWER, (*node.where, "reply_to_step"), said, hint)
        if isinstance(name := node.data.get("id"), str):
            earlier[name] = to


def _mails(draft: Draft) -> Iterator[tuple[Node, str]]:
    for node in draft.step_nodes:
        if node.model is EmailStep and isinstance(name := node.data.get("email"), str):
            yield node, name
