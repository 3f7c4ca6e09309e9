"""The engine's one function. A journey is a list of moves: at a time, do a thing, unless something happens first."""

from dataclasses import replace
from datetime import datetime

from nurture.domain.events import Event
from nurture.domain.facts import Facts
from nurture.domain.moves import FINISH, Because, Move, Outcome, Place, Progress
from nurture.engine import moves as _registered  # noqa: F401 - registers how each kind of step moves
from nurture.engine.exits import exit_events, why_over
from nurture.engine.journey import End, Go, Journey, Stand
from nurture.engine.stand import stand
from nurture.errors import Held
from nurture.language.plan import Plan
from nurture.language.steps.email import EmailStep

RECALLED = "recalled"
"""The rule by which a message that was decided on does not leave after all."""

MOST_STEPS_AT_ONCE = 1_000
"""More steps than this without a stop is a loop that never waits: the journey is held and a person looks."""


def begin(plan: Plan, *, entered_at: datetime, seen_event: int, event: int | None = None) -> Progress:
    """The progress of somebody who has just entered: one track, at the first step. `event` is what let them in."""
    place = Place(step=plan.first, since=entered_at)
    return Progress(version=plan.version, places=(place,), seen_event=seen_event, event=event)


def next_move(plan: Plan, progress: Progress, facts: Facts, events: tuple[Event, ...], now: datetime) -> Move:
    """What comes next for this journey, given what is known and what happened since it was last looked at.

    Raises `Held` when the journey can't go on without a person: a condition that fails, an anchor that is no date.
    """
    newest = max((event.number for event in events), default=0)
    progress = replace(progress, seen_event=max(progress.seen_event, newest))
    journey = Journey(plan=plan, facts=replace(facts, outcomes=progress.outcomes), events=events, now=now)
    if end := why_over(journey):
        return _finish(end, progress, _recalled(plan, progress))
    return _walk(journey, progress)


def after(plan: Plan, progress: Progress, step: str, result: str, now: datetime) -> Progress:
    """The progress once a step has been carried out with that result, before anybody looks where it leads."""
    outcome = Outcome(result=result, at=now, visit=progress.next_visit(step))
    done = replace(progress, outcomes={**progress.outcomes, step: outcome})
    places = tuple(
        _arrive(done, plan.after(step), since=now) if place.step == step else place for place in progress.places
    )
    return replace(done, places=places)


def put_off(progress: Progress, step: str, until: datetime) -> Progress:
    """The progress of a journey whose step could not be carried out, and is not to be tried before that moment."""
    places = tuple(
        replace(place, since=until, due=place.due or place.since) if place.step == step else place
        for place in progress.places
    )
    return replace(progress, places=places)


def _recalled(plan: Plan, progress: Progress) -> list[Because]:
    """The messages that were decided on and had not left, because of a hold or the hours, when the journey ended."""
    return [
        Because(rule=RECALLED, sentence="had not left yet, and was recalled", step=place.step)
        for place in progress.places
        if place.step is not None and isinstance(plan.steps[place.step], EmailStep)
    ]


def _walk(journey: Journey, progress: Progress) -> Move:
    """Moves every track until each stands still, and takes the earliest stand."""
    because: list[Because] = []
    stands: list[Stand] = []
    for index in range(len(progress.places)):
        for _ in range(MOST_STEPS_AT_ONCE):
            place = progress.places[index]
            if place.step is None:
                break
            journey = replace(journey, facts=replace(journey.facts, outcomes=progress.outcomes))
            answer = stand(journey.plan.steps[place.step], place, journey)
            if isinstance(answer, Stand):
                stands.append(answer)
                progress = _note(progress, index, answer)
                break
            because.append(answer.because)
            if isinstance(answer, End):
                return _finish(answer, progress, because[:-1])
            progress = _go(progress, index, answer, journey.now)
        else:
            raise Held(f"{progress.places[index].step} goes round without ever waiting")
    if not stands:
        done = Because(rule="completed", sentence="came to the end of the last step")
        return _finish(End(outcome="completed", because=done), progress, because)
    return _standing(journey, progress, stands, because)


def _go(progress: Progress, index: int, go: Go, now: datetime) -> Progress:
    """One track moves on."""
    step = progress.places[index].step
    assert step is not None, "a track that is done does not move"
    outcome = Outcome(result=go.result, at=now, event=go.event, visit=progress.next_visit(step))
    progress = replace(progress, outcomes={**progress.outcomes, step: outcome}, event=go.event or progress.event)
    places = list(progress.places)
    places[index] = _arrive(progress, go.to, since=go.since, due=go.due)
    return replace(progress, places=tuple(places))


def _note(progress: Progress, index: int, standing: Stand) -> Progress:
    """Keeps what a step has met so far."""
    place = progress.places[index]
    if standing.met is None or standing.met == place.met:
        return progress
    places = list(progress.places)
    places[index] = replace(place, met=standing.met)
    return replace(progress, places=tuple(places))


def _arrive(progress: Progress, step: str | None, *, since: datetime, due: datetime | None = None) -> Place:
    return Place(step=step, since=since, due=due, visit=progress.next_visit(step) if step else 1)


def _standing(journey: Journey, progress: Progress, stands: list[Stand], because: list[Because]) -> Move:
    """The earliest of the tracks' stands, as a move; a track that only waits for events comes last."""
    first = min(stands, key=lambda each: (each.at is None, each.at or journey.now))
    listen = exit_events(journey.plan.sequence).union(*(each.listen for each in stands))
    return Move(
        action=first.action,
        at=first.at,
        step=first.step,
        visit=progress.next_visit(first.step),
        summary=first.summary,
        listen=tuple(sorted(listen)),
        progress=progress,
        because=tuple(because),
    )


def _finish(end: End, progress: Progress, because: list[Because]) -> Move:
    return Move(
        action=FINISH,
        at=None,
        summary=f"ended: {end.outcome}",
        progress=progress,
        outcome=end.outcome,
        is_goal=end.is_goal,
        because=(*because, end.because),
    )
