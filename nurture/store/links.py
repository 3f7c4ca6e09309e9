"""Records of several systems that are one person: what each says, and what is true of the person by all of them.

A person of whom one system tells has no links. Whoever asks for a record that joined another finds that other one, as
after a merge; but what is told of it goes on counting, and one can be taken apart from the others again.
"""

from collections.abc import Collection, Iterable, Iterator, Mapping
from datetime import UTC, date, datetime
from typing import Any, Final

from sqlalchemy import Connection, bindparam, delete, func, insert, select, update

from nurture.domain.consent import BY_ATS, BY_HAND
from nurture.domain.intake import FieldValue
from nurture.domain.joining import IMPORT, Said, blend
from nurture.store import consents, contact_points, words_told
from nurture.store.rows import CANDIDATE_FIELDS
from nurture.store.tables import applications, candidate_links, candidates, events
from nurture.values import frozen, replace

FOLLOWS: Final = frozenset(
    {
        *("id", "last_contact", "last_reply", "is_anonymized", "surveyed_at"),
        *("active_applications", "is_hired", "own", "consent_given_at", "consent_until"),
    }
)
"""Fields of candidates that follow from what we see and do, or are kept in another way; no ATS states them."""

LONG_AGO: Final = datetime(1970, 1, 1, tzinfo=UTC)
_STATED: Final = tuple(name for name in CANDIDATE_FIELDS if name not in FOLLOWS)


@frozen
class Link:
    """One record of a person in some system."""

    id: str
    candidate_id: str
    source: str
    said: Said
    joined_at: datetime
    joined_by: str | None
    is_erased: bool


_OF_RECORD: Final = select(candidate_links).where(candidate_links.c.id == bindparam("record"))


def of_record(conn: Connection, record_id: str) -> Link | None:
    """The link of a record; None where it is the only one of its person."""
    found = conn.execute(_OF_RECORD, {"record": record_id}).one_or_none()
    return _link(found) if found else None


def of_update(conn: Connection, record_id: str, source: str) -> Link | None:
    """The link of a record that is told of; what is told by hand is about the person, by any that is left."""
    link = of_record(conn, record_id)
    if link is None or not link.is_erased or source != BY_HAND:
        return link
    return next((each for each in of_person(conn, link.candidate_id) if not each.is_erased), link)


def of_records(conn: Connection, record_ids: Collection[str]) -> dict[str, Link]:
    """The links of several records, of those that have one."""
    found = conn.execute(select(candidate_links).where(candidate_links.c.id.in_(record_ids)))
    return {link.id: link for link in map(_link, found)}


def of_person(conn: Connection, candidate_id: str) -> tuple[Link, ...]:
    """All records of a person, first come first; none where there is only one."""
    found = conn.execute(
        select(candidate_links)
        .where(candidate_links.c.candidate_id == candidate_id)
        .order_by(candidate_links.c.joined_at, candidate_links.c.id)
    )
    return tuple(map(_link, found))


def _link(found: Any) -> Link:
    return Link(**{**found._mapping, "said": _read(found.said)})


def open_link(
    conn: Connection,
    record_id: str,
    person: str,
    *,
    now: datetime,
    joined_by: str | None = None,
    said: Said | None = None,
) -> None:
    """Begins to keep apart what that record says: beginning with what it `said`, None: with what is on record of it."""
    if of_record(conn, record_id) is not None:
        return
    said = _on_record(conn, record_id) if said is None else said
    row = {
        "id": record_id,
        "candidate_id": person,
        "source": source_of(conn, record_id),
        "said": _document(said),
        "joined_at": now,
        "joined_by": joined_by,
    }
    conn.execute(insert(candidate_links), row)


def source_of(conn: Connection, candidate_id: str) -> str:
    """The system that told of a person first; else the connection that its id begins with."""
    return next(iter(contact_points.sources(conn, candidate_id)), candidate_id.partition(":")[0])


def _on_record(conn: Connection, candidate_id: str) -> Said:
    """What a record says so far, as of when anything was last told of it."""
    last = select(func.max(events.c.at)).where(events.c.candidate_id == candidate_id)
    row = conn.execute(
        select(*(candidates.c[name] for name in _STATED), last.scalar_subquery().label("told_at")).where(
            candidates.c.id == candidate_id
        )
    ).one()
    at = row.told_at or row.created_at or LONG_AGO
    said: dict[str, tuple[FieldValue, datetime]] = {
        name: (row._mapping[name], at) for name in _STATED if row._mapping[name] not in (None, ())
    }
    told = [each.until for each in consents.history(conn, candidate_id) if each.source == BY_ATS]
    return {**said, consents.FIELD: (told[-1], at)} if told else said


