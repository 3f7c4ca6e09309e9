"""`of`: whose events are meant, and which events it goes with."""

from collections.abc import Iterable

from nurture.domain.concern import Of
from nurture.domain.events import EVENTS, EventScope, spec_of
from nurture.language import codes
from nurture.language.faults import fault

_SCOPES = {
    "job": EventScope.JOB,
    "application.job": EventScope.JOB,
    "candidate.applications": EventScope.APPLICATION,
}

OF_A_JOB = tuple(of for of, scope in _SCOPES.items() if scope is EventScope.JOB)
"""Those that say of which job an event is."""


def check_of(of: Of | None, events: Iterable[str]) -> None:
    """Raises a fault where `of` would have no effect on one of the events, or none is named.

    What an event of the company's own is about stands in company.yaml, and is looked at by the rules of the draft.
    """
    if of is None:
        return
    named = tuple(events)
    if not named:
        raise fault(codes.CONTRADICTION, "`of` narrows events, and none is named", "leave it out", key="of")
    for event in named:
        if event in EVENTS and spec_of(event).scope is not _SCOPES[of]:
            hint = "leave it out: it is heard whichever application it is about"
            if _SCOPES[of] is EventScope.JOB:
                hint = "leave it out, or name events of a job"
            elif spec_of(event).scope is EventScope.JOB:
                hint = "write `of: job` for news of the run's own job alone"
            raise fault(codes.CONTRADICTION, f"`{event}` is not an event of `{of}`", hint, key="of")
