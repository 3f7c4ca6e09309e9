"""`split`: the arm that was drawn for this person, always the same one."""

from nurture.domain.moves import Because, Place
from nurture.engine.journey import Go, Journey
from nurture.engine.stand import stand
from nurture.language.steps.split import SplitStep


@stand.register
def split(step: SplitStep, place: Place, journey: Journey) -> Go:
    """Takes the arm at once; a holdout goes on with what follows."""
    arm = step.arm_of(journey.facts.candidate.id, journey.plan.sequence.sequence)
    weights = {name: each.weight for name, each in step.split.items()}
    holdout = "" if step.split[arm].steps else ", which gets nothing here"
    because = Because(
        rule="split",
        step=step.id,
        sentence=f"is in arm {arm}{holdout}: drawn by a hash of the candidate, the sequence and the step",
        inputs={f"weight of {name}": f"{weight:g}" for name, weight in weights.items()},
    )
    to = journey.plan.block(step.id, list(step.split).index(arm))
    return Go(to=to, result=arm, since=place.since, due=place.due, because=because)
