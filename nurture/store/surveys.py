"""Surveys that were sent, and what was answered: one row for each time that somebody was asked."""

from dataclasses import fields
from datetime import datetime
from typing import Final

from sqlalchemy import Connection, func, select, update

from nurture.domain.surveys import Asked
from nurture.store import contacts
from nurture.store.keyset import WHOLE, Cut
from nurture.store.ledger import COUNTS_AS_SENT
from nurture.store.rows import Values
from nurture.store.tables import surveys, touchpoints
from nurture.store.upserts import insert_unless_there

_NAMES: Final = tuple(field.name for field in fields(Asked))
_COLUMNS: Final = tuple(surveys.c[name] for name in _NAMES)
_NOT_ANSWERED: Final = surveys.c.answered_at.is_(None)


def put(conn: Connection, asked: Asked) -> bool:
    """Keeps that somebody is asked. False when that is on record already."""
    return insert_unless_there(conn, surveys, {name: getattr(asked, name) for name in _NAMES})


def by_token(conn: Connection, token: str) -> Asked | None:
    """What the link with that token asks; None for a token that is none, or whose reader's data was erased."""
    return _read(conn.execute(select(*_COLUMNS).where(surveys.c.token == token)).one_or_none())


def waiting(conn: Connection, candidate_id: str, survey: str) -> Asked | None:
    """The newest survey of that name that was sent about somebody and is not answered."""
    query = select(*_COLUMNS).where(surveys.c.candidate_id == candidate_id, surveys.c.survey == survey, _NOT_ANSWERED)
    return _read(conn.execute(query.order_by(surveys.c.asked_at.desc(), surveys.c.id).limit(1)).one_or_none())


def of_candidate(conn: Connection, candidate_id: str) -> tuple[Asked, ...]:
    """All surveys about a candidate, oldest first."""
    query = select(*_COLUMNS).where(surveys.c.candidate_id == candidate_id).order_by(surveys.c.asked_at, surveys.c.id)
    return tuple(Asked(**dict(zip(_NAMES, values, strict=True))) for values in conn.execute(query))


def answered(conn: Connection, candidate_id: str, *, cut: Cut = WHOLE) -> tuple[Asked, ...]:
    """The surveys about a candidate that were answered, in the order of the answers."""
    query = select(*_COLUMNS).where(surveys.c.candidate_id == candidate_id, surveys.c.answered_at.is_not(None))
    found = conn.execute(cut.of(query, surveys.c.answered_at, surveys.c.id))
    return tuple(Asked(**dict(zip(_NAMES, values, strict=True))) for values in found)


def answer(conn: Connection, survey_id: str, *, answer: str, comment: str | None, at: datetime) -> bool:
    """Keeps an answer. False when there is one already: the first one counts."""
    given = update(surveys).where(surveys.c.id == survey_id, _NOT_ANSWERED)
    return conn.execute(given.values(answer=answer, comment=comment, answered_at=at)).rowcount == 1


def last_sent(conn: Connection, *, candidate_id: str, recipient: str, address_hash: str | None) -> datetime | None:
    """When the newest survey left, or may have: to that candidate, or to whoever of ours has that address."""
    is_theirs = (
        surveys.c.candidate_id == candidate_id
        if recipient == contacts.CANDIDATE
        else touchpoints.c.address_hash == address_hash
    )
    query = (
        select(func.max(surveys.c.asked_at))
        .select_from(surveys.join(touchpoints, touchpoints.c.id == surveys.c.id))
        .where(is_theirs, surveys.c.recipient == recipient, touchpoints.c.state.in_(COUNTS_AS_SENT))
    )
    at: datetime | None = conn.execute(query).scalar_one()
    return at


def _read(values: Values | None) -> Asked | None:
    return Asked(**dict(zip(_NAMES, values, strict=True))) if values is not None else None
