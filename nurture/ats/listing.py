"""Everybody whom an ATS has, page by page: what is put on record once, before its deliveries keep it up."""

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import field
from datetime import datetime
from typing import Protocol, TypeAlias

from nurture.ats.answers import Record, as_text
from nurture.domain.intake import Intake
from nurture.errors import Refused
from nurture.values import frozen, replace


@frozen
class Page:
    """What the vendor says of some of its records, as deliveries would say it, and where the next page begins.

    `after` is the vendor's own word for the place; None: this was the last page. `skipped` counts records that say
    nothing that could be kept, such as those of people who were anonymized there; `faults` name those that could not
    be understood.
    """

    told: tuple[Intake, ...]
    after: str | None
    skipped: int = 0
    faults: tuple[str, ...] = ()


class Lister(Protocol):
    """Reads the lists of one account."""

    def page(self, after: str | None, *, since: datetime | None) -> Page:
        """One page, from that place on; with `since`, of what has changed there since then.

        Raises Released where trying again can help.
        """
        ...

    def close(self) -> None:
        """Lets go of connections."""
        ...


OneList: TypeAlias = Callable[[str | None, datetime | None], Page]
"""A list of the vendor's: a page of it, from a place on, of what has changed since then."""


@frozen
class Lists:
    """Several lists of an account, read one after the other. A place is the name of the list, and the place in it.

    `close_api` lets go of connections.
    """

    lists: Mapping[str, OneList]
    close_api: Callable[[], None] = field(default=lambda: None)

    def page(self, after: str | None, *, since: datetime | None) -> Page:
        """One page; a place in a list that is not known, or none, is the beginning of the first one."""
        names = tuple(self.lists)
        name, _, place = (after or "").partition(" ")
        if name not in self.lists:
            name, place = names[0], ""
        page = self.lists[name](place or None, since)
        if page.after is not None:
            return replace(page, after=f"{name} {page.after}")
        following = names[names.index(name) + 1 :]
        return replace(page, after=following[0] if following else None)

    def close(self) -> None:
        self.close_api()


def page_of(
    records: Iterable[Record], translate: Callable[[Record], Intake], *, what: str, after: str | None, key: str = "id"
) -> Page:
    """Records in our words. Those that tell of nobody and nothing are skipped; `what` and `key` name those at fault."""
    told: list[Intake] = []
    faults: list[str] = []
    for each in records:
        try:
            told.append(translate(each))
        except Refused as refusal:
            faults.append(f"{what} {_named(each, key)}: {refusal.message}")
    kept = tuple(each for each in told if each.candidates or each.applications or each.jobs)
    return Page(told=kept, after=after, skipped=len(told) - len(kept), faults=tuple(faults))


def changed_since(records: Iterable[Record], since: datetime | None, *names: str) -> Iterator[Record]:
    """Those that changed since then by the newest of these times of theirs, for vendors whose lists don't tell.

    One whose times can't be read counts as changed: it is put on record once more rather than left out.
    """
    for record in records:
        times = [at for name in names if (at := _moment(as_text(record, name))) is not None]
        if since is None or not times or max(times) >= since:
            yield record


def _named(record: Record, key: str) -> str:
    id_ = record.get(key)
    return str(id_) if isinstance(id_, str | int) and str(id_).strip() else "without an id"


def _moment(text: str | None) -> datetime | None:
    try:
        at = datetime.fromisoformat(text) if text else None
    except ValueError:
        return None
    return at if at is not None and at.tzinfo is not None else None
