"""Reading whole accounts from an API that says when it is asked too often: by waiting until it is no more."""

from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from typing import Final, TypeAlias, TypeVar

from nurture.ats.http import TooOften
from nurture.errors import Released

T = TypeVar("T")
Pause: TypeAlias = Callable[[timedelta], None]
"""Lets that much time go by."""

UNSAID: Final = timedelta(seconds=10)
"""How long to wait where a vendor says that it is too often, and not until when."""
LONGEST: Final = timedelta(minutes=15)
"""A vendor that wants to be left alone for longer is left alone: whoever asks for it goes on later."""
MOST_WAITS: Final = 20
"""How often one answer is waited for, before it is said that it does not come."""


def patiently(ask: Callable[[], T], pause: Pause) -> T:
    """What is asked for, after waiting for as long as the vendor wants. Raises Released for any other refusal."""
    for _ in range(MOST_WAITS):
        try:
            return ask()
        except Released as refusal:
            wait = _wait(refusal)
            if wait is None or wait > LONGEST:
                raise
            pause(wait)
    return ask()


def _wait(refusal: Released) -> timedelta | None:
    if refusal.retry_at is not None:
        return max(refusal.retry_at - datetime.now(UTC), timedelta())
    return UNSAID if isinstance(refusal, TooOften) else None
