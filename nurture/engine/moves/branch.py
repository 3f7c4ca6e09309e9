"""`branch`: the first arm whose condition holds, or what follows when none does."""

from nurture.domain.moves import Because, Place
from nurture.engine.journey import Go, Journey
from nurture.engine.stand import stand
from nurture.language.steps.branch import BranchStep


@stand.register
def branch(step: BranchStep, place: Place, journey: Journey) -> Go:
    """Takes an arm at once; the arms' conditions are judged at the moment the journey arrives."""
    for index, arm in enumerate(step.branch):
        if arm.when is None:
            because = Because(rule="branch", step=step.id, sentence="no condition held, so: otherwise")
        elif journey.is_true(arm.when):
            because = Because(
                rule="branch",
                step=step.id,
                sentence=f"took arm {index + 1}, because {arm.when.text}",
                inputs=journey.looked_at(arm.when),
            )
        else:
            continue
        name = "otherwise" if arm.when is None else str(index + 1)
        to = journey.plan.block(step.id, index)
        return Go(to=to, result=name, since=place.since, due=place.due, because=because)
    because = Because(rule="branch", step=step.id, sentence="no condition held: went on")
    return Go(to=journey.plan.after(step.id), result="none", since=place.since, due=place.due, because=because)
