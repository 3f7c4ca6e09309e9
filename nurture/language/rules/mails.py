"""Templates: they are there, and they can be written for everybody whom the step mails."""

from collections.abc import Iterator

from nurture.language import codes
from nurture.language.chain import CANDIDATE, in_words
from nurture.language.codes import CODES
from nurture.language.diagnostics import Diagnostic, Mark
from nurture.language.faults import did_you_mean, one_of
from nurture.language.load import Where
from nurture.language.nodes import Node
from nurture.language.rules.conditions import scopes
from nurture.language.rules.draft import Draft
from nurture.language.rules.events_in_force import events_at
from nurture.language.steps import EmailStep
from nurture.language.template_files import UNTAGGED
from nurture.language.templates import check_template


def templates_are_there(draft: Draft) -> Iterator[Diagnostic]:
    """Every template that a step names has a file for those whose language we don't write in."""
    for _, where, name in _templates(draft):
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
        yield draft.at(codes.MISSING_TEMPLATE, where, said, hint)


def templates_can_be_written(draft: Draft) -> Iterator[Diagnostic]:
    """Every language of every template that a step names, checked against what is known there."""
    for node, _, name in _templates(draft):
        for path in draft.templates.by_name.get(name, {}).values():
            text = draft.templates.text(path)
            if isinstance(text, Diagnostic):
                yield text
                continue
            for scope in scopes(draft, events_at(draft, node.where)):
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
    earlier: dict[str, str] = {}
    for node in _mails(draft):
        to, parent = _readers(node.data.get("to", CANDIDATE)), node.data.get("reply_to_step")
        if isinstance(parent, str) and earlier.get(parent) != to:
            if parent in earlier:
                said, hint = f"`{parent}` goes to the {earlier[parent]}, and this to the {to}", "answer one to the same"
            else:
                said = f"there is no mail `{parent}` before this one"
                hint = one_of(parent, earlier) if earlier else "leave it out: this is the first mail"
            yield draft.at(codes.NOTHING_TO_ANSWER, (*node.where, "reply_to_step"), said, hint)
        if isinstance(name := node.data.get("id"), str):
            earlier[name] = to


def other_mails_are_there(draft: Draft) -> Iterator[Diagnostic]:
    """`unless_sent` names a mail of the same sequence, wherever it stands."""
    names = [name for node in _mails(draft) if isinstance(name := node.data.get("id"), str)]
    for node in _mails(draft):
        other = node.data.get("unless_sent")
        if isinstance(other, str) and other not in names:
            others = [name for name in names if name != node.data.get("id")]
            hint = one_of(other, others) if others else "leave it out: there is no other mail"
            yield draft.at(
                codes.NO_SUCH_MAIL, (*node.where, "unless_sent"), f"there is no mail `{other}` in this sequence", hint
            )


def _readers(to: object) -> str:
    return in_words(str(name) for name in to) if isinstance(to, list) else str(to)


def _mails(draft: Draft) -> Iterator[Node]:
    return (node for node in draft.step_nodes if node.model is EmailStep)


def _templates(draft: Draft) -> Iterator[tuple[Node, Where, str]]:
    """Every template that a step names, with its place."""
    for node in _mails(draft):
        named = node.data.get("email")
        if isinstance(named, str):
            yield node, (*node.where, "email"), named
        for number, name in enumerate(named if isinstance(named, list) else ()):
            if isinstance(name, str):
                yield node, (*node.where, "email", number), name
