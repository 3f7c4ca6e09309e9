"""The engine's one function. A journey is a list of moves: at a time, do a thing, unless something happens first."""

from collections.abc import Mapping
from datetime import datetime
from functools import lru_cache

from nurture.domain.events import Event
from nurture.domain.facts import Facts
from nurture.domain.instances import parts_of
from nurture.domain.moves import FINISH, LOOK, RUNNING, Because, Move, Outcome, Place, Progress, next_visit
from nurture.domain.surveys import mailed_at
from nurture.engine import moves as _registered  # noqa: F401 - registers how each kind of step moves
from nurture.engine.exits import exit_events, taken_back, why_over
from nurture.engine.hearing import ANY_EVENT
from nurture.engine.journey import Cut, End, Fork, Go, Grace, Journey, Stand, Stay
from nurture.engine.moves.task import CREATE_TASK, following_dates
from nurture.engine.stand import stand
from nurture.errors import Held
from nurture.language.plan import Plan
from nurture.language.steps import MESSAGES
from nurture.values import replace

RECALLED = "recalled"
"""The rule by which a message that was decided on does not leave after all, and what came of its step."""
CANCELLED = "task-cancelled"
"""The rule by which a task that was given is not waited for any more."""
STOPPED = "stopped"
"""What came of a `repeat` whose track was ended between two rounds."""

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
    before = progress
    progress = progress.having_seen(max(event.number for event in events)) if events else progress
    journey = Journey(plan=plan, facts=facts, events=events, now=now, places=progress.places).as_of(progress)
    match why_over(journey):
        case End() as end:
            return _finish(end, progress, _recalled(plan, progress, progress.places))
        case Grace() as grace:
            return _in_grace(grace, before, journey)
    move = _walk(journey, progress)
    return replace(move, because=(*taken_back(journey), *move.because)) if events else move


def _in_grace(grace: Grace, progress: Progress, journey: Journey) -> Move:
    """Stands where it stood, and has seen nothing: if the exit is taken back, all that came meanwhile still counts."""
    step = progress.places[0].step
    return Move(
        action=LOOK,
        at=grace.until,
        step=step,
        visit=progress.next_visit(step) if step else 1,
        summary=grace.because.sentence,
        listen=tuple(sorted({*exit_events(journey.plan), *grace.listen})),
        progress=progress,
        because=(grace.because,),
    )


def after(plan: Plan, progress: Progress, step: str, result: str, now: datetime) -> Progress:
    """The progress once a step has been carried out with that result, before anybody looks where it leads."""
    outcome = Outcome(result=result, at=now, visit=progress.next_visit(step))
    outcomes = {**progress.outcomes, step: outcome}
    places = tuple(
        _arrive(place, plan.after(step), outcomes, since=now) if place.step == step else place
        for place in progress.places
    )
    return replace(progress, outcomes=outcomes, places=places)


def put_off(progress: Progress, step: str, until: datetime) -> Progress:
    """The progress of a journey whose step could not be carried out, and is not to be tried before that moment."""
    places = tuple(
        replace(place, since=until, due=place.due or place.since) if place.step == step else place
        for place in progress.places
    )
    return replace(progress, places=places)


def did(progress: Progress, step: str, what: str, *, since: datetime | None = None) -> Progress:
    """The progress once a step has done one of the things it does, and stays where it is; `since` counts anew."""

    def further(place: Place) -> Place:
        done = replace(place, did=(*place.did, what))
        return replace(done, since=since, due=place.due or place.since) if since else done

    places = tuple(further(place) if place.step == step else place for place in progress.places)
    return replace(progress, places=places)


def _walk(journey: Journey, progress: Progress) -> Move:
    """Moves the tracks until all of them stand still, and takes the earliest stand.

    Whenever one has moved all are asked again: what one track does may be what another waits for.
    """
    because: list[Because] = []
    place = progress.places[0]
    for _ in range(MOST_STEPS_AT_ONCE):
        journey = journey.as_of(progress)
        stands: list[Stand] = []
        for place in progress.places:
            if place.step is None:
                continue
            seen = journey.at(place.step, place.event if place.track else progress.event)
            answer = stand(journey.plan.steps[place.step], place, seen)
            if isinstance(answer, Stand):
                stands.append(answer)
                progress = _note(progress, place, answer)
                continue
            if isinstance(answer, End):
                return _finish(answer, progress, [*because, *_recalled(journey.plan, progress, progress.places)])
            because.append(answer.because)
            if isinstance(answer, Fork):
                progress = _fork(progress, place, answer)
            elif isinstance(answer, Cut):
                progress = _cut(journey.plan, progress, answer, because, journey.now)
            elif isinstance(answer, Stay):
                progress = did(progress, place.step, answer.did, since=answer.since)
            else:
                progress = _go(progress, place, answer, journey.now)
                progress = _close_tracks(journey.plan, progress, place.step, because, journey.now)
            break
        else:
            return _standing(journey, progress, stands, because) if stands else _completed(progress, because)
    raise Held(f"{place.step} goes round without ever waiting")


def _completed(progress: Progress, because: list[Because]) -> Move:
    done = Because(rule="completed", sentence="came to the end of the last step")
    return _finish(End(outcome="completed", because=done), progress, because)


def _go(progress: Progress, place: Place, go: Go, now: datetime) -> Progress:
    """One track moves on."""
    assert place.step is not None, "a track that is done does not move"
    outcome = Outcome(
        result=go.result,
        at=now,
        event=go.event,
        visit=progress.next_visit(place.step),
        round=go.round,
        due=go.since if go.result == RUNNING else None,
        answer=go.answer,
        done=go.done,
    )
    outcomes = {**progress.outcomes, place.step: outcome}
    moved = _arrive(place, go.to, outcomes, since=go.since, due=go.due, event=go.event)
    places = tuple(moved if each is place else each for each in progress.places)
    return replace(progress, outcomes=outcomes, places=places, event=go.event or progress.event)


