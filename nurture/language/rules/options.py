"""What a message says of other messages, of calendars and of its time, as far as one step alone doesn't show it."""

from collections.abc import Iterator

from nurture.domain.subject import SubjectKind
from nurture.language import codes
from nurture.language.diagnostics import Diagnostic
from nurture.language.faults import one_of
from nurture.language.nodes import Node
from nurture.language.rules.draft import Draft
from nurture.language.rules.mails import readers_of
from nurture.language.sequence import SendRules
from nurture.language.steps import MESSAGES, EmailStep, RepeatStep
from nurture.language.steps.email import MERGE


def other_messages_are_there(draft: Draft) -> Iterator[Diagnostic]:
    """`unless_sent` names a message of the same sequence, wherever it stands."""
    messages = _messages(draft)
    names = [name for node in messages if isinstance(name := node.data.get("id"), str)]
    for node in messages:
        other = node.data.get("unless_sent")
        if isinstance(other, str) and other not in names:
            others = [name for name in names if name != node.data.get("id")]
            hint = one_of(other, others) if others else "leave it out: there is no other mail"
            yield draft.at(
                codes.NO_SUCH_MAIL, (*node.where, "unless_sent"), f"there is no mail `{other}` in this sequence", hint
            )


def late_words_find_a_mail(draft: Draft) -> Iterator[Diagnostic]:
    """`if_late: merge` needs another mail to the same reader that comes later: below, or in the next round."""
    mails = [node for node in draft.step_nodes if node.model is EmailStep]
    for number, node in enumerate(mails):
        if node.data.get("if_late") != MERGE:
            continue
        to, around = readers_of(node), _round_of(draft, node)
        others = [*mails[number + 1 :], *(each for each in mails[:number] if around and _is_in(each, around))]
        if not any(readers_of(each) == to for each in others):
            said = f"no mail to the {to} comes after this one: its words would never leave"
            hint = "write `if_late: skip` or `if_late: task`"
            yield draft.at(codes.NOTHING_TO_MERGE_INTO, (*node.where, "if_late"), said, hint)


def calendars_need_an_interview(draft: Draft) -> Iterator[Diagnostic]:
    """`attach` puts an interview into calendars, and only a run about one knows which."""
    for node in draft.step_nodes:
        if node.model is EmailStep and "attach" in node.data and draft.subject is not SubjectKind.INTERVIEW:
            said = f"a run about a {draft.subject} has no interview of its own to put into a calendar"
            hint = "leave it out, or write a sequence `for: interview`"
            yield draft.at_key(codes.WRONG_SUBJECT, (*node.where, "attach"), said, hint)


def spread_is_not_early(draft: Draft) -> Iterator[Diagnostic]:
    """`spread` puts messages off, which the sequence's `slide: earlier` would undo."""
    early = any(node.model is SendRules and node.data.get("slide") == "earlier" for node in draft.nodes)
    for node in _messages(draft):
        if early and "slide" not in node.data and "spread" in node.data:
            said = "`spread` puts it off, and the sequence's `slide: earlier` brings it forward"
            yield draft.at_key(codes.CONTRADICTION, (*node.where, "spread"), said, "write `slide: later` beside it")


def _messages(draft: Draft) -> list[Node]:
    return [node for node in draft.step_nodes if node.model in MESSAGES]


def _round_of(draft: Draft, node: Node) -> Node | None:
    """The `repeat` that a step stands in."""
    return next((each for each in draft.step_nodes if each.model is RepeatStep and _is_in(node, each)), None)


def _is_in(node: Node, around: Node) -> bool:
    return node.where[: len(around.where)] == around.where
