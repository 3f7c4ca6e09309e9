"""What a person makes of a delivery of an ATS that could not be taken in: it is tried again, or set aside."""

from collections.abc import Mapping
from datetime import datetime

from nurture.ats import Connected
from nurture.contracts import Poke
from nurture.errors import Conflict
from nurture.service.mail.keeping import CONNECTION as MAIL
from nurture.service.naming import tells_of
from nurture.service.unread_news import runs_of
from nurture.store import Store, audit, inbox
from nurture.store.audit import Deed


def try_again(store: Store, connections: Mapping[str, Connected], number: int, *, by: str, now: datetime) -> None:
    """Has a delivery taken in once more, of which nothing came. Until then whom it names gets no mail.

    Raises NotFound, and Conflict where something came of it, or still may.
    """
    with store.write() as conn:
        about = tells_of(connections, inbox.load(conn, number))
        inbox.reopen(conn, number, about=about)
        audit.record(conn, Deed(at=now, who=by, what=f"had delivery {number} taken in again", why=""))


def set_aside(store: Store, number: int, *, why: str, by: str, now: datetime) -> tuple[Poke, ...]:
    """Says that nothing is to come of a delivery: nobody's mail waits for it any longer.

    Names the runs that are to look. Raises NotFound, and Conflict where it waits for nobody, or is a mail.
    """
    with store.write() as conn:
        stored = inbox.load(conn, number, lock=True)
        if stored.connection == MAIL:
            raise Conflict(f"{number} is a mail", hint=f"Say what it is: nurture inbound {number}")
        pokes = tuple(Poke(enrollment_id=run, event=0) for run in runs_of(conn, number))
        inbox.set_aside(conn, number, f"set aside by {by}: {why}")
        audit.record(conn, Deed(at=now, who=by, what=f"set delivery {number} aside", why=why))
    return pokes
