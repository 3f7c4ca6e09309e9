"""The moments at which times that come again, and dates on a record, let somebody in."""

from datetime import UTC, datetime
from typing import Final

from nurture.engine.anchors import date_of
from nurture.engine.journey import Journey
from nurture.timing.on_date import OnDate

_STAMP: Final = "%Y-%m-%dT%H:%MZ"


def stamp(moment: datetime) -> str:
    """The key of the occasion that comes at a time that comes again: that minute."""
    return moment.astimezone(UTC).strftime(_STAMP)


def stamped(occasion: str) -> datetime | None:
    """The moment in a key that `stamp` made; None for the key of another occasion."""
    try:
        return datetime.strptime(occasion, _STAMP).replace(tzinfo=UTC)
    except ValueError:
        return None


def moment_of(on_date: OnDate, journey: Journey) -> tuple[str, datetime] | None:
    """Which date it counts from, as the key of the one run that it lets in, and when; None while there is no date.

    Raises Held when the fact is no date.
    """
    value = date_of(on_date.anchor, journey)
    if value is None:
        return None
    ends = on_date.wait.ends(
        start=journey.now,
        anchor=value,
        zone=journey.zone,
        calendar=journey.calendar,
        window=journey.plan.sequence.send.hours,
    )
    return f"{on_date.anchor} {value.isoformat()}", ends
