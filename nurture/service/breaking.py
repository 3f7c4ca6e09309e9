"""Stopping a sequence once too many of its mails went wrong, and letting it go on."""

from datetime import datetime, timedelta
from typing import Final

from nurture.engine.breakers import why_broken
from nurture.engine.journey import Journey
from nurture.errors import NotFound
from nurture.service.views import View
from nurture.store import Store, audit, breakers
from nurture.store.audit import Deed

_COUNTED_FOR: Final = timedelta(minutes=1)
"""How long a count of a sequence's mails is good for: each mail that leaves would count them anew else."""


def why_stopped(view: View, journey: Journey) -> str | None:
    """Why a sequence sends nothing to candidates for now; None: it does."""
    rules, sequence = view.company.breakers, view.situation.enrollment.sequence
    if rules is None:
        return None
    known = breakers.of_sequence(view.conn, sequence)
    if known and known.stopped_at:
        return known.why
    if known and view.now < known.looked_at + _COUNTED_FOR:
        return None
    since = rules.over.subtract_from(view.now, journey.office_zone, journey.office_calendar)
    since = max(since, known.resumed_at) if known and known.resumed_at else since
    why = why_broken(breakers.fates(view.conn, sequence, since=since), rules)
    breakers.note(view.conn, sequence, at=view.now, why=why)
    return why


def go_on(store: Store, sequence: str, *, by: str, now: datetime) -> None:
    """Lets a sequence that has stopped send again. Raises NotFound where it has not."""
    with store.write() as conn:
        stopped = breakers.of_sequence(conn, sequence)
        if stopped is None or not breakers.resume(conn, sequence, at=now):
            raise NotFound(f"{sequence} has not stopped", hint="See which have: nurture breakers")
        audit.record(conn, Deed(at=now, who=by, what=f"resumed {sequence}", why=stopped.why or ""))
