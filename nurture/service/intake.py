"""Taking in one delivery: records, events, who enters, whom it concerns. Everything in one transaction."""

from datetime import datetime

from sqlalchemy import Connection

from nurture.ats import NOTHING_READ, Posted, connection_of
from nurture.contracts import Delivery, Poke, TakenIn
from nurture.domain.events import Event, EventType
from nurture.domain.intake import Intake
from nurture.errors import NotFound, NurtureError, Refused, Rejected, Released
from nurture.service import broadcasting
from nurture.service.contacted import news_of, note_contacted, remember_mail, stop_bounced
from nurture.service.declared import only_declared, own_events, own_of_company
from nurture.service.entering import Entrance, Entrances, enter_triggered, run_of
from nurture.service.parts import Parts
from nurture.store import enrollments, inbox, intake, records, tasks, wakeups
from nurture.store.inbox import StoredDelivery
from nurture.store.intake import Applied
from nurture.store.wakeups import Wakeup
from nurture.store.words import InboxState
from nurture.values import frozen, replace

SUPERSEDED = "superseded"
"""The outcome of an enrollment whose candidate turned out to be in the same sequence twice."""

MOST_STARTED, MOST_WOKEN = 500, 5_000
"""How many one delivery starts and wakes by itself: Temporal takes messages of up to 2 MB."""

Happened = tuple[tuple[str, Event], ...]
"""Events, each with the candidate in whose stream it stands."""


def take_in(parts: Parts, delivery: Delivery) -> TakenIn:
    """Understands a stored delivery and does what follows from it, once.

    Asked again, it changes nothing and names whom to start and to wake again; both may be repeated without harm.
    Raises Released while the vendor does not tell what its delivery leaves out, and notes that for people to see:
    trying again is safe, and goes on.
    """
    with parts.store.read() as conn:
        stored = inbox.load(conn, delivery.inbox_id)
    try:
        understood = _understand(parts, stored) if stored.state is InboxState.RECEIVED else None
    except Released as away:
        with parts.store.write() as conn:
            inbox.note_waiting(conn, stored.id, str(away))
        raise
    taken = _take_in(parts, delivery, understood)
    if isinstance(understood, Intake) and (understood.erased or understood.deleted_candidates):
        parts.store.empty_log()
    return taken


def _take_in(parts: Parts, delivery: Delivery, understood: Intake | NurtureError | None) -> TakenIn:
    with parts.store.write() as conn:
        stored = inbox.load(conn, delivery.inbox_id, lock=True)
        if stored.state is not InboxState.RECEIVED or understood is None:
            return _again(parts, conn, stored)
        understood = _as_declared(parts, conn, understood)
        if isinstance(understood, NurtureError):
            inbox.settle(conn, stored.id, InboxState.FAILED, note=str(understood))
            return TakenIn(note=f"not understood: {understood}")
        if understood.ignored:
            inbox.settle(conn, stored.id, InboxState.IGNORED, note=understood.ignored)
            return TakenIn(note=f"ignored: {understood.ignored}")
        heard = hear(parts, conn, replace(understood, source=stored.connection))
        inbox.settle(conn, stored.id, InboxState.TAKEN_IN, note=heard.taken.note, candidate_id=heard.about)
        return heard.taken


def _understand(parts: Parts, stored: StoredDelivery) -> Intake | NurtureError:
    """The delivery in our words, with what its vendor leaves out read back; or why nobody can make anything of it.

    Before any transaction: the vendor may take its time. What it says by then is what counts.
    """
    if not stored.body:
        return Intake(at=stored.received_at, ignored="whom it named was erased before it was taken in")
    posted = Posted(raw=stored.body, headers=stored.headers)
    reader = parts.readers.get(stored.connection)
    try:
        adapter = connection_of(parts.connections, stored.connection).adapter
        read = reader.read(posted) if reader else NOTHING_READ
        return adapter.understand(posted, received_at=stored.received_at, read=read)
    except (NotFound, Refused, Rejected) as error:
        return error


def _as_declared(parts: Parts, conn: Connection, understood: Intake | NurtureError) -> Intake | NurtureError:
    """The delivery with events of the company's own as company.yaml declares them; or why they can't be."""
    if isinstance(understood, NurtureError):
        return understood
    try:
        return own_events(understood, own_of_company(parts.plans, conn))
    except Refused as error:
        return error


@frozen
class Heard:
    """What follows from news: whom to start and wake, and the first candidate whom it was about, if any."""

    taken: TakenIn
    about: str | None


def hear(parts: Parts, conn: Connection, told: Intake) -> Heard:
    """Puts news on record, lets enter whom it triggers, and names whom to start and to wake."""
    own = own_of_company(parts.plans, conn)
    applied = intake.apply(conn, only_declared(told, own), parts.clock.now(), own.stages)
    heard = follow(parts, conn, applied)
    for each in told.contacts:  # after what is stated of the person, who may be new
        whose = records.surviving_id(conn, applied.survivors.get(each.candidate_id, each.candidate_id))
        if (news := news_of(conn, each, whose)) is not None:
            again = intake.apply(conn, news, parts.clock.now())
            heard = _both(heard, follow(parts, conn, again))
            remember_mail(conn, each, again.events)
    return heard


def _both(one: Heard, other: Heard) -> Heard:
    """What follows from two pieces of news."""
    started = {run.enrollment_id: run for run in (*other.taken.started, *one.taken.started)}
    pokes = {poke.enrollment_id: poke for poke in (*one.taken.pokes, *other.taken.pokes)}
    taken = replace(
        one.taken,
        started=tuple(started.values()),
        pokes=tuple(pokes.values()),
        broadcasts=(*one.taken.broadcasts, *other.taken.broadcasts),
        note=other.taken.note,
    )
    return Heard(taken=taken, about=one.about or other.about)


