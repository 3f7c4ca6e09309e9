"""Triggers by which many come in at once: at a time that comes again, by a date on their record, at news of a job."""

from collections.abc import Iterator

from nurture.domain.events import EventScope, spec_of
from nurture.language import codes
from nurture.language.diagnostics import Diagnostic
from nurture.language.nodes import Node
from nurture.language.rules.draft import Draft
from nurture.language.rules.items import item_at
from nurture.language.sequence import Trigger
from nurture.language.steps import Decide


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


def contests_have_an_occasion(draft: Draft) -> Iterator[Diagnostic]:
    """Arms compete among those who come in together, so something must let in many at once, and each of them once."""
    are_many = all(is_for_many(draft, node) for node in _triggers(draft))
    for node in draft.nodes:
        if node.model is not Decide:
            continue
        if item_at(draft, node.where) is not None:
            said = "in the steps for an item nobody waits for the items of others"
            yield draft.at_key(codes.CONTRADICTION, node.where, said, "leave `decide` out, or split outside of `each`")
        elif not are_many:
            yield draft.at_key(
                codes.NO_OCCASION,
                node.where,
                "people come in here one by one, and nobody can wait for the others",
                "leave `decide` out, or let people in by `every`, or by news of a job such as `job.opened`",
            )


def is_for_many(draft: Draft, node: Node) -> bool:
    """Whether a trigger lets in whoever meets `where`, all at one occasion."""
    return "every" in node.data or _is_of_jobs(draft, node)


def _triggers(draft: Draft) -> Iterator[Node]:
    return (node for node in draft.nodes if node.model is Trigger)


def _is_of_jobs(draft: Draft, node: Node) -> bool:
    return any(spec_of(event).scope is EventScope.JOB for _, event in draft.events_named(node))
