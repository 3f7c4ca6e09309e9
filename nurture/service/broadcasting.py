"""Broadcasts: at news of a job, a time that comes again or dates on records, everybody is looked at, page by page.

Each page is a short read, and each person who comes in a small transaction of their own. A page that is done once more,
after a crash, lets nobody in twice: an occasion lets a subject in once.
"""

from collections.abc import Iterable, Iterator
from datetime import UTC, datetime, timedelta
from itertools import takewhile
from typing import Final

from sqlalchemy import Connection

from nurture.config import Settings
from nurture.contracts import BroadcastPause, BroadcastRun, BroadcastStanding, EnrollmentRun, Poke
from nurture.domain.events import Event
from nurture.engine.occasions import stamp
from nurture.engine.triggers import LATE
from nurture.errors import Conflict
from nurture.language.plan import Plan
from nurture.language.sequence import Trigger
from nurture.service.admitting import Occasion, Wanted, look_at
from nurture.service.entering import pokes_of
from nurture.service.letting_in import LetIn, Page, keep_ranks, let_in_best, let_in_each
from nurture.service.parts import Parts
from nurture.service.reasons import reason_of
from nurture.store import Store, audit, broadcasts, published
from nurture.store.audit import Deed
from nurture.store.broadcasts import Broadcast
from nurture.store.dates import Window
from nurture.store.sequences import PlanCache, PublishedPlan, latest
from nurture.store.words import BroadcastState
from nurture.timing.zones import zone_of
from nurture.values import frozen, replace

PAGE: Final = 500
"""How many candidates are looked at in one go."""
COME_IN: Final = 50
"""About how many come in in one go: letting somebody in takes longer than looking at them."""
LOOKED_EVERY: Final = timedelta(hours=1)
"""How often dates on records are looked at: on the hour."""


@frozen
class Carried:
    """What a page came to: how the broadcast stands, runs to be started, and runs to be woken since they end."""

    standing: BroadcastStanding
    started: tuple[EnrollmentRun, ...] = ()
    pokes: tuple[Poke, ...] = ()


def open_for_news(parts: Parts, conn: Connection, event: Event, now: datetime) -> tuple[BroadcastRun, ...]:
    """Opens a broadcast for every trigger that names this news of a job."""
    occasion = f"{event.job_id}/{event.at.astimezone(UTC):%Y-%m-%dT%H:%M:%SZ}"
    return tuple(
        run
        for plan in parts.plans.latest(conn).values()
        for number, trigger in enumerate(plan.plan.sequence.enroll, start=1)
        if event.type in trigger.events
        for run in _open(parts, conn, plan, number, f"{event.type}/{occasion}", now, event)
    )


def open_due(parts: Parts) -> tuple[BroadcastRun, ...]:
    """Opens the broadcasts whose time has come since their sequence was published, and names all to be started."""
    now = parts.clock.now()
    with parts.store.write() as conn:
        for plan in parts.plans.latest(conn).values():
            for number, moment in _moments(parts, conn, plan, now):
                if moment >= _stands_since(parts, conn, plan, number):
                    _open(parts, conn, plan, number, stamp(moment), now)
        return unstarted(parts.settings, conn, older_than=now)


def needs_calendar(store: Store) -> bool:
    """Whether any published sequence has a trigger whose time comes by itself, or applications may be idle."""
    with store.read() as conn:
        sequences = [sequence for _, sequence in latest(conn).values()]
        if sequences and PlanCache().company(conn).idle is not None:
            return True
    return any(trigger.at or trigger.every for sequence in sequences for trigger in sequence.enroll)


def unstarted(settings: Settings, conn: Connection, *, older_than: datetime) -> tuple[BroadcastRun, ...]:
    """The broadcasts from before that moment, or of it, whose workflow was never confirmed."""
    return tuple(_run(settings, each) for each in broadcasts.unstarted(conn, older_than=older_than))


def note_started(store: Store, broadcast_ids: Iterable[str], *, now: datetime) -> None:
    """Notes that these broadcasts' workflows run."""
    started = tuple(broadcast_ids)
    if not started:
        return
    with store.write() as conn:
        for broadcast_id in started:
            broadcasts.confirm_started(conn, broadcast_id, now=now)


def carry_on(parts: Parts, broadcast_id: str) -> Carried:
    """Looks at the next page of candidates and lets in who is to come in. Does nothing for one that is paused or done.

    Where the best come first, all are looked at before anybody comes in. Somebody who can't be judged stays out, and
    the broadcast's note says why. Raises NotFound.
    """
    with parts.store.read() as conn:
        broadcast = broadcasts.get(conn, broadcast_id)
        if broadcast.state is not BroadcastState.RUNNING:
            return Carried(standing=standing_of(broadcast))
        plan = parts.plans.plan(conn, broadcast.sequence, broadcast.version).plan
        occasion = Occasion(broadcast=broadcast, plan=plan)
        if broadcast.ranked_at is None:
            window = _window(plan, occasion.trigger, parts.clock.now())
            people = broadcasts.people_after(conn, broadcast.cursor, limit=PAGE, window=window)
            looked = look_at(parts, conn, occasion, broadcasts.subjects_of(conn, people, plan.sequence.for_))
    if broadcast.ranked_at is not None:
        let_in, standing = let_in_best(parts, occasion, limit=COME_IN)
    elif occasion.trigger.rank is not None:
        let_in, standing = LetIn(), keep_ranks(parts, occasion, _page(people), looked)
    else:
        page, wanted = _cut(people, looked.wanted)
        let_in = let_in_each(parts, occasion, wanted)
        standing = _advance(parts, occasion, page, let_in.fault or looked.fault)
    return Carried(standing=standing_of(standing), started=let_in.started, pokes=pokes_of(let_in.tells))


