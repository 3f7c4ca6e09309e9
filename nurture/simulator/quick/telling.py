"""What the runs of a quick rehearsal decided, as the entries of a story."""

from collections.abc import Iterable, Iterator

from nurture.simulator.quick.run import Decided, Run
from nurture.simulator.story import KINDS, Entry, Kind


def entries_of(runs: Iterable[Run], stayed_out: Iterable[Decided]) -> tuple[Entry, ...]:
    """The entries of a person's timeline, in time; what happened is not among them."""
    told = [entry for run in runs for entry in _of(run)]
    told += (_entry(decided) for decided in stayed_out)
    return tuple(sorted(told, key=lambda entry: entry.at))


def _of(run: Run) -> Iterator[Entry]:
    last = len(run.decided) - 1 if run.is_over else None
    for number, decided in enumerate(run.decided):
        is_why_it_ended = (
            number == last and decided.mail is None and not decided.is_refused and decided.because.rule not in KINDS
        )
        if not is_why_it_ended:
            yield _entry(decided)
        if number == last:
            yield _left(run, decided if is_why_it_ended else None)


def _entry(decided: Decided) -> Entry:
    kind = KINDS.get(decided.because.rule, Kind.WENT_ON)
    if decided.mail:
        kind = Kind.SENT
    elif decided.is_refused:
        kind = Kind.NOT_SENT
    return Entry(
        at=decided.at,
        kind=kind,
        text=decided.because.sentence,
        sequence=decided.sequence,
        step=decided.because.step,
        rule=None if kind in (Kind.SENT, Kind.ENTERED) else decided.because.rule,
        to=decided.mail.to.email if decided.mail else None,
        sender=decided.mail.sender.email if decided.mail else None,
    )


def _left(run: Run, why: Decided | None) -> Entry:
    assert run.ended_at is not None, "it has ended"
    goal = ", which is its goal" if run.move.is_goal else ""
    because = f": {why.because.sentence}" if why else ""
    return Entry(
        at=run.ended_at,
        kind=Kind.LEFT,
        text=f"{run.move.outcome}{goal}{because}",
        sequence=run.enrollment.sequence,
        rule=why.because.rule if why else None,
    )
