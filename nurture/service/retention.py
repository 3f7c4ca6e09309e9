"""Forgetting people once they have been on record as long as company.yaml says: by hand, and every day by itself."""

from collections.abc import Iterator, Sequence
from datetime import datetime, time, timedelta
from typing import Final

from nurture.contracts import TakenIn
from nurture.domain.consent import NURTURE, Consent, standing
from nurture.language.company import CompanyFile
from nurture.language.sequence import Purpose
from nurture.service.forgetting import erase_with_news
from nurture.service.parts import Parts
from nurture.store import audit, consents, recording, retention
from nurture.store.audit import Deed
from nurture.store.retention import Idle
from nurture.timing.walltime import moment
from nurture.timing.zones import zone_of
from nurture.values import frozen

PAGE: Final = 500
BY_ITSELF: Final = "retention"
"""Who forgets people where nobody of ours asked for it."""


@frozen
class Due:
    """Somebody who is to be forgotten, by which rule of company.yaml, and since when."""

    candidate_id: str
    rule: str
    since: datetime


def due(parts: Parts, *, after: str = "") -> Iterator[Due]:
    """Everybody who is to be forgotten now, by id, behind one; page by page."""
    now = parts.clock.now()
    while True:
        with parts.store.read() as conn:
            company = parts.plans.company(conn)
            if not company.retention.takes_anybody:
                return
            page = retention.idle_after(conn, after, limit=PAGE)
            agreed = consents.histories(conn, (idle.candidate_id for idle in page))
            found = [each for idle in page if (each := _due(company, idle, agreed.get(idle.candidate_id, ()), now))]
        yield from found
        if len(page) < PAGE:
            return
        after = page[-1].candidate_id


def forget_due(parts: Parts, each: Due, *, by: str = BY_ITSELF) -> TakenIn | None:
    """Forgets one, if they still are to be; None where something has come up. Their addresses are not suppressed: they
    asked for nothing.
    """
    taken = _forget(parts, each, by)
    parts.store.empty_log()
    return taken


def _forget(parts: Parts, each: Due, by: str) -> TakenIn | None:
    now = parts.clock.now()
    with parts.store.write() as conn:
        whom = recording.lock_candidate(conn, each.candidate_id, now=now)
        idle = retention.idle_one(conn, whom)
        still = _due(parts.plans.company(conn), idle, consents.history(conn, whom), now) if idle else None
        if still is None:
            return None
        taken = erase_with_news(parts, conn, whom, now)
        audit.record(conn, Deed(at=now, who=by, what="forgot a person", why=still.rule, about=whom))
        return taken


def _due(company: CompanyFile, idle: Idle, agreed: Sequence[Consent], now: datetime) -> Due | None:
    purpose = Purpose.NURTURE if idle.ended_at is None else Purpose.APPLICATION
    ruled = company.retention.for_(purpose, idle.country)
    if ruled is None:
        return None
    place, kept = ruled
    zone = zone_of(company.zone)
    since = kept.add_to(idle.ended_at or idle.seen_at, zone)
    stands = standing(agreed, NURTURE)
    if stands is not None and stands.is_given:
        if stands.until is None:
            return None
        since = max(since, moment(stands.until + timedelta(days=1), time(0), zone))
    rule = f"retention: {purpose}, {place}: {kept}"
    return Due(candidate_id=idle.candidate_id, rule=rule, since=since) if since <= now else None
