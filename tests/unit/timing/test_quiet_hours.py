"""Quiet hours, and the hours that are open in two windows."""

import pytest

from nurture.timing.errors import TimingError
from nurture.timing.quiet import in_both, outside_quiet_hours
from nurture.timing.window import SendWindow


@pytest.mark.parametrize(
    ("quiet", "opens"),
    [
        ("20:00-09:00", "every day 09:00-20:00"),
        ("20:00-08:00, sun", "mon-sat 08:00-20:00"),
        ("sat, sun, 21:00 - 08:30", "mon-fri 08:30-21:00"),
        ("22:00-07:00, fri-sun", "mon-thu 07:00-22:00"),
    ],
)
def test_what_is_not_quiet_is_open(quiet: str, opens: str) -> None:
    assert str(outside_quiet_hours(quiet)) == opens


@pytest.mark.parametrize("quiet", ["", "sun", "09:00-20:00", "20:00-08:00, 12:00-13:00", "20:00-08:00, mon-sun", "x"])
def test_what_is_no_night_is_refused(quiet: str) -> None:
    with pytest.raises(TimingError):
        outside_quiet_hours(quiet)


@pytest.mark.parametrize(
    ("one", "other", "both"),
    [
        ("always", "mon-fri 09:00-17:00", "mon-fri 09:00-17:00"),
        ("mon-fri 09:00-17:00", "always", "mon-fri 09:00-17:00"),
        ("every day 09:00-20:00", "mon-sat 10:00-21:00", "mon-sat 10:00-20:00"),
        ("mon 09:00-12:00, tue 13:00-15:00", "mon-tue 11:00-14:00", "mon 11:00-12:00, tue 13:00-14:00"),
        ("sun 09:00-12:00", "mon-sat 09:00-12:00", None),
        ("mon 09:00-12:00", "mon 12:00-13:00", None),
    ],
)
def test_two_windows_meet_where_both_are_open(one: str, other: str, both: str | None) -> None:
    met = in_both(SendWindow.parse(one), SendWindow.parse(other))
    assert (str(met) if met else None) == both
