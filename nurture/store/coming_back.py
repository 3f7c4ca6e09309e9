"""What a system still tells of people who were erased here, and who of them has come back by applying anew.

That the ATS goes on knowing somebody makes no record of them again: their row stays as an empty one, by which they are
known, and what is told of them is dropped. Who applies after they were erased gives their data anew, and is on record
from then on with what is told by then.
"""

from collections.abc import Iterator, Mapping, Set
from datetime import datetime

from sqlalchemy import BindParameter, Connection, bindparam, func, select, update

from nurture.domain.events import EventType
from nurture.domain.intake import ApplicationUpdate, Happening, Intake
from nurture.store.tables import applications, candidate_links, candidates
from nurture.values import replace

_OF_ERASURE = (EventType.CANDIDATE_ANONYMIZED, EventType.CANDIDATE_DELETED)
_IDS: BindParameter[list[str]] = bindparam("ids", expanding=True)
_OWNERS = select(applications.c.id, applications.c.candidate_id).where(applications.c.id.in_(_IDS))
_TODAY = select(candidates.c.id, func.coalesce(candidates.c.merged_into, candidates.c.id).label("today")).where(
    candidates.c.id.in_(_IDS)
)
_ERASED = select(candidates.c.id, candidates.c.erased_at).where(candidates.c.id.in_(_IDS), candidates.c.is_anonymized)


def without_erased(conn: Connection, intake: Intake, survivors: Mapping[str, str]) -> tuple[Intake, tuple[str, ...]]:
    """A delivery without what it says of people who were erased and have not come back, and a note on each of them.

    `survivors` are the candidates whom it names, who are locked, with who they are today. Whoever comes back by it is
    on record again, still empty.
    """
    owners = _owners(conn, intake)
    survivors = {**_people(conn, intake), **survivors}
    erased = _erased(conn, {*survivors.values(), *owners.values()})
    if not erased:
        return intake, ()
    back = set(_come_back(conn, intake, survivors, owners, erased))
    for whom in sorted(back):
        _take_back(conn, whom, [record for record, person in survivors.items() if person == whom])
    gone = erased.keys() - back
    if not gone:
        return intake, ()
    kept = _leave_out(intake, survivors, owners, gone)
    return kept, tuple(f"{whom} was erased, and nothing about them is kept" for whom in sorted(gone))


def _owners(conn: Connection, intake: Intake) -> dict[str, str]:
    """Whose the applications on record are that a delivery names."""
    named = {
        *(each.id for each in intake.applications),
        *(each.application_id for each in intake.happenings),
        *(each.application_id for each in intake.related),
    }
    return {row.id: row.candidate_id for row in conn.execute(_OWNERS, {"ids": list(named - {None})})}


def _people(conn: Connection, intake: Intake) -> dict[str, str]:
    """Who those are today of whom a delivery only says that something happened to them."""
    named = {each.candidate_id for each in intake.happenings} - {None}
    return {row.id: row.today for row in conn.execute(_TODAY, {"ids": list(named)})}


def _erased(conn: Connection, people: Set[str]) -> dict[str, datetime | None]:
    """Those of them who were erased, with when, as far as that is known."""
    return {row.id: row.erased_at for row in conn.execute(_ERASED, {"ids": list(people)})}


def _come_back(
    conn: Connection,
    intake: Intake,
    survivors: Mapping[str, str],
    owners: Mapping[str, str],
    erased: Mapping[str, datetime | None],
) -> Iterator[str]:
    for update_ in intake.applications:
        whom = survivors[update_.candidate_id]
        erased_at = erased.get(whom)
        is_new = update_.id not in owners and update_.fields.get("is_prospect") is not True
        if erased_at is not None and is_new and _applied_at(update_, intake) > erased_at:
            yield whom


def _applied_at(stated: ApplicationUpdate, intake: Intake) -> datetime:
    at = stated.fields.get("applied_at")
    return at if isinstance(at, datetime) else intake.at


def _take_back(conn: Connection, whom: str, records: list[str]) -> None:
    again = {"is_anonymized": False, "do_not_contact": False, "erased_at": None}
    conn.execute(update(candidates).where(candidates.c.id == whom).values(again))
    conn.execute(update(candidate_links).where(candidate_links.c.id.in_(records)).values(is_erased=False))


def _leave_out(intake: Intake, survivors: Mapping[str, str], owners: Mapping[str, str], gone: Set[str]) -> Intake:
    def is_kept(candidate_id: str | None, application_id: str | None) -> bool:
        whom = owners.get(application_id or "") or survivors.get(candidate_id or "", candidate_id)
        return whom not in gone

    def is_told(happening: Happening) -> bool:
        return happening.type in _OF_ERASURE or is_kept(happening.candidate_id, happening.application_id)

    return replace(
        intake,
        happenings=tuple(filter(is_told, intake.happenings)),
        candidates=tuple(each for each in intake.candidates if is_kept(each.id, None)),
        applications=tuple(each for each in intake.applications if is_kept(each.candidate_id, each.id)),
        related=tuple(each for each in intake.related if is_kept(each.candidate_id, each.application_id)),
        consents=tuple(each for each in intake.consents if is_kept(each.candidate_id, None)),
    )
