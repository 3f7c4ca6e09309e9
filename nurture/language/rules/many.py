"""Triggers by which many come in at once: at a time that comes again, by a date on their record, at news of a job."""

from collections.abc import Iterator

from nurture.domain.events import EventScope, spec_of
from nurture.language import codes
from nurture.language.diagnostics import Diagnostic
from nurture.language.nodes import Node
from nurture.language.rules.draft import Draft
from nurture.language.sequence import Trigger


def not_everybody_comes(draft: Draft) -> Iterator[Diagnostic]:
    """Where no event says who comes in, `where` does."""
    for node in _triggers(draft):
        key = "every" if "every" in node.data else "on" if _is_of_jobs(draft, node) else None
        if key and "where" not in node.data:
            yield draft.at_key(
                codes.EVERYBODY_COMES,
                (*node.where, key),
                "everybody on record would come in",
                "add `where` with a condition that chooses people, such as candidate.country == 'DE'",
            )


def dates_say_when_they_come_again(draft: Draft) -> Iterator[Diagnostic]:
    """A date lets in once for each value, so `again` has nothing to say; a time that comes again needs it."""
    for node in _triggers(draft):
        if "at" in node.data and "again" in node.data:
            yield draft.at_key(
                codes.CONTRADICTION,
                (*node.where, "again"),
                "a date on the record lets in once for each date, and again when it is another",
                "leave `again` out",
            )
        if "every" in node.data and "again" not in node.data:
            yield draft.at(
                codes.MAY_REPEAT,
                (*node.where, "every"),
                "this comes again and again, and `again` is not stated",
                "add `again: never`, or `again: after 90 days`",
            )


def _triggers(draft: Draft) -> Iterator[Node]:
    return (node for node in draft.nodes if node.model is Trigger)


def _is_of_jobs(draft: Draft, node: Node) -> bool:
    event = draft.known_event(node.data.get("on"))
    return event is not None and spec_of(event).scope is EventScope.JOB
