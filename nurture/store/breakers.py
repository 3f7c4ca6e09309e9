"""Sequences and mailboxes that have stopped sending by themselves, and since when their mails count.

A sequence goes by its name, a mailbox by its address; no name is an address.
"""

from datetime import datetime

from sqlalchemy import ColumnElement, Connection, and_, case, distinct, exists, func, not_, select, update

from nurture.domain.mail_reports import MailFate
from nurture.domain.touchpoints import ChannelKind, SendState
from nurture.engine.breakers import Fates
from nurture.store.contacts import CANDIDATE
from nurture.store.tables import breakers, enrollments, suppressions, touchpoints
from nurture.store.upserts import insert_or_update
from nurture.store.words import OPTED_OUT
from nurture.values import frozen


@frozen
class Breaker:
    """When the mails of a sequence or a mailbox were last counted, why it has stopped and since when, and when a person
    let it go on.
    """

    id: str
    looked_at: datetime
    stopped_at: datetime | None = None
    why: str | None = None
    resumed_at: datetime | None = None


_COLUMNS = tuple(breakers.c[name] for name in Breaker.__dataclass_fields__)


def find(conn: Connection, name: str) -> Breaker | None:
    """Where the breaker of a sequence or a mailbox stands; None where nobody has looked yet."""
    found = conn.execute(select(*_COLUMNS).where(breakers.c.id == name)).one_or_none()
    return Breaker(**found._mapping) if found else None


def note(conn: Connection, name: str, *, at: datetime, why: str | None) -> None:
    """Keeps that its mails were counted, and why it stops, if it does."""
    stop = {"stopped_at": at, "why": why} if why else {}
    insert_or_update(conn, breakers, {"id": name, "looked_at": at, **stop})


def resume(conn: Connection, name: str, *, at: datetime) -> bool:
    """Lets it go on; what left until now does not count any more. False where it has not stopped."""
    stopped = and_(breakers.c.id == name, breakers.c.stopped_at.is_not(None))
    resumed = {"stopped_at": None, "why": None, "resumed_at": at}
    return conn.execute(update(breakers).where(stopped).values(**resumed)).rowcount == 1


def stopped(conn: Connection) -> tuple[Breaker, ...]:
    """What has stopped, by name."""
    found = conn.execute(select(*_COLUMNS).where(breakers.c.stopped_at.is_not(None)).order_by(breakers.c.id))
    return tuple(Breaker(**row._mapping) for row in found)


def fates_of_sequence(conn: Connection, sequence: str, *, since: datetime) -> Fates:
    """What became of the mails to candidates that providers took of a sequence since then."""
    return _fates(conn, enrollments.c.sequence == sequence, since=since)


def fates_of_mailbox(conn: Connection, mailbox: str, *, since: datetime) -> Fates:
    """What became of the mails to candidates that providers took from a mailbox since then, of any sequence."""
    return _fates(conn, touchpoints.c.mailbox == mailbox, since=since)


def _fates(conn: Connection, whose: ColumnElement[bool], *, since: datetime) -> Fates:
    """What goes out in another mail is no mail of its own; what a person has looked at, for its sequence or for its
    mailbox, counts for neither any more.
    """
    wishes = and_(
        suppressions.c.address_hash == touchpoints.c.address_hash,
        suppressions.c.reason.in_(OPTED_OUT),
        suppressions.c.at >= touchpoints.c.at,
    )
    looked_at = and_(
        breakers.c.id.in_((enrollments.c.sequence, touchpoints.c.mailbox)), breakers.c.resumed_at >= touchpoints.c.at
    )
    mails = touchpoints.join(enrollments, enrollments.c.id == touchpoints.c.enrollment_id)
    row = conn.execute(
        select(
            func.count(distinct(touchpoints.c.id)),
            func.count(distinct(case((touchpoints.c.fate == MailFate.BOUNCED, touchpoints.c.id)))),
            func.count(distinct(case((touchpoints.c.fate == MailFate.COMPLAINED, touchpoints.c.id)))),
            func.count(distinct(suppressions.c.address_hash)),
        )
        .select_from(mails.outerjoin(suppressions, wishes))
        .where(
            whose,
            touchpoints.c.state == SendState.ACCEPTED,
            touchpoints.c.channel == ChannelKind.EMAIL,
            touchpoints.c.recipient == CANDIDATE,
            touchpoints.c.carried_by.is_(None),
            touchpoints.c.at > since,
            not_(exists().where(looked_at)),
        )
    ).one()
    return Fates(mails=row[0], bounces=row[1], complaints=row[2], opt_outs=row[3])
