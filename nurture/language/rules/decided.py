"""What a decision lets in must be of a purpose whose mails go to somebody of whom that was decided."""

from collections.abc import Iterator, Mapping
from typing import Final

from nurture.domain.events import EventType
from nurture.domain.records import ApplicationStatus
from nurture.domain.related import HANGS_ON_APPLICATION
from nurture.language import codes
from nurture.language.diagnostics import Diagnostic
from nurture.language.purposes import STATUS_DEMANDED
from nurture.language.rules.draft import Draft
from nurture.language.rules.events_in_force import awaited
from nurture.language.sequence import Purpose
from nurture.language.steps import MESSAGES, WaitFor

_DECIDED: Final[Mapping[str, ApplicationStatus]] = {
    EventType.APPLICATION_REJECTED: ApplicationStatus.REJECTED,
    EventType.APPLICATION_WITHDRAWN: ApplicationStatus.WITHDRAWN,
    EventType.APPLICATION_HIRED: ApplicationStatus.HIRED,
}
_INSTEAD: Final[Mapping[ApplicationStatus, Purpose]] = {
    ApplicationStatus.REJECTED: Purpose.DECISION,
    ApplicationStatus.WITHDRAWN: Purpose.DECISION,
    ApplicationStatus.HIRED: Purpose.ONBOARDING,
}
_TAKEN_BACK: Final = frozenset({EventType.APPLICATION_UNREJECTED, EventType.APPLICATION_UNHIRED})


def what_is_decided_can_be_written_about(draft: Draft) -> Iterator[Diagnostic]:
    """Whoever comes in by a decision can be written to, since the purpose fits what was decided."""
    purpose = draft.text("purpose")
    if purpose not in set(Purpose) or draft.subject not in HANGS_ON_APPLICATION or not _writes_to_candidates(draft):
        return
    if any(event in _TAKEN_BACK for event in _waited_for(draft)):
        return
    for where, event in draft.occasions():
        status = _DECIDED.get(event)
        if status is not None and status not in STATUS_DEMANDED[Purpose(purpose)]:
            yield draft.at(
                codes.NOBODY_TO_WRITE_TO,
                where,
                f"whoever comes in here is {status}, and no mail of `purpose: {purpose}` goes to them",
                f"write `purpose: {_INSTEAD[status]}`, which is for people who are {status}",
            )


def _writes_to_candidates(draft: Draft) -> bool:
    steps = (step for block in draft.valid_blocks for step in block)
    return any(isinstance(step, MESSAGES) and step.is_to_candidate for step in steps)


def _waited_for(draft: Draft) -> Iterator[str]:
    return (event for node in draft.nodes if node.model is WaitFor for event in awaited(draft, node.data))
