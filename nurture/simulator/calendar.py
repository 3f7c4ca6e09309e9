"""What comes by itself on the virtual clock: times that come again, and dates on records. When to look next, that is.

What is done at a look is what the worker does. Between two looks it does nothing, so only those are played at which
something may happen: the times of triggers, the openings of the office where something listens for idleness, and the
full hours after dates of those whom the news was about.
"""

from collections.abc import Iterator
from datetime import datetime, timedelta

from sqlalchemy import Connection

from nurture.domain.events import EventType
from nurture.engine.journey import Journey
from nurture.engine.occasions import moment_of
from nurture.engine.triggers import is_due
from nurture.language.plan import Plan
from nurture.language.sequence import Trigger
from nurture.service import idleness
from nurture.service.arriving import facts_on_entry
from nurture.service.broadcasting import LOOKED_EVERY
from nurture.service.deciding import FAULTS
from nurture.service.parts import Parts
from nurture.store import broadcasts, past_runs
from nurture.timing.zones import zone_of


class Calendar:
    """The looks ahead, for the sequences as they are published; `heard` keeps them up to date."""

    def __init__(self, parts: Parts) -> None:
        self._parts = parts
        with parts.store.read() as conn:
            plans = [published.plan for published in parts.plans.latest(conn).values()]
            self._opening = idleness.opening_ahead(parts.plans, conn) if _tells_idle(plans) else None
            self._zone = zone_of(parts.plans.company(conn).zone)
        triggers = [(plan, trigger) for plan in plans for trigger in plan.sequence.enroll]
        self._times = [trigger.every for _, trigger in triggers if trigger.every]
        self._dates = [(plan, trigger) for plan, trigger in triggers if trigger.at]
        self._ahead: dict[str, datetime] = {}

    def next(self) -> datetime | None:
        """When to look next; None: never, as things stand."""
        now = self._parts.clock.now()
        times = [every.next(now, self._zone) for every in self._times]
        if self._opening is not None:
            times.append(self._opening(now))
        return min([*times, *(_full_hour(at, now) for at in self._ahead.values())], default=None)

    def heard(self, candidate_id: str | None) -> None:
        """Takes note of what became of somebody's dates; None: of everybody's."""
        if not self._dates:
            return
        with self._parts.store.read() as conn:
            for each in [candidate_id] if candidate_id else broadcasts.people_after(conn, None, limit=1_000_000):
                self._ahead.pop(each, None)
                if ahead := list(self._moments(conn, each)):
                    self._ahead[each] = min(ahead)

    def looked(self) -> None:
        """Takes note of who has come in by a date: those whose dates are still ahead remain."""
        now = self._parts.clock.now()
        for each in [each for each, at in self._ahead.items() if at <= now]:
            self.heard(each)

    def _moments(self, conn: Connection, candidate_id: str) -> Iterator[datetime]:
        """The moments that are ahead of somebody, or that a look is still to find."""
        now = self._parts.clock.now()
        for plan, trigger in self._dates:
            for _, subject in broadcasts.subjects_of(conn, (candidate_id,), plan.sequence.for_):
                facts = facts_on_entry(self._parts, conn, plan, subject, candidate_id, 1, now)
                key, moment = _counted(trigger, Journey(plan=plan, facts=facts, events=(), now=now))
                has_come = past_runs.has_come(conn, plan.sequence.sequence, subject, key)
                if moment is not None and not has_come and (moment > now or is_due(trigger, moment, now)):
                    yield moment


def _tells_idle(plans: list[Plan]) -> bool:
    """Whether any sequence listens for what is idle: else nothing comes of the daily looks."""
    return any(EventType.APPLICATION_IDLE in plan.sequence.model_dump_json() for plan in plans)


def _counted(trigger: Trigger, journey: Journey) -> tuple[str, datetime | None]:
    assert trigger.at is not None, "only triggers by dates are asked"
    try:
        return moment_of(trigger.at, journey) or ("", None)
    except FAULTS:  # the look that can't judge it says so
        return "", None


def _full_hour(at: datetime, now: datetime) -> datetime:
    """The first look, after now, by which a moment has come."""
    hour = at.replace(minute=0, second=0, microsecond=0)
    hour = hour if hour >= at else hour + LOOKED_EVERY
    return max(hour, now.replace(minute=0, second=0, microsecond=0) + timedelta(hours=1))
