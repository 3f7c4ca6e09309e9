"""What comes next for an enrollment as things stand; what can't be decided is held, and never dropped."""

from datetime import datetime

from nurture.contracts import Act
from nurture.domain.moves import FINISH, LOOK, Because, Move, Progress
from nurture.engine.hearing import ANY_EVENT, NEWS_OF_JOBS
from nurture.engine.next_move import next_move
from nurture.errors import NurtureError
from nurture.service.views import View
from nurture.store import standings
from nurture.store.words import EnrollmentStatus
from nurture.timing.errors import TimingError
from nurture.values import replace

FAULTS = (NurtureError, TimingError, ArithmeticError, AttributeError, LookupError, TypeError, ValueError)
"""What a wrong plan, or a fault in the engine, raises: the enrollment is held for a person, never dropped.

A database that fails is none of these: then the activity fails and Temporal tries again."""


def decide(view: View) -> Move:
    """The next move as things stand, after all that happened since it was last looked at.

    What can't be decided is held, with the reason; then what happened counts as not heard, and is once it is mended.
    """
    if view.situation.status is EnrollmentStatus.ENDED:
        standing = standings.get(view.conn, view.situation.enrollment.id)
        return finish(view.progress, standing.outcome or "ended")
    try:
        move = next_move(view.published.plan, view.progress, view.facts, view.situation.events, view.now)
    except FAULTS as fault:
        return held(view.progress, fault)
    if any(event.number > move.progress.seen_event for event in view.situation.events):
        return move  # within a grace: what came is not behind it yet
    return having_seen(move, view.situation.last_event)


def having_seen(move: Move, event: int) -> Move:
    """The move with all events up to that number behind it, those that concern others, too."""
    progress = move.progress.having_seen(event)
    return move if progress is move.progress else replace(move, progress=progress)


def held(progress: Progress, fault: Exception) -> Move:
    """Stands still until a person steps in; the step and the reason are for them to read."""
    step = progress.places[0].step
    sentence = str(fault) if isinstance(fault, NurtureError) else f"{type(fault).__name__}: {fault}"
    return Move(
        action=LOOK,
        at=None,
        step=step,
        summary=f"held: {sentence}",
        held=sentence,
        listen=(ANY_EVENT, *sorted(NEWS_OF_JOBS)),
        progress=progress,
        because=(Because(rule="held", sentence=sentence, step=step),),
    )


def is_still_right(move: Move, act: Act, now: datetime) -> bool:
    """Whether the move that was asked for is the one that comes next, and its time has come."""
    wanted = act.move
    same = (move.action, move.step, move.visit) == (wanted.action, wanted.step, wanted.visit)
    return same and move.at is not None and move.at <= now


def finish(progress: Progress, outcome: str) -> Move:
    """The last move: nothing comes after it."""
    return Move(action=FINISH, at=None, summary=f"ended: {outcome}", outcome=outcome, progress=progress)
