"""Tokens of the HTTP API on record, and what was answered under idempotency keys."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any, Final

from sqlalchemy import Connection, Row, delete, or_, select, update

from nurture.domain.tokens import Scope, Token
from nurture.store.tables import api_answers, api_tokens
from nurture.store.upserts import insert_unless_there
from nurture.values import frozen

_NAMES: Final = tuple(Token.__dataclass_fields__)


@frozen
class Kept:
    """A token on record with the digest of its secret."""

    token: Token
    digest: str


@frozen
class Answered:
    """What was answered under a key: `asked` is a keyed hash of what was asked."""

    asked: str
    answer: Mapping[str, object] | None


def add(conn: Connection, token: Token, digest: str) -> bool:
    """Puts a token on record. False where its name, or its id, was given before."""
    values = {name: getattr(token, name) for name in _NAMES}
    return insert_unless_there(conn, api_tokens, {**values, "digest": digest})


def find(conn: Connection, token_id: str) -> Kept | None:
    """A token by its id, revoked and expired ones too."""
    found = conn.execute(select(api_tokens).where(api_tokens.c.id == token_id)).one_or_none()
    return Kept(token=_read(found), digest=found.digest) if found else None


def named(conn: Connection, name: str) -> Token | None:
    """The token of that name."""
    found = conn.execute(select(api_tokens).where(api_tokens.c.name == name)).one_or_none()
    return _read(found) if found else None


def listed(conn: Connection) -> tuple[Token, ...]:
    """All of them, the newest first."""
    query = select(api_tokens).order_by(api_tokens.c.created_at.desc(), api_tokens.c.name)
    return tuple(_read(row) for row in conn.execute(query))


def revoke(conn: Connection, name: str, *, at: datetime) -> bool:
    """Takes a token back. False where none of that name was in use."""
    which = api_tokens.c.name == name, api_tokens.c.revoked_at.is_(None)
    return conn.execute(update(api_tokens).where(*which).values(revoked_at=at)).rowcount == 1


def note_used(conn: Connection, token_id: str, *, at: datetime, unless_since: datetime) -> None:
    """Keeps that a token was used, unless that was noted since then."""
    stale = or_(api_tokens.c.last_used_at.is_(None), api_tokens.c.last_used_at < unless_since)
    conn.execute(update(api_tokens).where(api_tokens.c.id == token_id, stale).values(last_used_at=at))


def claim_key(conn: Connection, token_id: str, key: str, *, asked: str, at: datetime) -> bool:
    """Takes a key for the request of this transaction; another one that has the same waits for its end.

    False where it was taken before: `answered` says for what.
    """
    values = {"token_id": token_id, "key": key, "asked": asked, "answer": None, "at": at}
    return insert_unless_there(conn, api_answers, values)


def keep_answer(conn: Connection, token_id: str, key: str, answer: Mapping[str, object]) -> None:
    """Keeps what is answered under a key that this transaction has claimed."""
    which = api_answers.c.token_id == token_id, api_answers.c.key == key
    conn.execute(update(api_answers).where(*which).values(answer=answer))


def answered(conn: Connection, token_id: str, key: str) -> Answered | None:
    """What was answered under a key."""
    columns = api_answers.c.asked, api_answers.c.answer
    which = api_answers.c.token_id == token_id, api_answers.c.key == key
    found = conn.execute(select(*columns).where(*which)).one_or_none()
    return Answered(**found._mapping) if found else None


def forget_answers(conn: Connection, *, before: datetime) -> None:
    """Removes what was answered before that moment: its keys can be used anew."""
    conn.execute(delete(api_answers).where(api_answers.c.at < before))


def _read(row: Row[Any]) -> Token:
    values = {name: row._mapping[name] for name in _NAMES}
    return Token(**{**values, "scopes": tuple(Scope(each) for each in values["scopes"])})