def _note(progress: Progress, place: Place, standing: Stand) -> Progress:
    """Keeps what a step has met so far."""
    if standing.met is None or standing.met == place.met:
        return progress
    noted = replace(place, met=standing.met)
    return replace(progress, places=tuple(noted if each is place else each for each in progress.places))


def _arrive(
    place: Place,
    step: str | None,
    outcomes: Mapping[str, Outcome],
    *,
    since: datetime,
    due: datetime | None = None,
    event: int | None = None,
) -> Place:
    visit = next_visit(outcomes, step) if step else 1
    seen = (event or place.event) if place.track else None  # that of the run itself is the newest of all
    return Place(track=place.track, step=step, since=since, due=due, visit=visit, event=seen)


def _fork(progress: Progress, place: Place, fork: Fork) -> Progress:
    """The tracks begin with what the one that opened them has seen."""
    event = place.event if place.track else progress.event
    tracks = (
        replace(each, event=event, visit=progress.next_visit(each.step) if each.step else 1) for each in fork.tracks
    )
    return replace(progress, places=(*progress.places, *tracks))


def _cut(plan: Plan, progress: Progress, cut: Cut, because: list[Because], now: datetime) -> Progress:
    """Ends some tracks of items before their time; those that count as done stay, without a step."""
    tracks = {each.track for each in cut.tracks if each.track}
    keys = {(track.step, track.name) for track in tracks}
    inside = [
        name
        for name in progress.outcomes
        if name in plan.steps and any(plan.is_around(step, name) and parts_of(name)[1] == key for step, key in keys)
    ]
    progress = _leave(plan, progress, cut.tracks, inside, because, now)
    if cut.done is None:
        return replace(progress, places=tuple(each for each in progress.places if each.track not in tracks))
    over = {track: Place(track=track, step=None, since=cut.done) for track in tracks}
    places = (over.get(each.track, each) if each.track else each for each in progress.places)
    return replace(progress, places=tuple(places))


def _close_tracks(plan: Plan, progress: Progress, step: str, because: list[Because], now: datetime) -> Progress:
    """Ends the tracks that a step had opened, once it has gone on: what they had not done yet is left out."""
    ended = tuple(each for each in progress.places if each.track and plan.is_at_or_in(each.track.step, step))
    if not ended:
        return progress
    inside = [name for name in progress.outcomes if name in plan.steps and plan.is_around(step, name)]
    progress = _leave(plan, progress, ended, inside, because, now)
    return replace(progress, places=tuple(each for each in progress.places if each not in ended))


def _leave(
    plan: Plan, progress: Progress, ended: tuple[Place, ...], inside: list[str], because: list[Because], now: datetime
) -> Progress:
    """What becomes of what the ended tracks had begun: mails are recalled, tasks cancelled, rounds stopped.

    Each of these visits is over, so that the next one is another; `inside` are the steps of these tracks.
    """
    left = [*_recalled(plan, progress, ended), *_cancelled(plan, ended)]
    because += left
    outcomes = dict(progress.outcomes)
    for each in left:
        assert each.step is not None, "what is recalled is of a step"
        outcomes[each.step] = Outcome(result=RECALLED, at=now, visit=progress.next_visit(each.step))
    for name in inside:
        if progress.outcomes[name].is_running:
            outcomes[name] = replace(progress.outcomes[name], result=STOPPED, due=None)
    return replace(progress, outcomes=outcomes)


def _recalled(plan: Plan, progress: Progress, places: tuple[Place, ...]) -> list[Because]:
    """The messages that were decided on and had not left, because of a hold or the hours, when their track ended."""
    return [
        Because(
            rule=RECALLED,
            sentence="had not left yet, and was recalled",
            step=place.step,
            visit=progress.next_visit(place.step),
        )
        for place in places
        if place.step is not None and isinstance(plan.steps[place.step], MESSAGES) and not mailed_at(place.did)
    ]


def _cancelled(plan: Plan, places: tuple[Place, ...]) -> list[Because]:
    """The tasks that were given, and that nobody waits for once their track has ended: a yes to a mail, too."""
    return [
        Because(rule=CANCELLED, sentence="nobody waits for it any more", step=place.step, visit=place.visit)
        for place in places
        if place.step is not None and CREATE_TASK in place.did
    ]


def _standing(journey: Journey, progress: Progress, stands: list[Stand], because: list[Because]) -> Move:
    """The earliest of the tracks' stands, as a move; a track that only waits for events comes last.

    Of those whose time has come the first track's goes first, however much time goes by meanwhile.
    """
    first = min(stands, key=lambda each: (each.at is None, max(each.at or journey.now, journey.now)))
    follows = (ANY_EVENT,) if any(following_dates(journey)) else ()
    return Move(
        action=first.action,
        at=first.at,
        step=first.step,
        visit=progress.next_visit(first.step),
        summary=first.summary,
        listen=_heard(journey.plan, follows, *(each.listen for each in stands)),
        progress=progress,
        because=tuple(because),
    )


@lru_cache(maxsize=4096)
def _heard(plan: Plan, *awaited: tuple[str, ...]) -> tuple[str, ...]:
    """The events that could end a journey along the plan, and those that its steps wait for."""
    return tuple(sorted(exit_events(plan).union(*awaited)))


def _finish(end: End, progress: Progress, because: list[Because]) -> Move:
    return Move(
        action=FINISH,
        at=None,
        summary=f"ended: {end.outcome}",
        progress=progress,
        outcome=end.outcome,
        is_goal=end.is_goal,
        scope=end.scope,
        because=(*because, end.because),
    )
