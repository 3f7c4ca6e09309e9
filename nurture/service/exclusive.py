"""Groups of sequences that a person is in one at a time, and doors that are closed to a person."""

from collections.abc import Iterator

from sqlalchemy import Connection

from nurture.domain.moves import Because
from nurture.engine.journey import Journey
from nurture.service.leaving import is_leaving
from nurture.service.parts import Parts
from nurture.service.stopping import DISPLACED, stop
from nurture.store import enrollments, standings
from nurture.store.standings import Standing


def why_kept_out(parts: Parts, conn: Connection, journey: Journey) -> Because | None:
    """Who else of the group has the person, whatever their run is about; None: the door is open.

    A run about the same subject is not asked about here: that is what `again` is for. Nor is one that this sequence
    displaces.
    """
    group = journey.plan.sequence.exclusive
    for standing, priority in _rivals(parts, conn, journey):
        inside = standing.enrollment
        if not _gives_way(journey, priority):
            sentence = f"stayed out: is in {inside.sequence}, since {journey.say(inside.entered_at)}"
            return Because(rule="exclusive", sentence=f"{sentence}, and {group} takes one at a time")
    return None


def displace(parts: Parts, conn: Connection, journey: Journey) -> dict[str, int]:
    """Ends the runs that give way to this one, and says which event each is to be woken by."""
    if not journey.plan.sequence.displaces:
        return {}
    rivals = [each for each, priority in _rivals(parts, conn, journey) if _gives_way(journey, priority)]
    why = f"{journey.plan.sequence.sequence} has the person: its priority is higher"
    return stop(conn, rivals, outcome=DISPLACED, why=why, now=journey.now)


def why_closed(conn: Connection, candidate_id: str) -> Because | None:
    """An exit for everything has closed all doors to the person; None: they are open."""
    closed_by = enrollments.who_closed_doors(conn, candidate_id)
    if closed_by is None:
        return None
    sentence = f"stayed out: {closed_by} ended by an exit for everything, and none begins after that by itself"
    return Because(rule="doors-closed", sentence=sentence)


def _rivals(parts: Parts, conn: Connection, journey: Journey) -> Iterator[tuple[Standing, int]]:
    """Open runs of the person in other sequences of the group, or about another subject, with their priority.

    One that what has just happened ends is none any more.
    """
    group, wants = journey.plan.sequence.exclusive, journey.facts.enrollment
    if group is None:
        return
    published = parts.plans.latest(conn).items()
    rivals = {name: each.plan.sequence.priority for name, each in published if each.plan.sequence.exclusive == group}
    for standing in standings.active_for_candidate(conn, wants.candidate_id):
        inside = standing.enrollment
        is_own = (inside.sequence, inside.subject) == (wants.sequence, wants.subject)
        if inside.sequence in rivals and not is_own and not is_leaving(parts, conn, inside.id):
            yield standing, rivals[inside.sequence]


def _gives_way(journey: Journey, priority: int) -> bool:
    return journey.plan.sequence.displaces and priority < journey.plan.sequence.priority
