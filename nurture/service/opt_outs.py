"""A person's wish for less mail or none, or no texts: kept by their address or number, and told to their journeys."""

from collections.abc import Iterable, Iterator, Mapping
from datetime import datetime, time
from itertools import product
from typing import Final

from sqlalchemy import Connection

from nurture.contracts import TakenIn
from nurture.domain.events import EventType, Scalar
from nurture.domain.intake import CandidateUpdate, FieldValue, Happening, Intake
from nurture.messages.identity import OptOut
from nurture.service.intake import follow
from nurture.service.parts import Parts
from nurture.store import audit, contacts, correspondence, events, intake, records, suppressions
from nurture.store.audit import Deed
from nurture.store.published import company_zone
from nurture.store.suppressions import Suppression
from nurture.store.tables import touchpoints
from nurture.store.words import BUT_OPENINGS, EVERYTHING, NO_MAIL_AT_ALL, NO_MORE_MAIL
from nurture.timing.duration import Duration, Unit
from nurture.timing.walltime import moment, wall
from nurture.timing.zones import zone_of

LINK: Final = "unsubscribe link"
PAGE: Final = "preference page"
"""Where a wish came from: a click on the link's button or the mail program's, or a choice on its page."""
NO_TEXTS: Final = "asked for no more texts"
"""Why nothing goes to a number: what its holder can take back by a text."""

Changes = Mapping[str, Mapping[str, FieldValue]]
"""Fields to change, by the candidate on whose record they are."""


PAUSES: Final = (1, 3, 6)
"""For how many months a pause may be."""


def record_opt_out(parts: Parts, wish: OptOut, *, source: str = LINK, also: tuple[str, ...] = ()) -> TakenIn:
    """Keeps the address from this kind of mail, and from the kinds in `also`; see `_keep`."""
    scopes = (wish.purpose, *also)
    return _stop_mail(parts, wish.address_hash, scopes, reason=NO_MORE_MAIL, source=source)


def record_complaint(parts: Parts, address_hash: str, *, source: str) -> TakenIn:
    """Keeps the address of somebody who called our mail spam from all mail; see `_keep`."""
    return _stop_mail(parts, address_hash, (EVERYTHING,), reason="marked our mail as spam", source=source)


def record_no_mail_at_all(parts: Parts, wish: OptOut) -> TakenIn:
    """Keeps the address from all mail, whatever it is about; see `_keep`."""
    return _stop_mail(parts, wish.address_hash, (EVERYTHING,), reason=NO_MAIL_AT_ALL, source=PAGE)


def record_only_openings(parts: Parts, wish: OptOut) -> TakenIn:
    """Keeps the address from nurture mail that is not about openings; see `_keep`."""
    kept = Suppression(
        address_hash=wish.address_hash,
        scope=BUT_OPENINGS,
        reason="wants mail about openings alone",
        source=PAGE,
        at=parts.clock.now(),
    )
    return _keep(parts, (kept,), EventType.CANDIDATE_WANTS_ONLY_OPENINGS)


def record_pause(parts: Parts, wish: OptOut, *, months: int) -> TakenIn:
    """Keeps the address from this kind of mail for so many months, to the start of a day of the company; see `_keep`.

    A later pause replaces an earlier one, and none takes back what was stopped for good.
    """
    now = parts.clock.now()
    with parts.store.read() as conn:
        zone = zone_of(company_zone(conn))
    day = wall(Duration(amount=months, unit=Unit.MONTHS).add_to(now, zone), zone).date()
    kept = Suppression(
        address_hash=wish.address_hash,
        scope=wish.purpose,
        reason="asked for a pause",
        source=PAGE,
        at=now,
        until=moment(day, time(0), zone),
    )
    return _keep(parts, (kept,), EventType.CANDIDATE_PAUSED, {"until": day.isoformat()})


def record_no_texts(parts: Parts, number: str, *, source: str) -> TakenIn:
    """Keeps a number from all texts, and takes back what whoever has it agreed to; see `_keep`.

    What would have been a text to them is the mail in its place from then on, where its step has one.
    """
    kept = Suppression(
        address_hash=parts.address_hash(number),
        scope=EVERYTHING,
        reason=NO_TEXTS,
        source=source,
        at=parts.clock.now(),
    )
    with parts.store.read() as conn:
        holders = correspondence.holders_of(conn, number)
    changes = {each: {"can_text": False} for each in holders}
    return _keep(parts, (kept,), EventType.CANDIDATE_OPTED_OUT, changes=changes)


