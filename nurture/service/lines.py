"""Who else waits for a person whom a touch cap protects, and comes first."""

from collections.abc import Callable, Iterable, Iterator
from datetime import datetime
from functools import cache, partial

from nurture.domain.moves import Progress
from nurture.domain.touchpoints import touchpoint_key
from nurture.engine.gate import BREAKER, Limit
from nurture.engine.journey import Journey
from nurture.engine.outgoing import ledger_step, outgoing
from nurture.engine.turns import (
    GOOD_FOR,
    Counts,
    Line,
    Stop,
    Waiting,
    beside,
    is_capped,
    line_of,
    tells_of_openings,
    waits,
)
from nurture.language.cap import Cap
from nurture.language.plan import Plan
from nurture.language.sequence import is_about_openings
from nurture.service.breaking import signed_from
from nurture.service.deciding import FAULTS
from nurture.service.views import View, journey_of, view_of
from nurture.store import breakers, decisions, others, sent
from nurture.store.others import Moving
from nurture.values import frozen


@frozen
class _Run:
    """A run of the person, and how it sees itself: looked up only where that is asked for."""

    id: str
    plan: Plan
    progress: Progress
    journey: Callable[[], Journey]


@frozen
class _Ahead:
    """Finds what waits for a person under a cap, of the messages that it counts."""

    view: View
    cap: Cap
    counts: Counts

    def of(self, run: _Run, messages: Iterable[tuple[str, datetime]]) -> Iterator[tuple[str, Waiting]]:
        """Those of a run's messages that wait, each by its key in the ledger."""
        plan, progress, now = run.plan, run.progress, self.view.now
        for step, at in messages:
            waiting = waits(run.id, plan, progress, step, at=at, now=now, cap=self.cap, counts=self.counts)
            if waiting is None or _is_kept_back(self.view, run, step):
                continue
            key = touchpoint_key(run.id, ledger_step(plan.steps[step], _did(run, step)), progress.next_visit(step))
            yield key, waiting

    def of_another(self, other: Moving) -> tuple[tuple[str, Waiting], ...]:
        """The same of another run of the person. What can't be read or decided is held by its own attempt."""
        view, run, progress = self.view, other.enrollment_id, other.progress

        @cache
        def journey() -> Journey:
            return journey_of(view_of(view.parts, view.conn, run, progress, at=view.now))

        try:
            plan = view.parts.plans.plan(view.conn, other.sequence, progress.version).plan
            stop = Stop(plan=plan, progress=progress, action=other.action, step=other.step, at=other.at)
            found = self.of(_Run(id=run, plan=plan, progress=progress, journey=journey), stop.messages(journey))
            return tuple(found)
        except FAULTS:
            return ()


def line_for(view: View, step: str, cap: Cap | None, counts: Counts = is_capped) -> Line | None:
    """The line in which a message of this run stands under a cap; None where it does not count."""
    run, plan, now = view.situation.enrollment, view.published.plan, view.now
    if cap is None:
        return None
    own = waits(run.id, plan, view.progress, step, at=now, now=now, cap=cap, counts=counts)
    if own is None:
        return None
    ahead = _Ahead(view=view, cap=cap, counts=counts)
    journey = cache(partial(journey_of, view))
    itself = _Run(id=run.id, plan=plan, progress=view.progress, journey=journey)
    found = dict(ahead.of(itself, beside(plan, view.progress, step, journey)))
    for other in others.moving(view.conn, run.candidate_id, but=run.id, after=now - GOOD_FOR):
        found.update(ahead.of_another(other))
    left = others.on_their_way(view.conn, found) if found else frozenset()
    return line_of(own, (waiting for key, waiting in found.items() if key not in left))


def _is_kept_back(view: View, run: _Run, step: str) -> bool:
    """Whether its sequence or its mailbox has stopped: nobody waits for it until a person lets that go on."""
    if view.company.breakers is None:
        return False
    stopped = {each.id for each in breakers.stopped(view.conn)}
    if not stopped or run.plan.sequence.sequence in stopped:
        return bool(stopped)
    if decisions.last_rule(view.conn, run.id, step) == BREAKER:
        return True
    journey = run.journey().at(step, run.progress.event_for(step))
    sends = outgoing(run.plan.steps[step], journey, _did(run, step))
    return signed_from(journey, sends, view.company) in stopped


def _did(run: _Run, step: str) -> tuple[str, ...]:
    return next((place.did for place in run.progress.places if place.step == step), ())


def limit_of_openings(view: View, step: str) -> Limit | None:
    """What company.yaml says of messages about openings, where this message is one."""
    cap = view.company.touches.openings
    if cap is None or not tells_of_openings(view.published.plan, step):
        return None
    return Limit(cap=cap, times=_of_openings(view, cap), line=line_for(view, step, cap, tells_of_openings))


def _of_openings(view: View, cap: Cap) -> tuple[datetime, ...]:
    published = view.parts.plans.latest(view.conn).items()
    begun_by_news = [name for name, each in published if is_about_openings(each.plan.sequence)]
    since = view.now - 2 * cap.per.rough
    return sent.about_openings(view.conn, view.situation.enrollment.candidate_id, begun_by_news, since=since)
