"""Taking in one delivery: what it says goes on record, and what of it is news goes into the streams."""

from collections.abc import Mapping
from dataclasses import field
from datetime import datetime

from sqlalchemy import Connection

from nurture.domain.events import Event
from nurture.domain.intake import Intake
from nurture.domain.stages import AS_THEY_ARE, StageNames
from nurture.store import delivery, events, news
from nurture.store.events import fan_out
from nurture.values import frozen

__all__ = ["Applied", "apply", "fan_out"]


@frozen
class Applied:
    """What came of a delivery: the events that act, each with the candidate in whose stream it stands.

    An event about a job has no candidate, and no number, before it is fanned out. `notes` tell people what did not act
    and why. `superseded` are enrollments to end: a merge put their candidate twice into one sequence. `about` is the
    first candidate whom the delivery concerns, whether or not anything followed; `survivors` maps candidates that it
    names to who they are today.
    """

    events: tuple[tuple[str | None, Event], ...] = ()
    notes: tuple[str, ...] = ()
    superseded: tuple[str, ...] = ()
    about: str | None = None
    survivors: Mapping[str, str] = field(default_factory=dict)


def apply(conn: Connection, intake: Intake, now: datetime, stages: StageNames = AS_THEY_ARE) -> Applied:
    """Applies one delivery, with stages called in events as the company calls them. Only what it states is written.

    Raises ValueError for a field that no record has.
    """
    recorded = delivery.record(conn, intake, now, stages)
    told = news.tell(conn, recorded.kept, recorded)
    acting: list[tuple[str | None, Event]] = []
    notes = [*recorded.notes, *told.notes]
    for candidate_id, about_them in told.by_candidate.items():
        appended = events.append(conn, candidate_id, about_them, now=now)
        acting.extend((candidate_id, event) for event in appended.own)
        notes.extend(f"{each.event.type}: {each.stale}" for each in about_them if each.stale)
    acting.extend((None, event) for event in news.about_jobs(conn, recorded.kept, recorded))
    concerned = (*recorded.survivors.values(), *told.by_candidate)
    return Applied(
        events=tuple(acting),
        notes=tuple(notes),
        superseded=recorded.superseded,
        about=concerned[0] if concerned else None,
        survivors=recorded.survivors,
    )
