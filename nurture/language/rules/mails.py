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
from nurture.language.sequence import SendRules
from nurture.language.steps import EmailStep, RepeatStep
from nurture.language.steps.email import MERGE
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


def late_words_find_a_mail(draft: Draft) -> Iterator[Diagnostic]:
    """`if_late: merge` needs another mail to the same reader that comes later: below, or in the next round."""
    mails = list(_mails(draft))
    for number, node in enumerate(mails):
        if node.data.get("if_late") != MERGE:
            continue
        to, around = _readers(node.data.get("to", CANDIDATE)), _round_of(draft, node)
        others = [*mails[number + 1 :], *(each for each in mails[:number] if around and _is_in(each, around))]
        if not any(_readers(each.data.get("to", CANDIDATE)) == to for each in others):
            said = f"no mail to the {to.replace('_', ' ')} comes after this one: its words would never leave"
            hint = "write `if_late: skip` or `if_late: task`"
            yield draft.at(codes.NOTHING_TO_MERGE_INTO, (*node.where, "if_late"), said, hint)


def spread_is_not_early(draft: Draft) -> Iterator[Diagnostic]:
    """`spread` puts mails off, which the sequence's `slide: earlier` would undo."""
    early = any(node.model is SendRules and node.data.get("slide") == "earlier" for node in draft.nodes)
    for node in _mails(draft):
        if early and "slide" not in node.data and "spread" in node.data:
            said = "`spread` puts it off, and the sequence's `slide: earlier` brings it forward"
            yield draft.at_key(codes.CONTRADICTION, (*node.where, "spread"), said, "write `slide: later` beside it")


def _round_of(draft: Draft, node: Node) -> Node | None:
    """The `repeat` that a step stands in."""
    return next((each for each in draft.step_nodes if each.model is RepeatStep and _is_in(node, each)), None)


def _is_in(node: Node, around: Node) -> bool:
    return node.where[: len(around.where)] == around.where


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
