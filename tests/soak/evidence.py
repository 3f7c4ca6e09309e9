"""Gathers what a soak is judged by: the mail server's log, the ledger, and where everybody stands."""

from datetime import datetime, time, timedelta
from typing import Final
from zoneinfo import ZoneInfo

from sqlalchemy import Connection, func, select

from nurture.domain.events import EventType
from nurture.domain.touchpoints import Direction
from nurture.store.tables import candidates, enrollments, events, touchpoints
from tests.doubles.smtp import Accepted
from tests.integration.world import World
from tests.soak.judge import Entry, Evidence, Run, Seen, Window

WINDOW: Final = Window(opens=time(8), closes=time(20), zone=ZoneInfo("Europe/Berlin"))
"""As the sequence says."""
WAYS: Final = tuple(frozenset({"first", "second", third}) for third in ("good-luck", "still-here"))
ON_ITS_WAY: Final = 3.5
"""Seconds that a mail may need from the gate to the server: three were seen on two busy cores. At the speed of a soak
that must be less than the night, and that the gate decides by day is judged without it."""
ENDS: Final = (EventType.APPLICATION_REJECTED, EventType.CANDIDATE_REPLIED)


def gather(world: World, accepted: list[Accepted], told: set[str]) -> Evidence:
    """All of it, as it is now. `told` is who must have been let in."""
    with world.parts.store.read() as conn:
        return Evidence(
            now=world.now(),
            window=WINDOW,
            slack=timedelta(seconds=ON_ITS_WAY * world.settings.clock_speed),
            mails=WAYS,
            told=frozenset(told),
            seen=tuple(_seen(world, each) for each in accepted),
            ledger=_ledger(conn),
            runs=_runs(conn),
        )


def _seen(world: World, accepted: Accepted) -> Seen:
    return Seen(
        message_id=accepted.mail["Message-ID"],
        to=", ".join(accepted.recipients),
        subject=accepted.mail["Subject"],
        at=in_journey_time(world, accepted.at),
    )


def in_journey_time(world: World, at: datetime) -> datetime:
    """What the journeys' clock showed then."""
    began, starts = world.settings.clock_began, world.settings.clock_starts
    assert began is not None
    assert starts is not None
    return starts + (at - began) * world.settings.clock_speed


def _ledger(conn: Connection) -> tuple[Entry, ...]:
    columns = touchpoints.c
    query = select(
        columns.id, columns.enrollment_id, columns.step, columns.state, columns.message_id, columns.claimed_at
    ).where(columns.direction == Direction.OUTBOUND)
    return tuple(
        Entry(
            key=row.id,
            run=row.enrollment_id,
            step=row.step,
            state=row.state,
            message_id=row.message_id,
            decided_at=row.claimed_at,
        )
        for row in conn.execute(query)
    )


def _runs(conn: Connection) -> tuple[Run, ...]:
    leaving = (
        select(events.c.candidate_id, func.min(events.c.recorded_at).label("leaves_at"))
        .where(events.c.type.in_(ENDS), events.c.acted)
        .group_by(events.c.candidate_id)
        .subquery()
    )
    columns = enrollments.c
    query = (
        select(
            columns.id,
            columns.ended_at,
            columns.outcome,
            columns.held_reason,
            columns.next_at,
            candidates.c.email,
            leaving.c.leaves_at,
        )
        .join(candidates, candidates.c.id == columns.candidate_id)
        .outerjoin(leaving, leaving.c.candidate_id == columns.candidate_id)
    )
    return tuple(
        Run(
            id=row.id,
            who=row.email,
            ended_at=row.ended_at,
            outcome=row.outcome,
            held_reason=row.held_reason,
            next_at=row.next_at,
            leaves_at=row.leaves_at,
        )
        for row in conn.execute(query)
    )
