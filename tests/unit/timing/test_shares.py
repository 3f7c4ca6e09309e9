"""Shares of a length: "80% of 7 days"."""

from datetime import UTC, datetime
from zoneinfo import ZoneInfo

import pytest

from nurture.timing.duration import Duration, Unit
from nurture.timing.errors import TimingError
from nurture.timing.wait import Wait


@pytest.mark.parametrize(
    ("text", "amount", "unit", "why"),
    [
        ("80% of 5 days", 4, Unit.DAYS, "whole days stay days, and keep the time of day"),
        ("50% of 4 weeks", 2, Unit.WEEKS, "and so do weeks"),
        ("50% of 2 months", 1, Unit.MONTHS, "a whole month is one"),
        ("80% of 5 business days", 4, Unit.BUSINESS_DAYS, "whole business days are counted"),
        ("25% of 8 working hours", 2, Unit.WORKING_HOURS, "whole working hours are, too"),
        ("80% of 7 days", 134, Unit.HOURS, "134.4 hours: more than a day is told in whole hours, not too late"),
        ("80% of 48 hours", 38, Unit.HOURS, "38.4 hours"),
        ("80% of 2 weeks", 268, Unit.HOURS, "268.8 hours"),
        ("50% of 3 hours", 90, Unit.MINUTES, "a day or less is told in minutes"),
        ("50% of 1 day", 720, Unit.MINUTES, "half a day is elapsed time"),
        ("33% of 1 hour", 19, Unit.MINUTES, "19.8 minutes"),
        ("90% of 45 minutes", 40, Unit.MINUTES, "40.5 minutes"),
        ("80 %  of 7 DAYS", 134, Unit.HOURS, "spaces and capitals don't matter"),
    ],
)
def test_a_share_is_a_length_of_its_own(text: str, amount: int, unit: Unit, why: str) -> None:
    share = Duration.parse(text)
    assert share == Duration(amount, unit), why
    assert Duration.parse(str(share)) == share


def test_a_share_is_written_as_it_was_said() -> None:
    assert str(Duration.parse("80 %  of 7 DAYS")) == "80% of 7 days"
    assert str(Wait.parse("until 50% of 4 days before hire.start_date at 9:00")) == (
        "until 50% of 4 days before hire.start_date at 09:00"
    )


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("80% of 3 business days", "no whole number of business days, and a business day has no parts"),
        ("50% of 1 month", "no whole number of months"),
        ("50% of 3 working hours", "no whole number of working hours"),
        ("0% of 3 days", "is no part of it"),
        ("100% of 3 days", "is no part of it"),
        ("150% of 3 days", "is no part of it"),
        ("50% of 50% of 4 days", "a share of a share"),
        ("1% of 1 minute", "less than a minute"),
        ("50% of 0 days", "less than a minute"),
        ("2.5% of 3 days", "is not a duration"),
        ("80% of hire.start_date", "is not a duration"),
        ("80% 3 days", "is not a duration"),
    ],
)
def test_what_has_no_clear_meaning_is_refused(text: str, said: str) -> None:
    with pytest.raises(TimingError, match=said):
        Duration.parse(text)


@pytest.mark.parametrize(
    ("text", "said"),
    [("80% of 7 days at 10:00", "a clock time can't both be kept"), ("80% of 2 weeks on wednesday", "day of the week")],
)
def test_elapsed_time_keeps_no_time_of_day(text: str, said: str) -> None:
    with pytest.raises(TimingError, match=said):
        Wait.parse(text)


def test_whole_days_keep_the_time_of_day_when_the_clocks_change() -> None:
    start = datetime(2026, 3, 27, 9, 0, tzinfo=UTC)  # a Friday, 10:00 in Berlin, two days before the clocks change
    end = Wait.parse("80% of 5 days").ends(start=start, zone=ZoneInfo("Europe/Berlin"))
    assert end == datetime(2026, 3, 31, 8, 0, tzinfo=UTC)
