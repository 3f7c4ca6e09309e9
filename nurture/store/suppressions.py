"""Whom we may not write to. Kept by a keyed hash of the address, so that it outlives the person's data.

A wish is the person's, at whichever of their addresses they said it; what came back says something of one address.
"""

from collections.abc import Iterator
from datetime import datetime
from typing import Final

from sqlalchemy import Connection, and_, bindparam, delete, func, or_, select, tuple_

from nurture.domain.touchpoints import ChannelKind
from nurture.store import contacts
from nurture.store.tables import suppressions, touchpoints
from nurture.store.upserts import insert_into
from nurture.store.words import BUT_OPENINGS, EVERYTHING
from nurture.values import frozen

MAIL_CAME_BACK: Final = "mail came back"
TEXT_CAME_BACK: Final = "a text came back"
"""The reasons that stop one address, and not the person at another."""
_CAME_BACK: Final = (MAIL_CAME_BACK, TEXT_CAME_BACK)


@frozen
class Suppression:
    """What stops mail to an address: of one purpose, `BUT_OPENINGS` or `EVERYTHING`, for good or until a moment."""

    address_hash: str
    scope: str
    reason: str
    source: str
    at: datetime
    until: datetime | None = None

    @property
    def stops(self) -> str:
        """What it stops, in words."""
        what = {EVERYTHING: "all mail", BUT_OPENINGS: "nurture mail but about openings"}
        ends = f" until {self.until:%Y-%m-%d %H:%M} UTC" if self.until else ""
        return what.get(self.scope, f"{self.scope} mail") + ends


@frozen
class Whose:
    """The person behind an address on a channel, by whose wish at any other one it is judged, too.

    `others` are the hashes of all that is on record of them now; where they were written to before is known here.
    """

    candidate_id: str
    channel: ChannelKind
    others: tuple[str, ...] = ()


def put(conn: Connection, told: Suppression, *, candidate_id: str | None = None) -> bool:
    """Stops mail to an address, until that moment or for good.

    What stops it for good already stays, with its reason; a pause gives way to whatever is said later. That mail came
    back gives way to a person's wish, which is about them and not about one address. False when nothing changed.
    """
    statement = insert_into(conn, suppressions)
    new = statement.excluded
    statement = statement.on_conflict_do_update(
        index_elements=["address_hash", "scope"],
        set_={name: new[name] for name in ("reason", "source", "at", "until", "candidate_id")},
        where=or_(
            suppressions.c.until.is_not(None) & suppressions.c.until.is_distinct_from(new.until),
            suppressions.c.reason.in_(_CAME_BACK) & new.reason.not_in(_CAME_BACK) & new.until.is_(None),
        ),
    )
    row = {**{name: getattr(told, name) for name in Suppression.__dataclass_fields__}, "candidate_id": candidate_id}
    # Without the option SQLAlchemy does not keep the row count of an insert.
    return conn.execute(statement, row, execution_options={"preserve_rowcount": True}).rowcount == 1


def add(
    conn: Connection,
    hashed: str,
    *,
    scope: str = EVERYTHING,
    reason: str,
    source: str,
    at: datetime,
    candidate_id: str | None = None,
) -> bool:
    """Stops mail to an address for good, of one purpose or `EVERYTHING`; see `put`."""
    told = Suppression(address_hash=hashed, scope=scope, reason=reason, source=source, at=at)
    return put(conn, told, candidate_id=candidate_id)


def remove(conn: Connection, hashed: str, *, scope: str = EVERYTHING, reason: str | None = None) -> bool:
    """Lets mail through again, with `reason` only where it was stopped for that. False when nothing stopped it."""
    where = [suppressions.c.address_hash == hashed, suppressions.c.scope == scope]
    if reason is not None:
        where.append(suppressions.c.reason == reason)
    return conn.execute(delete(suppressions).where(*where)).rowcount == 1


def asked_of(hashed: str, whose: Whose | None = None) -> dict[str, object]:
    """What `WHY`, `PAUSED_UNTIL` and `ONLY_OPENINGS` are asked with, apart from the purpose."""
    return {
        "hashed": hashed,
        "others": list(whose.others) if whose else [],
        "candidate_id": whose.candidate_id if whose else None,
        "channel": whose.channel if whose else None,
    }


_COLUMNS = tuple(suppressions.c[name] for name in Suppression.__dataclass_fields__)


def of_address(conn: Connection, hashed: str, *, now: datetime) -> tuple[Suppression, ...]:
    """Everything that stops mail to an address at that moment, oldest first."""
    stands = suppressions.c.until.is_(None) | (suppressions.c.until > now)
    query = select(*_COLUMNS).where(suppressions.c.address_hash == hashed, stands)
    found = conn.execute(query.order_by(suppressions.c.at, suppressions.c.scope))
    return tuple(Suppression(**row._mapping) for row in found)


_IS_OF_ADDRESS = suppressions.c.address_hash == bindparam("hashed")
_IS_OF_PERSON = and_(
    suppressions.c.reason.not_in(_CAME_BACK),
    or_(
        suppressions.c.address_hash.in_(bindparam("others", expanding=True)),
        suppressions.c.address_hash.in_(
            select(touchpoints.c.address_hash).where(
                touchpoints.c.candidate_id == bindparam("candidate_id"),
                touchpoints.c.channel == bindparam("channel"),
                touchpoints.c.recipient == contacts.CANDIDATE,
            )
        ),
    ),
)
_IS_THEIRS = or_(_IS_OF_ADDRESS, _IS_OF_PERSON)
_IS_FOR_GOOD = suppressions.c.until.is_(None)
_COVERS = suppressions.c.scope.in_((EVERYTHING, bindparam("purpose")))

WHY = select(suppressions.c.reason).where(_IS_THEIRS, _IS_FOR_GOOD, _COVERS).order_by(suppressions.c.at).limit(1)
PAUSED_UNTIL = select(func.max(suppressions.c.until)).where(_IS_THEIRS, _COVERS)
ONLY_OPENINGS = select(suppressions.c.reason).where(_IS_THEIRS, _IS_FOR_GOOD, suppressions.c.scope == BUT_OPENINGS)


def why_suppressed(conn: Connection, hashed: str, *, purpose: str) -> str | None:
    """Why an address, whosever it is, may not get mail of that purpose, for good; None: it may, or it may later."""
    reason: str | None = conn.execute(WHY, {**asked_of(hashed), "purpose": purpose}).scalar_one_or_none()
    return reason


def standing(conn: Connection, *, now: datetime) -> Iterator[Suppression]:
    """Everything that stops mail to anybody at that moment, oldest first."""
    query = select(*_COLUMNS).where(suppressions.c.until.is_(None) | (suppressions.c.until > now))
    for row in conn.execute(query.order_by(suppressions.c.at, suppressions.c.address_hash, suppressions.c.scope)):
        yield Suppression(**row._mapping)


def page(conn: Connection, *, now: datetime, after: tuple[str, str], limit: int) -> tuple[Suppression, ...]:
    """The same by the hash of the address and the scope, from beyond one of them."""
    stands = suppressions.c.until.is_(None) | (suppressions.c.until > now)
    place = tuple_(suppressions.c.address_hash, suppressions.c.scope)
    query = select(*_COLUMNS).where(stands, place > after)
    found = conn.execute(query.order_by(suppressions.c.address_hash, suppressions.c.scope).limit(limit))
    return tuple(Suppression(**row._mapping) for row in found)
