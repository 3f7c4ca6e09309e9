"""A journey as a list of moves: at a time, do a thing, unless something happens first."""

from collections.abc import Mapping
from dataclasses import field
from datetime import datetime
from typing import Final

from nurture.domain.exit_scope import ExitScope
from nurture.values import frozen, replace

LOOK: Final = "look"
"""The action of a move that only looks again: no activity of its own, just `next_move` at that time."""
FINISH: Final = "finish"
"""The action of the last move of every journey."""
RUNNING: Final = "running"
"""What came of a `repeat` while it still has rounds to go."""
PLANNED: Final = "next"
"""The rule of a reason that says what comes next and when, and not why."""


@frozen
class Outcome:
    """What came of a step on its last visit; `event` is the number of the event that decided it.

    Of a `repeat`, `round` is the round that it is in or has ended with, from 1; `due` is when that one was due, as long
    as there are rounds to go. `answer` is what was answered to a `survey`. `done` is how many tracks of a `together`
    were done when it was over.
    """

    result: str
    at: datetime
    visit: int = 1
    event: int | None = None
    round: int | None = None
    due: datetime | None = None
    answer: str | None = None
    done: int | None = None

    @property
    def is_running(self) -> bool:
        """True for a `repeat` that has rounds to go: this visit of it is not over."""
        return self.result == RUNNING and self.due is not None


@frozen
class Track:
    """One of the tracks that a `together` step has opened: by its name there, or the key of the item that it is for.

    `since` is when it began, where it is for an item.
    """

    step: str
    name: str
    since: datetime | None = None


@frozen
class Place:
    """Where one track stands: at a step, on its n-th visit, since a moment. No step: the track is done.

    `due` is when the wait before it said the step should come, where that was before `since`: what is late is measured
    from there. `did` names what is behind a step that does more than one thing on a visit, `met` the events that have
    come already, at one that waits for more than one. `track` is None for the run itself, which stands at a `together`
    step for as long as its tracks run; `event` is the newest event that a wait of the track saw, or of what opened it.
    """

    step: str | None
    since: datetime
    visit: int = 1
    due: datetime | None = None
    did: tuple[str, ...] = ()
    met: tuple[str, ...] = ()
    track: Track | None = None
    event: int | None = None


def next_visit(outcomes: Mapping[str, Outcome], step: str) -> int:
    """Which visit of a step would come next, by what came of it; visits count from 1."""
    done = outcomes.get(step)
    if done is None:
        return 1
    return done.visit if done.is_running else done.visit + 1


@frozen
class Progress:
    """All that a journey has to remember: small, without personal data, and valid across restarts.

    `seen_event` is the newest event taken into account; `event` the one that `event.` names outside of tracks: the
    newest that a wait in any track saw.
    """

    version: int
    places: tuple[Place, ...]
    seen_event: int = 0
    event: int | None = None
    outcomes: Mapping[str, Outcome] = field(default_factory=dict)

    def next_visit(self, step: str) -> int:
        """Which visit of that step would come next; visits count from 1."""
        return next_visit(self.outcomes, step)

    def having_seen(self, event: int) -> "Progress":
        """The same, with all events up to that number behind it."""
        return replace(self, seen_event=event) if event > self.seen_event else self

    def event_for(self, step: str | None) -> int | None:
        """The number of the event that `event.` names at that step: in a track, that of the track."""
        place = next((each for each in self.places if step is not None and each.step == step), None)
        return place.event if place and place.track else self.event


@frozen
class Because:
    """Why something was decided: the rule's name, a sentence for people, and what it looked at.

    `visit` is that of the step, where it isn't the one that comes next.
    """

    rule: str
    sentence: str
    inputs: Mapping[str, str] = field(default_factory=dict)
    step: str | None = None
    visit: int | None = None


@frozen
class Move:
    """What happens next.

    `at` is journey time, None: only when something happens. `wake` is the same instant on the Temporal server's clock,
    set where the clock is known. `listen` names the events that could change this move, `*` any of this candidate's.
    `outcome` is set on the last move alone, with `scope` if other runs end too, and `tells`: which enrollments to wake,
    each by which event of its stream. `held` says why it stands still until a person steps in. `because` is the
    reasoning that led here, for the record of decisions; it does not travel.
    """

    action: str
    at: datetime | None
    summary: str
    progress: Progress
    step: str | None = None
    visit: int = 1
    listen: tuple[str, ...] = ()
    outcome: str | None = None
    is_goal: bool = False
    scope: ExitScope | None = None
    tells: Mapping[str, int] = field(default_factory=dict)
    held: str | None = None
    wake: datetime | None = None
    because: tuple[Because, ...] = ()
