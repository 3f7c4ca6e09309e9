"""When something was that a person tells of."""

from datetime import datetime

from nurture.errors import Conflict


def when(at: datetime | None, now: datetime) -> datetime:
    """That moment, or now where nobody names one. Raises Conflict for one that is yet to come."""
    if at is not None and at > now:
        raise Conflict("it lies in the future")
    return at or now