def say(conn: Connection, link: Link, fields: Mapping[str, FieldValue], at: datetime) -> dict[str, FieldValue]:
    """Keeps what a record says now; what is true of the person by that, of these fields."""
    said = dict(link.said)
    for name, value in fields.items():
        if name not in said or said[name][1] <= at:
            said[name] = (value, at)
    _keep(conn, link.id, said)
    known = blend(
        _by_weight(
            replace(each, said=said) if each.id == link.id else each for each in of_person(conn, link.candidate_id)
        )
    )
    return {name: known[name] for name in fields if name != consents.FIELD}


def _by_weight(linked: Iterable[Link]) -> Iterator[Said]:
    """What records say; a list is nothing but what nobody else tells, however new it is."""
    for link in linked:
        is_list = link.source == IMPORT
        yield {name: (value, LONG_AGO) for name, (value, _) in link.said.items()} if is_list else link.said


def is_news_of_consent(link: Link, told: FieldValue) -> bool:
    """Whether that record tells another date than before: an empty field takes nothing back that another one gave."""
    before = link.said.get(consents.FIELD)
    return _json(told) != (_json(before[0]) if before else None)


def forget(conn: Connection, link: Link) -> bool:
    """Forgets what a record says, for good. False where no other system has the person: then there is nobody to keep.

    A list is no such system: it never tells that somebody was erased.
    """
    mine = candidate_links.c.id == link.id
    conn.execute(update(candidate_links).where(mine).values(said={}, joined_by=None, is_erased=True))
    rest = [each for each in of_person(conn, link.candidate_id) if not each.is_erased]
    if all(each.source == IMPORT for each in rest):
        return False
    contact_points.erase(conn, link.candidate_id, source=link.source)
    words_told.erase(conn, link.candidate_id, source=link.source)
    write_blend(conn, link.candidate_id, rest)
    return True


def write_blend(conn: Connection, candidate_id: str, rest: Iterable[Link]) -> None:
    """Puts on the person's record what these say, and nothing else that was ever stated."""
    known = {name: value for name, value in blend(_by_weight(rest)).items() if name in _STATED}
    defaults = {"can_email": True, "do_not_contact": False, "is_private": False}
    values = {name: defaults.get(name) for name in _STATED} | {
        name: value for name, value in known.items() if value is not None
    }
    stays = select(candidates.c.do_not_contact, candidates.c.can_text).where(candidates.c.id == candidate_id)
    no_contact, can_text = conn.execute(stays).one()
    values["do_not_contact"] = no_contact or bool(values["do_not_contact"])
    values["can_text"] = False if can_text is False else values["can_text"]
    conn.execute(update(candidates).where(candidates.c.id == candidate_id).values(values))
    words_told.keep_only_listed(conn, candidate_id)


def remove(conn: Connection, record_id: str) -> None:
    """A record is one of several no longer, and of two, neither is."""
    link = of_record(conn, record_id)
    if link is not None:
        conn.execute(delete(candidate_links).where(candidate_links.c.id == record_id))
        if len(of_person(conn, link.candidate_id)) == 1:
            conn.execute(delete(candidate_links).where(candidate_links.c.candidate_id == link.candidate_id))


def record_in(conn: Connection, candidate_id: str, application_id: str | None, among: Iterable[str]) -> str:
    """By which id the system knows a person that has the application, or else the first of `among` that has them."""
    if application_id is not None:
        told: str | None = conn.execute(
            select(applications.c.told_of).where(applications.c.id == application_id)
        ).scalar_one_or_none()
        return told or candidate_id
    linked = of_person(conn, candidate_id)
    known = [each.id for each in linked if each.source in set(among) and not each.is_erased]
    return candidate_id if candidate_id in known or not known else known[0]


def _keep(conn: Connection, record_id: str, said: Said) -> None:
    conn.execute(update(candidate_links).where(candidate_links.c.id == record_id).values(said=_document(said)))


def _document(said: Said) -> dict[str, object]:
    return {name: [_json(value), at.isoformat()] for name, (value, at) in said.items()}


def _json(value: FieldValue) -> object:
    if isinstance(value, tuple):
        return list(value)
    return value.isoformat() if isinstance(value, date) else value  # and datetime, which is one


def _read(document: Mapping[str, Any]) -> Said:
    return {name: (_value(name, value), datetime.fromisoformat(at)) for name, (value, at) in document.items()}


def _value(name: str, value: Any) -> FieldValue:
    if isinstance(value, list):
        return tuple(value)
    return datetime.fromisoformat(value) if name.endswith("_at") and value is not None else value
