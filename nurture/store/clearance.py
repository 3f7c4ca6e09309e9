"""What the gate asks of the database about one message, in one round trip where no touches are to be counted."""

from datetime import datetime

from sqlalchemy import Boolean, Connection, bindparam, case, select

from nurture.domain.touchpoints import SendState
from nurture.domain.unread import Unread
from nurture.store import sent, suppressions, unread
from nurture.store.suppressions import Whose
from nurture.store.tables import touchpoints
from nurture.values import frozen


@frozen
class Clearance:
    """Where a step's visit stands in the ledger since `at` (None: nowhere yet), and what is known of the address.

    `key` is what the visit is called there, `lost_calls` is how often nobody knew whether it had left; `frozen_in` is
    the mailbox from which it leaves, once it was written to that address. `unread` is news of the candidate that nobody
    has read, where it is for them.
    """

    key: str
    state: SendState | None
    at: datetime | None
    token: str | None
    suppressed: str | None
    touches: tuple[datetime, ...]
    paused_until: datetime | None = None
    wants_only_openings: bool = False
    lost_calls: int = 0
    frozen_in: str | None = None
    unread: Unread | None = None


_KEY = touchpoints.c.id == bindparam("key")
_CLEARANCE = select(
    select(touchpoints.c.state).where(_KEY).scalar_subquery(),
    select(touchpoints.c.at).where(_KEY).scalar_subquery(),
    select(touchpoints.c.token).where(_KEY).scalar_subquery(),
    select(touchpoints.c.lost_calls).where(_KEY).scalar_subquery(),
    select(touchpoints.c.mailbox).where(_KEY, touchpoints.c.address_hash == bindparam("hashed")).scalar_subquery(),
    suppressions.WHY.scalar_subquery(),
    suppressions.PAUSED_UNTIL.scalar_subquery(),
    suppressions.ONLY_OPENINGS.scalar_subquery(),
    case((bindparam("is_for_them", type_=Boolean), unread.OLDEST.scalar_subquery())),
)


def clearance(
    conn: Connection,
    key: str,
    *,
    candidate_id: str,
    address_hash: str | None,
    purpose: str,
    touches_since: datetime | None,
    whose: Whose | None = None,
    is_for_them: bool = False,
) -> Clearance:
    """Reads it; touches are counted since that moment, None: not at all. `whose` address it is: if the candidate's.
    `is_for_them` says whether the candidate is to read it.
    """
    asked = {"key": key, **suppressions.asked_of(address_hash or "", whose), "purpose": purpose}
    asked |= {"candidate_id": candidate_id, "is_for_them": is_for_them}
    state, at, token, lost, mailbox, suppressed, paused, only, news = conn.execute(_CLEARANCE, asked).one()
    touches = sent.recent(conn, candidate_id, since=touches_since) if touches_since else ()
    return Clearance(
        key=key,
        state=state,
        at=at,
        token=token,
        suppressed=suppressed,
        touches=touches,
        paused_until=paused,
        wants_only_openings=only is not None,
        lost_calls=lost or 0,
        frozen_in=mailbox,
        unread=None if news is None else unread.delivery(conn, news),
    )
