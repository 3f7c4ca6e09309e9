"""Groups of sequences that a person is in one at a time."""

from sqlalchemy import Connection

from nurture.domain.moves import Because
from nurture.engine.journey import Journey
from nurture.service.parts import Parts
from nurture.store import standings


def why_kept_out(parts: Parts, conn: Connection, journey: Journey) -> Because | None:
    """Who else of the group has the person, whatever their run is about; None: the door is open.

    A run about the same subject is not asked about here: that is what `again` is for.
    """
    group, wants = journey.plan.sequence.exclusive, journey.facts.enrollment
    if group is None:
        return None
    published = parts.plans.latest(conn)
    rivals = {name for name, each in published.items() if each.plan.sequence.exclusive == group}
    for standing in standings.active_for_candidate(conn, wants.candidate_id):
        inside = standing.enrollment
        is_own = (inside.sequence, inside.subject) == (wants.sequence, wants.subject)
        if inside.sequence in rivals and not is_own:
            sentence = f"stayed out: is in {inside.sequence}, since {journey.say(inside.entered_at)}"
            return Because(rule="exclusive", sentence=f"{sentence}, and {group} takes one at a time")
    return None
