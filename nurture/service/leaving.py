"""Runs that what has just happened ends, before they look at it themselves: first somebody leaves, then enters."""

from sqlalchemy import Connection

from nurture.domain.moves import FINISH
from nurture.errors import Held
from nurture.service.deciding import decide
from nurture.service.parts import Parts
from nurture.service.views import view_of


def is_leaving(parts: Parts, conn: Connection, enrollment_id: str) -> bool:
    """Whether an open run ends at its next look, by what is on record now: nothing of it leaves any more.

    One that can't be judged stays.
    """
    try:
        view = view_of(parts, conn, enrollment_id, None)
    except Held:
        return False
    return decide(view).action == FINISH
