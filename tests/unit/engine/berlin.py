"""A Monday in Berlin, and what happens from then on."""

from datetime import UTC, datetime
from zoneinfo import ZoneInfo

from nurture.domain.events import Event, EventType

BERLIN = ZoneInfo("Europe/Berlin")
MONDAY = datetime(2026, 3, 2, 9, 0, tzinfo=BERLIN).astimezone(UTC)


def at(day: int, hour: int, minute: int = 0, month: int = 3) -> datetime:
    """A moment of 2026 on Berlin's clocks."""
    return datetime(2026, month, day, hour, minute, tzinfo=BERLIN).astimezone(UTC)


def happened(kind: EventType, when: datetime, number: int = 1, **data: str) -> Event:
    """An event of the application in these tests."""
    return Event(type=kind, at=when, number=number, application_id="greenhouse:10", data=data)
