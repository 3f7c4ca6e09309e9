"""Which events begin a run."""

from collections.abc import Iterator

from nurture.domain.concern import ALWAYS_END
from nurture.domain.events import EventScope, EventType, spec_of
from nurture.language import codes
from nurture.language.diagnostics import Diagnostic
from nurture.language.rules.draft import Draft


def triggers_can_begin_a_run(draft: Draft) -> Iterator[Diagnostic]:
    """What a run brings about itself lets nobody in, nor does what ends all runs of a person."""
    for where, event in draft.occasions():
        if begins_nothing(event):
            said = "ends all runs of a person" if event in ALWAYS_END else "is news for the run that brings it about"
            yield draft.at(
                codes.BEGINS_NOTHING,
                where,
                f"`{event}` {said}, and lets nobody in",
                "use another event, or let that run start this sequence by an `enroll` step",
            )


def begins_nothing(event: str) -> bool:
    """Whether an event of that name lets nobody in, whoever it is about."""
    is_of_one_run = spec_of(event).scope is EventScope.ENROLLMENT and event != EventType.SURVEY_ANSWERED
    return is_of_one_run or event in ALWAYS_END
