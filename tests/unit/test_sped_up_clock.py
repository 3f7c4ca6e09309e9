"""The clock of demonstrations: journey time against the server's."""

from datetime import UTC, datetime, timedelta

import pytest

from nurture.clock import SpedUpClock

BEGAN = datetime(2026, 11, 25, 12, 0, tzinfo=UTC)
MONDAY = datetime(2026, 3, 2, 8, 0, tzinfo=UTC)


def an_hour_a_second(**more: tuple[tuple[datetime, float], ...]) -> SpedUpClock:
    return SpedUpClock(began=BEGAN, starts=MONDAY, speed=3600, **more)


def hours(count: float) -> datetime:
    return MONDAY + timedelta(hours=count)


SLOW_FOR_TWO_HOURS = an_hour_a_second(paces=((hours(3), 360), (hours(5), 7200)))


@pytest.mark.parametrize(
    ("clock", "at", "seconds"),
    [
        pytest.param(an_hour_a_second(), MONDAY, 0, id="the beginning"),
        pytest.param(an_hour_a_second(), hours(7), 7, id="an hour takes a second"),
        pytest.param(an_hour_a_second(), hours(-2), -2, id="before the beginning too"),
        pytest.param(SLOW_FOR_TWO_HOURS, hours(2), 2, id="before the first pace"),
        pytest.param(SLOW_FOR_TWO_HOURS, hours(4), 3 + 10, id="ten times as slow"),
        pytest.param(SLOW_FOR_TWO_HOURS, hours(5), 3 + 20, id="where one pace ends and the next begins"),
        pytest.param(SLOW_FOR_TWO_HOURS, hours(9), 3 + 20 + 2, id="then twice as fast"),
    ],
)
def test_a_moment_of_the_journey_has_its_moment_on_the_server(clock: SpedUpClock, at: datetime, seconds: float) -> None:
    assert clock.on_server(at) == BEGAN + timedelta(seconds=seconds)


@pytest.mark.parametrize("ago", [-5, 0.5, 4, 12, 23, 40])
def test_now_is_the_moment_whose_time_on_the_server_has_come(ago: float) -> None:
    clock = SpedUpClock(
        began=datetime.now(UTC) - timedelta(seconds=ago),
        starts=MONDAY,
        speed=3600,
        paces=SLOW_FOR_TWO_HOURS.paces,
    )
    before = datetime.now(UTC)
    on_server = clock.on_server(clock.now())
    assert before - timedelta(milliseconds=1) <= on_server <= datetime.now(UTC) + timedelta(milliseconds=1)
