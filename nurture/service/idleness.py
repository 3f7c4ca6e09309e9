"""Applications that nobody touches: found when the office opens, and told of once each.

Each page is a short read, and each that is told of a small transaction of its own, in which it is looked at once more.
A day's look that is done once more, after a crash, tells of nothing twice: what was told is in the person's stream.
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final
from zoneinfo import ZoneInfo

from sqlalchemy import Connection

from nurture.clock import Clock
from nurture.contracts import TakenIn
from nurture.domain.events import EventType
from nurture.domain.intake import Happening, Intake
from nurture.errors import NotFound
from nurture.language.company import CompanyFile
from nurture.language.idle import Idle
from nurture.service.intake import hear
from nurture.service.parts import Parts
from nurture.store import idleness, recording
from nurture.store.idleness import Look, Open
from nurture.store.sequences import PlanCache
from nurture.timing.calendar import WorkCalendar
from nurture.timing.openings import last_opening, next_opening, opening_after
from nurture.timing.walltime import wall
from nurture.timing.zones import zone_of
from nurture.values import frozen, replace

NOTHING: Final = TakenIn()
_AWAY: Final = timedelta(days=1)
"""A look that is made up for within that time was none that was left out."""
PAGE: Final = 500
"""How many applications are looked at in one go."""


@frozen
class Told:
    """What a page came to: of how many it was told, whom to start and wake, and whether there is no more to look at."""

    told: int = 0
    taken: TakenIn = NOTHING
    is_over: bool = True


@frozen
class Lying:
    """An application that is idle. `days` are counted from when somebody last touched it, or we first heard of it."""

    application: Open
    stage: str | None
    counted_from: datetime
    days: int


@dataclass(frozen=True, kw_only=True)
class _Office:
    """By what is judged who is idle: what the company says, and when it works."""

    file: CompanyFile
    rule: Idle
    zone: ZoneInfo
    calendar: WorkCalendar

    def lying(self, each: Open, *, since: datetime, now: datetime) -> Lying | None:
        """The application as one that is idle; None: it is not.

        Nobody can say of a time before we heard of it, or in which we did not look (before `since`), that nobody
        touched it: an application that was taken in with all its past counts from then.
        """
        stage = self.file.own.stages.ours(each.stage, each.id)
        length = self.rule.length_in(stage)
        known = [at for at in (each.touched_at, each.heard_at) if at is not None]
        start = max(known, default=since)
        if length is None or opening_after(max(start, since), length, self.zone, self.calendar) > now:
            return None
        days = (wall(now, self.zone).date() - wall(start, self.zone).date()).days
        return Lying(application=each, stage=stage, counted_from=start, days=days)

    def left_out(self, one: datetime, other: datetime) -> bool:
        """Whether the office has opened between these two openings."""
        return next_opening(one, self.zone, self.calendar) < other


def tell_idle(parts: Parts) -> Told:
    """Goes on with the day's look by a page, and tells of each application on it that is idle since its last touch.

    Does nothing before the office opens, nor once the day's look is over. The first look ever, and one before which
    others were left out (nobody worked, or a backup was restored), only notes from when on is counted.
    """
    with parts.store.read() as conn:
        office = _office(parts.plans, conn)
        if office is None:
            return Told()
        before = idleness.last_look(conn)
    look = _look_at(office, before, parts.clock)
    if look != before:
        with parts.store.write() as conn:
            idleness.save_look(conn, look)
    if look.cursor is None:
        return Told()
    with parts.store.read() as conn:
        quiet_since = look.opening - office.rule.least
        page = idleness.open_after(conn, look.cursor, limit=PAGE, quiet_since=quiet_since)
    told = [taken for each in page if (taken := _tell(parts, office, each, look)) is not None]
    is_over = len(page) < PAGE
    with parts.store.write() as conn:
        idleness.save_look(conn, replace(look, cursor=None if is_over else page[-1].id))
    started = tuple(run for taken in told for run in taken.started)
    pokes = tuple(poke for taken in told for poke in taken.pokes)
    return Told(told=len(told), taken=TakenIn(started=started, pokes=pokes), is_over=is_over)


def opening_ahead(plans: PlanCache, conn: Connection) -> Callable[[datetime], datetime] | None:
    """Tells when the next look is after a moment; None where the company does not say what is idle."""
    office = _office(plans, conn)
    return (lambda now: next_opening(now, office.zone, office.calendar)) if office else None


def lying_now(plans: PlanCache, conn: Connection, now: datetime, *, after: str = "") -> Iterator[Lying]:
    """The applications that are idle at this moment, told of or not, by id, behind the one called `after`."""
    office, look = _office(plans, conn), idleness.last_look(conn)
    if office is None or look is None:
        return
    quiet_since, cursor, is_last = now - office.rule.least, after, False
    while not is_last:
        page = idleness.open_after(conn, cursor, limit=PAGE, quiet_since=quiet_since)
        yield from (lying for each in page if (lying := office.lying(each, since=look.since, now=now)))
        is_last = len(page) < PAGE
        cursor = page[-1].id if page else cursor


def _office(plans: PlanCache, conn: Connection) -> _Office | None:
    try:
        company = plans.company(conn)
    except NotFound:
        return None
    if company.idle is None:
        return None
    calendar = WorkCalendar(country=company.country, closed=company.closed_days, hours=company.office_hours)
    return _Office(file=company, rule=company.idle, zone=zone_of(company.zone), calendar=calendar)


def _look_at(office: _Office, before: Look | None, clock: Clock) -> Look:
    """The look to be gone on with: that of before, or the next day's from its beginning."""
    now = clock.now()
    opening = last_opening(now, office.zone, office.calendar)
    if before is None:
        return Look(opening=opening, cursor=None, since=now)
    if opening <= before.opening:
        return before
    # A clock that is sped up leaps over looks, and nothing that happens: there the server's own time tells.
    is_away = clock.on_server(now) - clock.on_server(before.opening) > _AWAY
    since = now if is_away and office.left_out(before.opening, opening) else before.since
    return Look(opening=opening, cursor="", since=since)


def _tell(parts: Parts, office: _Office, each: Open, look: Look) -> TakenIn | None:
    """Tells of one application, if it is idle and was not told to be since its last touch; None: there is no news."""
    if not _is_news(office, each, look):
        return None
    now = parts.clock.now()
    with parts.store.write() as conn:
        candidate_id = recording.lock_candidate(conn, each.candidate_id, now=now)
        current = idleness.open_one(conn, each.id)  # somebody may have touched it meanwhile
        lying = _is_news(office, current, look) if current else None
        if lying is None:
            return None
        data = {"stage": lying.stage, "days": lying.days, "touched_at": lying.counted_from.isoformat()}
        news = Happening(type=EventType.APPLICATION_IDLE, candidate_id=candidate_id, application_id=each.id, data=data)
        return hear(parts, conn, Intake(at=look.opening, happenings=(news,))).taken


def _is_news(office: _Office, each: Open, look: Look) -> Lying | None:
    lying = office.lying(each, since=look.since, now=look.opening)
    if lying is None or (each.told_at is not None and each.told_at >= lying.counted_from):
        return None
    return lying
