"""What a run of a sequence is about, where its author does not say."""

from collections.abc import Iterable, Mapping
from typing import Final

from nurture.domain.events import EventScope, EventSpec
from nurture.domain.subject import SubjectKind

_OF_APPLICATIONS: Final = frozenset({"application", "prospect", "interview", "scorecard", "offer", "hire"})


def names_application(event: str, own: Mapping[str, EventSpec] | None = None) -> bool:
    """True if an event of that name is about one application, so that a run about it can start.

    `own` are the company's events.
    """
    if own and event in own:
        return own[event].scope is EventScope.APPLICATION
    return event.partition(".")[0] in _OF_APPLICATIONS


def default_subject(events: Iterable[str], own: Mapping[str, EventSpec] | None = None) -> SubjectKind:
    """What a sequence with these triggers is about if it doesn't say: an application if every one of them is."""
    told = [names_application(event, own) for event in events]
    return SubjectKind.APPLICATION if told and all(told) else SubjectKind.CANDIDATE
