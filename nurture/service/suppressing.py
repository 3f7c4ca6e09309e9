"""Suppressing addresses by hand, and letting them go: for what somebody said to one of ours, or a list from elsewhere.

Journeys are not told of it: the gate keeps from now on what they would send.
"""

import csv
from collections.abc import Iterable, Iterator
from datetime import UTC, date, datetime, time
from typing import Final

from nurture.channels.wording import ADDRESS
from nurture.domain.phones import text_number
from nurture.errors import Conflict, NotFound
from nurture.language.faults import one_of
from nurture.language.sequence import Purpose
from nurture.messages.identity import address_hash
from nurture.store import Store, audit, suppressions
from nurture.store.audit import Deed
from nurture.store.suppressions import Suppression
from nurture.store.words import BUT_OPENINGS, EVERYTHING
from nurture.values import frozen

SCOPES: Final = (EVERYTHING, BUT_OPENINGS, *(purpose.value for purpose in Purpose))
"""What can be stopped: all mail, nurture mail but about openings, or mail of one purpose."""

COLUMNS: Final = ("address", "reason", "date", "scope")
"""Of a list to be taken in; the last two may be left out or empty."""


@frozen
class By:
    """Who does it, and when."""

    who: str
    now: datetime


@frozen
class ReadList:
    """A list of addresses as it was read: what it asks for, and what is wrong, each with its line."""

    wanted: tuple[Suppression, ...]
    faults: tuple[str, ...]


def hash_of(address: str, secret: str) -> str:
    """The keyed hash of a mail address or telephone number. Raises Conflict for what is neither."""
    reached_at = address.strip()
    if not ADDRESS.fullmatch(reached_at):
        number = text_number(reached_at)
        if number is None:
            raise Conflict(f"“{address}” is no mail address, and no number with its country, as in +491701234567")
        reached_at = number
    return address_hash(reached_at, secret=secret)


def scope_of(word: str) -> str:
    """A scope by its name. Raises Conflict for another word."""
    if word not in SCOPES:
        raise Conflict(f"“{word}” is nothing that can be stopped", hint=one_of(word, SCOPES))
    return word


def by_hand(address: str, *, scope: str | None, reason: str, by: By, secret: str) -> Suppression:
    """What somebody of ours asks for; without a scope, that all mail stops. Raises Conflict."""
    return Suppression(
        address_hash=hash_of(address, secret),
        scope=scope_of(scope or EVERYTHING),
        reason=reason,
        source=f"by hand: {by.who}",
        at=by.now,
    )


def suppress(store: Store, wanted: Iterable[Suppression], by: By) -> int:
    """Stops mail to these addresses, all or none; says how many that was news for."""
    with store.write() as conn:
        new = [each for each in wanted if suppressions.put(conn, each)]
        for each in new:
            what, why = f"suppressed {each.stops}", each.reason
            audit.record(conn, Deed(at=by.now, who=by.who, what=what, why=why, about=each.address_hash))
    return len(new)


def release(store: Store, hashed: str, scope: str | None, why: str, by: By) -> tuple[Suppression, ...]:
    """Lets mail to an address through again, of one scope or of all; what stood. Raises NotFound where nothing did."""
    with store.write() as conn:
        found = suppressions.of_address(conn, hashed, now=by.now)
        gone = tuple(each for each in found if scope in (None, each.scope))
        if not gone:
            raise NotFound("nothing stops mail there" + (f" of the scope {scope}" if scope else ""))
        for each in gone:
            suppressions.remove(conn, hashed, scope=each.scope)
            what = f"lifted the suppression of {each.stops}"
            audit.record(conn, Deed(at=by.now, who=by.who, what=what, why=why, about=hashed))
    return gone


def read_list(lines: Iterable[str], *, secret: str, scope: str, source: str, now: datetime) -> ReadList:
    """Reads a table with `COLUMNS`; `scope` is that of rows without one, and a row without a date counts from now."""
    rows = csv.DictReader(lines, strict=True)
    try:
        heads = [head.strip() for head in rows.fieldnames or ()]
        rows.fieldnames = heads
        if faults := tuple(_faults_of(heads)):
            return ReadList(wanted=(), faults=faults)
        wanted: list[Suppression] = []
        faults_of_rows: list[str] = []
        for row in rows:
            try:
                wanted.append(_read(row, secret=secret, scope=scope, source=source, now=now))
            except Conflict as fault:
                hint = f"; {fault.hint}" if fault.hint else ""
                faults_of_rows.append(f"line {rows.line_num}: {fault.message}{hint}")
    except csv.Error as error:
        return ReadList(wanted=(), faults=(f"line {rows.reader.line_num}: this is no table: {error}",))
    return ReadList(wanted=tuple(wanted), faults=tuple(faults_of_rows))


def _faults_of(heads: list[str]) -> Iterator[str]:
    for needed in COLUMNS[:2]:
        if needed not in heads:
            yield f"line 1: there is no column `{needed}`"
    for head in heads:
        if head not in COLUMNS:
            yield f"line 1: `{head}` is no column of this list; {one_of(head, COLUMNS)}"


def _read(row: dict[str, str | None], *, secret: str, scope: str, source: str, now: datetime) -> Suppression:
    if None in row:
        raise Conflict("it has more cells than there are columns")
    cells = {name: (value or "").strip() for name, value in row.items()}
    if not cells["reason"]:
        raise Conflict("it has no reason")
    return Suppression(
        address_hash=hash_of(cells["address"], secret),
        scope=scope_of(cells.get("scope") or scope),
        reason=cells["reason"],
        source=source,
        at=_moment(cells["date"], now) if cells.get("date") else now,
    )


def _moment(text: str, now: datetime) -> datetime:
    try:
        at = datetime.combine(date.fromisoformat(text), time(0), tzinfo=UTC)
    except ValueError as error:
        raise Conflict(f"“{text}” is no date", hint="write it as 2026-11-29") from error
    if at > now:
        raise Conflict(f"{text} lies in the future")
    return at