def follow(parts: Parts, conn: Connection, applied: Applied) -> Heard:
    """Lets enter whom news on record triggers, and names whom to start and to wake."""
    now = parts.clock.now()
    happened = _deliver(conn, applied.events, now)
    entrances = Entrances()
    for candidate_id, event in happened:
        if event.type == EventType.CANDIDATE_BOUNCED:
            stop_bounced(parts, conn, candidate_id, at=now)
        if event.type == EventType.CANDIDATE_CONTACTED:
            note_contacted(conn, candidate_id, event)
        let_in = enter_triggered(parts, conn, candidate_id, event, now)
        entrances.came.update(let_in.came)
        entrances.tells.update(let_in.tells)
    opened = tuple(
        run
        for candidate_id, event in applied.events
        if candidate_id is None
        for run in broadcasting.open_for_news(parts, conn, event, now)
    )
    note = "; ".join((*(event.type for _, event in applied.events), *applied.notes)) or "nothing new"
    # What does not act may still have changed facts that somebody follows: they look at everybody's every event.
    about = (applied.about,) if applied.about else ()
    woken = wakeups.of_streams(conn, {*dict(happened), *about})
    end_runs(conn, applied.superseded, SUPERSEDED, now)
    taken = _follow_up(parts, conn, woken, {event.type for _, event in happened}, entrances, note)
    taken = replace(taken, broadcasts=opened)
    return Heard(taken=taken, about=applied.about)


def end_runs(conn: Connection, runs: tuple[str, ...], outcome: str, now: datetime) -> None:
    """Ends runs that are no longer about whom they were about; their workflows see it when they are woken."""
    for enrollment_id in runs:
        enrollments.end(conn, enrollment_id, outcome, now=now)
        tasks.cancel(conn, enrollment_id, why=f"the run ended: {outcome}", at=now)


def note_started(parts: Parts, enrollment_ids: tuple[str, ...]) -> None:
    """Notes that these enrollments' workflows run; `nurture doctor` tells of those that were never noted."""
    if not enrollment_ids:
        return
    with parts.store.write() as conn:
        for enrollment_id in enrollment_ids:
            enrollments.confirm_started(conn, enrollment_id, now=parts.clock.now())


def note_lost(parts: Parts, enrollment_ids: tuple[str, ...]) -> None:
    """Notes that these workflows are gone. Those that should still run were terminated: the sweep starts them again."""
    if not enrollment_ids:
        return
    with parts.store.write() as conn:
        for enrollment_id in enrollment_ids:
            enrollments.forget_start(conn, enrollment_id)


def _deliver(conn: Connection, events: tuple[tuple[str | None, Event], ...], now: datetime) -> Happened:
    """News about a job has no candidate yet: it goes into the streams of those who listen for it."""
    delivered: list[tuple[str, Event]] = []
    for candidate_id, event in events:
        if candidate_id is None:
            delivered.extend(intake.fan_out(conn, event, now=now))
        else:
            delivered.append((candidate_id, event))
    return tuple(delivered)


def everybody_about(parts: Parts, conn: Connection, candidate_ids: tuple[str, ...], note: str) -> TakenIn:
    """Whom news about these people may concern, since nobody knows how far the last attempt came."""
    woken = (*wakeups.of_streams(conn, candidate_ids), *wakeups.listening_for_jobs(conn))
    return _follow_up(parts, conn, woken, None, Entrances(), note)


def _again(parts: Parts, conn: Connection, stored: StoredDelivery) -> TakenIn:
    """Whoever the delivery may have concerned."""
    if stored.state is not InboxState.TAKEN_IN:
        return TakenIn(note=stored.note or stored.state)
    about = (stored.candidate_id,) if stored.candidate_id else ()
    woken = (*wakeups.of_streams(conn, about), *wakeups.listening_for_jobs(conn))
    taken = _follow_up(parts, conn, woken, None, Entrances(), stored.note or "taken in before")
    return replace(taken, broadcasts=broadcasting.unstarted(parts.settings, conn, older_than=parts.clock.now()))


def _follow_up(
    parts: Parts,
    conn: Connection,
    woken: tuple[Wakeup, ...],
    types: set[str] | None,
    entrances: Entrances,
    note: str,
) -> TakenIn:
    """Starts what was never noted as started, and pokes whom what happened could concern.

    Not all at once, where there are many: what is left over is found by the sweep of the web edge.

    The former too: a workflow may run already, started by another delivery a moment ago, and then starting it tells it
    nothing. Whoever entered just now has seen what there is.
    """
    options, came = parts.settings.run_options(), entrances.came
    started = tuple(
        entrance.run(clock=parts.clock, options=options)
        if (entrance := came.get(each.enrollment_id))
        else run_of(conn, each.enrollment_id, clock=parts.clock, options=options)
        for each in [each for each in woken if not each.is_started][:MOST_STARTED]
    )
    pokes = tuple(
        Poke(enrollment_id=each.enrollment_id, event=each.newest_event)
        for each in woken
        if (types is None or each.hears(types) or each.enrollment_id in entrances.tells)
        and not _has_seen(came.get(each.enrollment_id), each.newest_event)
    )
    return TakenIn(started=started, pokes=pokes[:MOST_WOKEN], note=note)


def _has_seen(entrance: Entrance | None, event: int) -> bool:
    return entrance is not None and entrance.move.progress.seen_event >= event
