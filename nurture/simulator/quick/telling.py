"""What the runs of a quick rehearsal decided, as the entries of a story."""

from collections.abc import Iterable, Iterator

from nurture.simulator.quick.run import Run
from nurture.simulator.story import Entry, Kind


def entries_of(runs: Iterable[Run], stayed_out: Iterable[Entry]) -> tuple[Entry, ...]:
    """The entries of a person's timeline, in time; what happened is not among them."""
    told = [*(entry for run in runs for entry in _of(run)), *stayed_out]
    return tuple(sorted(told, key=lambda entry: entry.at))


def _of(run: Run) -> Iterator[Entry]:
    """Why a run ended, where that says nothing more, is told with its end."""
    if run.ended_at is None:
        yield from run.entries
        return
    *before, last = run.entries
    yield from before
    why = last if last.kind is Kind.WENT_ON else None
    if why is None:
        yield last
    goal = ", which is its goal" if run.move.is_goal else ""
    because = f": {why.text}" if why else ""
    yield Entry(
        at=run.ended_at,
        kind=Kind.LEFT,
        text=f"{run.move.outcome}{goal}{because}",
        sequence=run.enrollment.sequence,
        rule=why.rule if why else None,
    )
