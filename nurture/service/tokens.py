"""Tokens for the HTTP API: made and taken back by hand, and known again at the door."""

import secrets
from collections.abc import Iterable
from datetime import datetime, timedelta
from typing import Final

from sqlalchemy import Connection

from nurture.domain.tokens import ALPHABET, ID_LENGTH, NAME, SECRET_LENGTH, Scope, Token, Written
from nurture.errors import Conflict, NotFound
from nurture.language.faults import one_of
from nurture.store import Store, audit, tokens
from nurture.store.audit import Deed
from nurture.values import frozen

COARSE: Final = timedelta(hours=1)
"""How exactly it is noted when a token was last used: a write for each request would be one too many."""


@frozen
class ByWhom:
    """Who does it, and when: in journey time for the record, and on the `wall`, by which tokens expire."""

    by: str
    at: datetime
    wall: datetime


def scopes_of(words: Iterable[str]) -> tuple[Scope, ...]:
    """Scopes by their names. Raises Conflict for none, and for a word that is none."""
    known = {each.value: each for each in Scope}
    found = dict.fromkeys(words)
    for word in found:
        if word not in known:
            raise Conflict(f"there is no scope {word}", hint=one_of(word, known))
    if not found:
        raise Conflict("a token without a scope may do nothing", hint=f"Name some: {', '.join(known)}.")
    return tuple(each for each in Scope if each.value in found)


def create(
    store: Store, name: str, scopes: tuple[Scope, ...], whom: ByWhom, *, lasts: timedelta | None
) -> tuple[Token, str]:
    """Makes a token; the text is known now and never again. `lasts` None: until it is revoked.

    Raises Conflict for a name that can't be one, or was given before: on the audit record it means one token for good.
    """
    if not NAME.fullmatch(name):
        raise Conflict(f"“{name}” can't be a token's name", hint="Write small letters, digits, and - _ . between them.")
    written = Written(id=_letters(ID_LENGTH), secret=_letters(SECRET_LENGTH))
    token = Token(
        id=written.id,
        name=name,
        scopes=scopes,
        created_at=whom.wall,
        created_by=whom.by,
        expires_at=whom.wall + lasts if lasts is not None else None,
    )
    with store.write() as conn:
        if not tokens.add(conn, token, written.digest):
            raise Conflict(
                f"there was a token {name} before", hint="Choose another name: the audit record tells by it."
            )
        what = f"made the token {name} for {', '.join(scopes)}"
        audit.record(conn, Deed(at=whom.at, who=whom.by, what=what, why=""))
    return token, written.text


def revoke(store: Store, name: str, whom: ByWhom, *, why: str = "") -> bool:
    """Takes a token back, at once. False where it was taken back before. Raises NotFound."""
    with store.write() as conn:
        if tokens.named(conn, name) is None:
            known = [each.name for each in tokens.listed(conn) if each.revoked_at is None]
            raise NotFound(f"there is no token {name}", hint=one_of(name, known) if known else "There is none.")
        if not tokens.revoke(conn, name, at=whom.wall):
            return False
        audit.record(conn, Deed(at=whom.at, who=whom.by, what=f"revoked the token {name}", why=why))
        return True


def holder_of(conn: Connection, written: Written) -> Token | None:
    """The token that somebody shows, if it was ever made; whether it is still taken says the token itself."""
    kept = tokens.find(conn, written.id)
    return kept.token if kept is not None and written.is_that_of(kept.digest) else None


def note_used(store: Store, token: Token, now: datetime) -> None:
    """Keeps, to the hour, that a token was used."""
    if token.last_used_at is None or token.last_used_at < now - COARSE:
        with store.write() as conn:
            tokens.note_used(conn, token.id, at=now, unless_since=now - COARSE)


def _letters(count: int) -> str:
    return "".join(secrets.choice(ALPHABET) for _ in range(count))