def record_pause(parts: Parts, pause: BroadcastPause) -> str:
    """Puts a pause of a broadcast, or its end, on record. Raises NotFound, and Conflict for one that is done."""
    with parts.store.write() as conn:
        broadcast = broadcasts.get(conn, pause.broadcast_id, lock=True)
        if broadcast.state is BroadcastState.DONE:
            raise Conflict(f"broadcast/{broadcast.id} is done")
        state = BroadcastState.PAUSED if pause.paused else BroadcastState.RUNNING
        broadcasts.save(conn, replace(broadcast, state=state))
        did = "paused" if pause.paused else "resumed"
        deed = Deed(
            at=parts.clock.now(),
            who=pause.command.by,
            what=f"{did} broadcast/{broadcast.id}",
            why=reason_of(conn, pause.command),
        )
        audit.record(conn, deed)
    return did


def standing_of(broadcast: Broadcast) -> BroadcastStanding:
    """How a broadcast stands, as its workflow is told."""
    return BroadcastStanding(
        looked_at=broadcast.looked_at,
        entered=broadcast.entered,
        is_paused=broadcast.state is BroadcastState.PAUSED,
        is_over=broadcast.state is BroadcastState.DONE,
    )


def _window(plan: Plan, trigger: Trigger, now: datetime) -> Window | None:
    """Whose dates may let them in now, where dates do: nobody else needs to be looked at."""
    if trigger.at is None:
        return None
    earliest, latest = trigger.at.wait.reach
    sequence = plan.sequence
    return Window(
        anchor=trigger.at.anchor,
        after=None if trigger.if_late == "enter" else now - LATE - latest,
        until=now - earliest,
        sequence=sequence.sequence,
        kind=sequence.for_,
    )


def _page(people: tuple[str, ...]) -> Page:
    return Page(looked_at=len(people), cursor=people[-1] if len(people) == PAGE else None)


def _cut(people: tuple[str, ...], wanted: tuple[Wanted, ...]) -> tuple[Page, tuple[Wanted, ...]]:
    """The page up to the person with whom as many come in as may in one go; the rest is looked at once more."""
    if len(wanted) <= COME_IN:
        return _page(people), wanted
    last = wanted[COME_IN - 1].candidate_id
    behind = people[: people.index(last) + 1]
    come_in = tuple(each for each in wanted if each.candidate_id in set(behind))
    return Page(looked_at=len(behind), cursor=last if len(behind) < len(people) else _page(people).cursor), come_in


def _advance(parts: Parts, occasion: Occasion, page: Page, fault: str | None) -> Broadcast:
    """Keeps how far it has come, once; a pause that came meanwhile stays."""
    with parts.store.write() as conn:
        broadcast = broadcasts.get(conn, occasion.broadcast.id, lock=True)
        if not page.follows(occasion.broadcast, broadcast):
            return broadcast
        broadcast = page.behind(broadcast, fault)
        if page.cursor is None:
            broadcast = replace(broadcast, state=BroadcastState.DONE, ended_at=parts.clock.now())
        broadcasts.save(conn, broadcast)
    return broadcast


def _moments(parts: Parts, conn: Connection, plan: PublishedPlan, now: datetime) -> Iterator[tuple[int, datetime]]:
    """The latest moment of each trigger whose time comes by itself: of dates on records, the full hour."""
    triggers = plan.plan.sequence.enroll
    for number, trigger in enumerate(triggers, start=1):
        if trigger.every is not None:
            yield number, trigger.every.last(now, zone_of(parts.plans.company(conn).zone))
        elif trigger.at is not None:
            yield number, now.astimezone(UTC).replace(minute=0, second=0, microsecond=0)


def _stands_since(parts: Parts, conn: Connection, plan: PublishedPlan, number: int) -> datetime:
    """Since when a trigger is published as it is: of the versions that have it, the first; of dates, since ever."""
    sequence, trigger = plan.plan.sequence.sequence, plan.plan.sequence.enroll[number - 1]
    if trigger.at is not None:
        return datetime.min.replace(tzinfo=UTC)
    with_it = takewhile(
        lambda each: trigger in parts.plans.plan(conn, sequence, each.version).plan.sequence.enroll,
        published.versions(conn, sequence=sequence),
    )
    return min(each.published_at for each in with_it)


def _open(
    parts: Parts,
    conn: Connection,
    plan: PublishedPlan,
    number: int,
    occasion: str,
    now: datetime,
    event: Event | None = None,
) -> tuple[BroadcastRun, ...]:
    """Keeps the broadcast, if it is not on record yet, and gives what to start it with."""
    name = plan.plan.sequence.sequence
    broadcast = Broadcast(
        id=f"{name}/{number}/{occasion}",
        sequence=name,
        version=plan.plan.version,
        trigger=number,
        occasion=occasion,
        opened_at=now,
        event=event,
    )
    return (_run(parts.settings, broadcast),) if broadcasts.open_new(conn, broadcast) else ()


def _run(settings: Settings, broadcast: Broadcast) -> BroadcastRun:
    return BroadcastRun(
        broadcast_id=broadcast.id,
        sequence=broadcast.sequence,
        paused=broadcast.state is BroadcastState.PAUSED,
        options=settings.run_options(),
    )
