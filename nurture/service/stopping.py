"""Ending other runs of a person: each is told by an event in the stream that it reads, and ends at its next look.

Nothing of theirs leaves from then on, woken or not: exits are looked at once more, under lock, just before each send.
"""

from collections.abc import Iterable, Mapping
from datetime import datetime

from sqlalchemy import Connection

from nurture.domain.events import Event, EventType
from nurture.domain.exit_scope import ExitScope
from nurture.domain.moves import FINISH, Move
from nurture.domain.related import HANGS_ON_APPLICATION
from nurture.domain.subject import Subject
from nurture.service.parts import Parts
from nurture.service.subjects import application_of
from nurture.store import enrollments, events, standings, wakeups
from nurture.store.events import News
from nurture.store.situations import Situation
from nurture.store.standings import Standing

RESTARTED, DISPLACED = "restarted", "displaced"
"""What a run ends as where its sequence begins anew, and where one with a higher priority has the person."""


def stop(conn: Connection, runs: Iterable[Standing], *, outcome: str, why: str, now: datetime) -> dict[str, int]:
    """Tells open runs of one candidate, who is locked, to end with that outcome; which event each is to be woken by."""
    told: list[Standing] = list(runs)
    for each in told:
        event = Event(
            type=EventType.RUN_STOPPED,
            at=now,
            data={"outcome": outcome, "why": why, "enrollment": each.enrollment.id},
        )
        events.append(conn, each.enrollment.candidate_id, (News(event=event),), now=now)
    return {each.enrollment.id: wakeups.newest_event(conn, each.stream_id) for each in told}


def stop_former(conn: Connection, sequence: str, subject: Subject, candidate_id: str, now: datetime) -> dict[str, int]:
    """Tells the open run of a sequence about that subject to make room for the next."""
    former = [
        each
        for each in standings.active_for_candidate(conn, candidate_id)
        if (each.enrollment.sequence, each.enrollment.subject) == (sequence, subject)
    ]
    return stop(conn, former, outcome=RESTARTED, why=f"{sequence} begins anew", now=now)


def stop_others(parts: Parts, conn: Connection, situation: Situation, move: Move, now: datetime) -> Mapping[str, int]:
    """What the exit that has just ended a run ends besides; `everything` also closes the doors to the person."""
    if move.action != FINISH or move.scope is None:
        return {}
    if move.scope is ExitScope.EVERYTHING:
        enrollments.close_doors(conn, situation.enrollment.id)
    others = [
        each
        for each in standings.active_for_candidate(conn, situation.enrollment.candidate_id)
        if each.enrollment.id != situation.enrollment.id and _is_reached(parts, conn, situation, move.scope, each)
    ]
    why = f"ended with {situation.enrollment.sequence}, whose exit is for {_SAID[move.scope]}"
    return stop(conn, others, outcome=move.outcome or "", why=why, now=now)


_SAID: Mapping[ExitScope, str] = {
    ExitScope.APPLICATION: "all about the application",
    ExitScope.CANDIDATE: "all of the person",
    ExitScope.PURPOSE: "all of the same purpose",
    ExitScope.EVERYTHING: "everything",
}


def _is_reached(parts: Parts, conn: Connection, ended: Situation, scope: ExitScope, other: Standing) -> bool:
    if scope is ExitScope.APPLICATION:
        own, about = ended.records.application, other.enrollment.subject
        return own is not None and about.kind in HANGS_ON_APPLICATION and application_of(conn, about) == own.id
    if scope is ExitScope.PURPOSE:
        one, another = (
            parts.plans.plan(conn, each.sequence, each.version).plan.sequence.purpose
            for each in (ended.enrollment, other.enrollment)
        )
        return one is another
    return True
