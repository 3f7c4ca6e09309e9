"""`ats`: a change in the ATS, made at its time, whatever the hour."""

from collections.abc import Mapping
from typing import Final

from nurture.domain.changes import ChangeKind
from nurture.domain.moves import Because, Place
from nurture.engine.journey import Go, Journey, Stand
from nurture.engine.stand import stand
from nurture.language.expressions import Expression
from nurture.language.steps.ats import SKIPPED, AtsStep
from nurture.language.steps.base import Step

UPDATE_ATS = "update_ats"

_DOES: Final[Mapping[ChangeKind, str]] = {
    ChangeKind.TAG: "sets a tag",
    ChangeKind.UNTAG: "takes off a tag",
    ChangeKind.NOTE: "leaves a note",
    ChangeKind.STAGE: "moves the application",
    ChangeKind.REJECT: "rejects the application",
    ChangeKind.FIELD: "sets a field",
}


@stand.register
def ats(step: AtsStep, place: Place, journey: Journey) -> Go | Stand:
    """Stands until it is made."""
    if skipped := unless_met(step, step.if_, place, journey):
        return skipped
    summary = f"{step.id}: {_DOES[step.ats.kind]} in the ATS"
    return Stand(step=step.id, at=place.since, action=UPDATE_ATS, summary=summary)


def unless_met(step: Step, condition: Expression | None, place: Place, journey: Journey) -> Go | None:
    """Past the step, where its condition is not met now that its time has come."""
    if condition is None or journey.is_true(condition):
        return None
    sentence, inputs = f"not true when its time came: {condition.text}", journey.looked_at(condition)
    because = Because(rule="if", step=step.id, sentence=sentence, inputs=inputs)
    since = min(place.since, journey.now)  # what did not arrive waits for another attempt
    return Go(to=journey.plan.after(step.id), result=SKIPPED, since=since, due=place.due, because=because)
