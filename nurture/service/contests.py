"""Contests among the arms of a split: how they stand for a run, and deciding those whose time has come.

A contest is decided by whoever of those who wait looks first, under a lock on it; what happened after its time doesn't
count. It stays as it was decided, whatever else is heard later.
"""

from collections.abc import Iterator, Mapping
from datetime import datetime

from sqlalchemy import Connection

from nurture.domain.concern import concerns
from nurture.domain.contests import Contest, Tally, winner_of
from nurture.domain.enrollment import Enrollment
from nurture.domain.events import Event
from nurture.domain.moves import Progress
from nurture.engine.journey import Journey
from nurture.engine.moves.split import decided_at
from nurture.language.plan import Plan
from nurture.language.steps import SplitStep
from nurture.store import contests
from nurture.store.contests import Drawn, Key


def contests_of(conn: Connection, journey: Journey) -> Mapping[str, Contest]:
    """How the contests of a run stand, by step."""
    found: dict[str, Contest] = {}
    for step, key in _keys(conn, journey.plan, journey.facts.enrollment):
        contest = contests.find(conn, key)
        if contest is not None:
            ends = decided_at(step, contest.opened_at, journey)
            found[step.id] = _decided(conn, step, key, ends) if _is_due(contest, ends, journey.now) else contest
    return found


def open_new(conn: Connection, plan: Plan, enrollment: Enrollment, progress: Progress) -> None:
    """Opens the contests to which a run has come, unless somebody came before."""
    for step, key in _keys(conn, plan, enrollment):
        outcome = progress.outcomes.get(step.id)
        came = outcome.at if outcome else next((each.since for each in progress.places if each.step == step.id), None)
        if came is not None:
            contests.open_new(conn, key, at=came)


def _keys(conn: Connection, plan: Plan, enrollment: Enrollment) -> Iterator[tuple[SplitStep, Key]]:
    steps = [step for step in plan.steps.values() if isinstance(step, SplitStep) and step.decide]
    if not steps:
        return
    occasion = contests.occasion_of(conn, enrollment.id)
    yield from ((step, Key(sequence=enrollment.sequence, step=step.id, occasion=occasion)) for step in steps)


def _is_due(contest: Contest, ends: datetime, now: datetime) -> bool:
    return contest.winner is None and ends <= now


def _decided(conn: Connection, step: SplitStep, key: Key, ends: datetime) -> Contest:
    """Counts, and keeps what came of it; where another run was quicker, what that one counted."""
    contest = contests.find(conn, key, lock=True)
    assert contest is not None, "it was found before, and none is ever deleted"
    if contest.winner is not None:
        return contest
    assert step.decide is not None, "only what is to be decided is a contest"
    took = contests.drawn(conn, key)
    streams = (each.stream_id for each in took)
    told = contests.happened(conn, streams, step.decide.by, since=contest.opened_at, until=ends)
    did = {each.enrollment_id for each in took if any(_counts(event, each) for event in told.get(each.stream_id, ()))}
    tallies = {arm: _tally([each.enrollment_id for each in took if each.arm == arm], did) for arm in step.split}
    decided = Contest(opened_at=contest.opened_at, winner=winner_of(tallies), tallies=tallies)
    contests.decide(conn, key, decided, at=ends)
    return decided


def _counts(event: Event, run: Drawn) -> bool:
    """Whether the event is the run's own, and came after it took its arm."""
    is_of_its_job = run.job_id is None or event.job_id in (None, run.job_id)
    is_its_own = concerns(event, run.subject, run.enrollment_id, run.application_id)
    return event.at >= run.since and is_of_its_job and is_its_own


def _tally(runs: list[str], did: set[str]) -> Tally:
    return Tally(drawn=len(runs), did=sum(each in did for each in runs))
