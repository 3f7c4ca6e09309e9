"""`split`: the arm that was drawn for this person, always the same one; or the one that did better with others."""

from datetime import datetime

from nurture.domain.contests import Contest
from nurture.domain.moves import Because, Place
from nurture.engine.journey import Go, Journey, Stand
from nurture.engine.stand import stand
from nurture.language.steps.split import SplitStep


@stand.register
def split(step: SplitStep, place: Place, journey: Journey) -> Go | Stand:
    """Takes the drawn arm at once; a holdout goes on with what follows. Who is not drawn waits for the better arm."""
    candidate, sequence = journey.facts.candidate.id, journey.plan.sequence.sequence
    if not step.is_drawn(candidate, sequence):
        return _the_better(step, place, journey)
    arm = step.arm_of(candidate, sequence)
    weights = {name: each.weight for name, each in step.split.items()}
    holdout = "" if step.split[arm].steps else ", which gets nothing here"
    because = Because(
        rule="split",
        step=step.id,
        sentence=f"is in arm {arm}{holdout}: drawn by a hash of the candidate, the sequence and the step",
        inputs={f"weight of {name}": f"{weight:g}" for name, weight in weights.items()},
    )
    return _into(step, arm, place.since, place.due, because, journey)


def decided_at(step: SplitStep, opened_at: datetime, journey: Journey) -> datetime:
    """When the contest is decided: one moment for everybody, so the company's clock counts."""
    assert step.decide is not None, "only what is to be decided is a contest"
    return step.decide.after.add_to(opened_at, journey.office_zone, journey.office_calendar)


def _the_better(step: SplitStep, place: Place, journey: Journey) -> Go | Stand:
    """Stands until it is decided. Whoever comes before anybody else is the first from whom it counts."""
    assert step.decide is not None, "without it everybody is drawn"
    contest = journey.facts.contests.get(step.id)
    at = decided_at(step, contest.opened_at if contest else place.since, journey)
    if contest is None or contest.winner is None:
        summary = f"{step.id}: waits until {journey.say(at)} for the arm that does better by {step.decide.by}"
        return Stand(step=step.id, at=at, summary=summary)
    because = Because(
        rule="split-decided",
        step=step.id,
        sentence=f"is in arm {contest.winner}: {step.decide.by} came by {journey.say(at)} for {_counted(contest)}",
    )
    due = place.due if at <= place.since else None
    return _into(step, contest.winner, max(place.since, at), due, because, journey)


def _counted(contest: Contest) -> str:
    return ", ".join(f"{tally.did} of {tally.drawn} in {arm}" for arm, tally in contest.tallies.items())


def _into(step: SplitStep, arm: str, since: datetime, due: datetime | None, because: Because, journey: Journey) -> Go:
    to = journey.plan.block(step.id, list(step.split).index(arm))
    return Go(to=to, result=arm, since=since, due=due, because=because)
