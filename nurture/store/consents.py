"""What people agreed to, and took back: a history to which rows are only added."""

from collections.abc import Iterable, Mapping
from dataclasses import fields
from datetime import date, datetime
from typing import Final

from sqlalchemy import Connection, bindparam, delete, select

from nurture.domain.consent import Consent, is_change, said_by_ats, standing
from nurture.store.tables import candidates, consents

FIELD: Final = "consent_until"
"""What an ATS states of it: a field of the candidate that is not kept as such."""

_NAMES: Final = tuple(field.name for field in fields(Consent))
_COLUMNS: Final = tuple(consents.c[name] for name in _NAMES)


def history(conn: Connection, candidate_id: str) -> tuple[Consent, ...]:
    """Everything that a candidate agreed to and took back, in the order in which it was noted."""
    return histories(conn, (candidate_id,)).get(candidate_id, ())


def histories(conn: Connection, candidate_ids: Iterable[str]) -> Mapping[str, tuple[Consent, ...]]:
    """The same of many, by the candidate's id; who never agreed to anything is not among them."""
    found: dict[str, tuple[Consent, ...]] = {}
    for candidate_id, *values in conn.execute(_HISTORIES, {"ids": list(candidate_ids)}):
        consent = Consent(**dict(zip(_NAMES, values, strict=True)))
        found[candidate_id] = (*found.get(candidate_id, ()), consent)
    return found


_HISTORIES = (
    select(consents.c.candidate_id, *_COLUMNS)
    .where(consents.c.candidate_id.in_(bindparam("ids", expanding=True)))
    .order_by(consents.c.id)
)


def put(conn: Connection, candidate_id: str, consent: Consent, *, now: datetime) -> bool:
    """Adds an entry; whether it is the one that stands for its purpose from now on. Of the erased nothing is kept.

    The candidate must be locked.
    """
    is_erased = select(candidates.c.is_anonymized).where(candidates.c.id == candidate_id)
    if conn.execute(is_erased).scalar_one():
        return False
    values = {name: getattr(consent, name) for name in _NAMES}
    conn.execute(consents.insert(), {**values, "candidate_id": candidate_id, "recorded_at": now})
    return standing(history(conn, candidate_id), consent.purpose) == consent


def put_said_by_ats(
    conn: Connection, candidate_id: str, until: date | None, *, at: datetime, now: datetime
) -> Consent | None:
    """Adds what follows from the date that the ATS holds; gives it where another entry stood before.

    The candidate must be locked.
    """
    before = history(conn, candidate_id)
    said = said_by_ats(before, until, at)
    if said is None:
        return None
    is_standing = put(conn, candidate_id, said, now=now)
    return said if is_standing and is_change(standing(before), said) else None


def erase(conn: Connection, candidate_id: str) -> None:
    """Forgets everything that a candidate agreed to."""
    conn.execute(delete(consents).where(consents.c.candidate_id == candidate_id))
