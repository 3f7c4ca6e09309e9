"""What listens for idleness needs a word on when an application is idle."""

from collections.abc import Iterator

from nurture.domain.events import EventType
from nurture.language import codes
from nurture.language.diagnostics import Diagnostic
from nurture.language.load import Where
from nurture.language.rules.draft import Draft
from nurture.language.sequence import ExitRule, Trigger
from nurture.language.steps import EndsWhen, WaitFor


def idleness_is_told(draft: Draft) -> Iterator[Diagnostic]:
    """A sequence that listens for `application.idle` stands beside a company that says after how long that is."""
    if draft.company is None or draft.company.idle is not None:
        return
    for node in draft.nodes:
        key = "all" if "all" in node.data else "event" if node.model is WaitFor else "on"
        if node.model in (Trigger, ExitRule, EndsWhen, WaitFor):
            named = draft.events_named(node, key)
            yield from (_never(draft, where) for where, event in named if event == EventType.APPLICATION_IDLE)


def _never(draft: Draft, where: Where) -> Diagnostic:
    said = "company.yaml does not say after how long an application is idle, so this never comes"
    return draft.at(codes.NOTHING_IDLE, where, said, "write `idle: {after: 5 business days}` there")
