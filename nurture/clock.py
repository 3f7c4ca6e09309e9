"""What time it is in the journeys, and when that is on the server's clock.

Production runs on system time, where the two are the same. Demonstrations and tests run on a sped-up clock, which
scales both `now` and the timers, so that a journey of weeks plays on a real Temporal server in seconds.
"""

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Protocol, TypeAlias

from nurture.values import frozen


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


@frozen
class FixedClock:
    """A time that stands still, for tests."""

    at: datetime

    def now(self) -> datetime:
        return self.at

    def on_server(self, at: datetime) -> datetime:
        return at


@dataclass(kw_only=True, slots=True)
class SetClock:
    """A time that whoever holds the clock sets: for rehearsals, and for tests."""

    at: datetime

    def now(self) -> datetime:
        return self.at

    def on_server(self, at: datetime) -> datetime:
        return at


Pace: TypeAlias = tuple[datetime, float]
"""From which moment of journey time on it runs how many times as fast as the server's clock."""


@frozen
class SpedUpClock:
    """Journey time that started at `starts` when the server's clock showed `began`, and runs `speed` times as fast.

    With `paces`, in order, it runs at other speeds from those moments on: quickly where nothing happens, and slowly
    where much does.
    """

    began: datetime
    starts: datetime
    speed: float
    paces: tuple[Pace, ...] = ()

    def now(self) -> datetime:
        left = (datetime.now(UTC) - self.began).total_seconds()
        since, speed = self.starts.astimezone(UTC), self.speed
        for moment, faster in self.paces:
            takes = (moment - since).total_seconds() / speed
            if left < takes:
                break
            left, since, speed = left - takes, moment.astimezone(UTC), faster
        return since + timedelta(seconds=left * speed)

    def on_server(self, at: datetime) -> datetime:
        seconds, since, speed = 0.0, self.starts.astimezone(UTC), self.speed
        for moment, faster in self.paces:
            if at < moment:
                break
            seconds += (moment - since).total_seconds() / speed
            since, speed = moment.astimezone(UTC), faster
        return self.began + timedelta(seconds=seconds + (at - since).total_seconds() / speed)