def record_texts_again(parts: Parts, number: str) -> TakenIn | None:
    """Lets texts through to a number whose holder had asked for no more, and now asks for them. None: they had not."""
    now = parts.clock.now()
    with parts.store.write() as conn:
        if not suppressions.remove(conn, parts.address_hash(number), reason=NO_TEXTS):
            return None
        holders = correspondence.holders_of(conn, number)
        changes = {each: {"can_text": True} for each in holders}
        for whose in holders or (parts.address_hash(number),):
            deed = Deed(at=now, who="their text", what="lets texts through again", why="", about=whose)
            audit.record(conn, deed)
        applied = intake.apply(conn, _told_of(holders, EventType.CANDIDATE_UPDATED, {}, changes, at=now), now)
    with parts.store.write() as conn:
        return follow(parts, conn, applied).taken


def wishes_of(parts: Parts, address_hash: str) -> tuple[Suppression, ...]:
    """What stops mail to that address now."""
    with parts.store.read() as conn:
        return suppressions.of_address(conn, address_hash, now=parts.clock.now())


def language_of(parts: Parts, address_hash: str) -> str | None:
    """In which language we write to that address; None where nobody knows, or several people share it."""
    with parts.store.read() as conn:
        languages = {records.candidate(conn, each).language for each in _mailed_at(conn, address_hash)}
    return languages.pop() if len(languages) == 1 else None


def _stop_mail(parts: Parts, address_hash: str, scopes: tuple[str, ...], *, reason: str, source: str) -> TakenIn:
    now = parts.clock.now()
    kept = tuple(
        Suppression(address_hash=address_hash, scope=scope, reason=reason, source=source, at=now) for scope in scopes
    )
    return _keep(parts, kept, EventType.CANDIDATE_OPTED_OUT)


def _keep(
    parts: Parts,
    wishes: tuple[Suppression, ...],
    event: EventType,
    data: Mapping[str, Scalar] | None = None,
    changes: Changes | None = None,
) -> TakenIn:
    """Puts wishes about one address on record, tells the journeys of those who got mail there, and names whom to
    start and to wake. `changes` are made on the records of those who are known to have it, and they hear of it, too.

    From then on the gate says no, whether anybody is woken or not. Asked again, it changes nothing and wakes nobody;
    but whose address was suppressed otherwise, by hand or since mail came back, is told of once.
    Who begins a sequence by it is decided in a second transaction: no published file that can't be read keeps the wish
    from being on record.
    """
    address_hash, now = wishes[0].address_hash, wishes[0].at
    with parts.store.write() as conn:
        people = tuple(dict.fromkeys((*_mailed_at(conn, address_hash), *(changes or {}))))
        only = people[0] if len(people) == 1 else None
        new = [wish for wish in wishes if suppressions.put(conn, wish, candidate_id=only)]
        for wish, whose in product(new, people or (address_hash,)):
            what = f"suppressed {wish.stops}"
            audit.record(conn, Deed(at=now, who=wish.source, what=what, why=wish.reason, about=whose))
        if not new:
            people = tuple(_untold(conn, people, event, wishes))
        if not people:
            return TakenIn(note="nobody was mailed there" if new else "on record already")
        applied = intake.apply(conn, _told_of(people, event, data or {}, changes or {}, at=now), now)
    with parts.store.write() as conn:
        return follow(parts, conn, applied).taken


def _untold(
    conn: Connection, people: Iterable[str], event: EventType, wishes: tuple[Suppression, ...]
) -> Iterator[str]:
    """Of whom nobody was told, though the same was on record already: of what is suppressed by hand nobody is.

    A choice for a time, such as a pause, is told when it is made.
    """
    scopes = {wish.scope for wish in wishes}
    standing = suppressions.of_address(conn, wishes[0].address_hash, now=wishes[0].at)
    since = [each.at for each in standing if each.scope in scopes and each.until is None]
    for candidate_id in people if since and event is EventType.CANDIDATE_OPTED_OUT else ():
        if not events.has_come(conn, candidate_id, event, since=min(since)):
            yield candidate_id


def _mailed_at(conn: Connection, address_hash: str) -> tuple[str, ...]:
    """The people who got mail at that address."""
    mailed = contacts.touchpoints_where(
        conn, touchpoints.c.address_hash == address_hash, touchpoints.c.recipient == contacts.CANDIDATE
    )
    return tuple(dict.fromkeys(touchpoint.candidate_id for touchpoint in mailed))


def _told_of(
    people: Iterable[str], event: EventType, data: Mapping[str, Scalar], changes: Changes, *, at: datetime
) -> Intake:
    return Intake(
        at=at,
        happenings=tuple(Happening(type=event, candidate_id=each, data=data) for each in people),
        candidates=tuple(CandidateUpdate(id=each, fields=changes.get(each, {})) for each in people),
    )
