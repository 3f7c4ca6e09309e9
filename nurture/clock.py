"""What time it is in the journeys, and when that is on the server's clock.

Production runs on system time, where the two are the same. Demonstrations and tests run on a sped-up clock, which
scales both `now` and the timers, so that a journey of weeks plays on a real Temporal server in seconds.
"""

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Protocol


class Clock(Protocol):
    """Journey time."""

    def now(self) -> datetime:
        """The present in journey time."""
        ...

    def on_server(self, at: datetime) -> datetime:
        """When that moment of journey time comes on the server's clock."""
        ...


@dataclass(frozen=True, slots=True)
class SystemClock:
    """The present as it is."""

    def now(self) -> datetime:
        return datetime.now(UTC)

    def on_server(self, at: datetime) -> datetime:
        return at


@dataclass(frozen=True, kw_only=True, slots=True)
class FixedClock:
    """A time that stands still, for tests."""

    at: datetime

    def now(self) -> datetime:
        return self.at

    def on_server(self, at: datetime) -> datetime:
        return at


@dataclass(frozen=True, kw_only=True, slots=True)
class SpedUpClock:
    """Journey time that started at `starts` when the server's clock showed `began`, and runs `speed` times as fast."""

    began: datetime
    starts: datetime
    speed: float

    def now(self) -> datetime:
        return self.starts + (datetime.now(UTC) - self.began) * self.speed

    def on_server(self, at: datetime) -> datetime:
        return self.began + timedelta(seconds=(at - self.starts).total_seconds() / self.speed)
