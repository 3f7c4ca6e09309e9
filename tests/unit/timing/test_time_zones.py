from zoneinfo import ZoneInfo

import pytest

from nurture.timing import TimingError, first_zone, zone_for_country, zone_of


def test_a_zone_is_found_by_its_name():
    assert zone_of("Europe/Berlin") == ZoneInfo("Europe/Berlin")


@pytest.mark.parametrize(
    ("name", "hint"),
    [
        ("Europe/Berln", "did you mean Europe/Berlin?"),
        ("europe/berlin ", "did you mean Europe/Berlin?"),
        ("New York", "did you mean America/New_York?"),
        ("tokyo", "did you mean Asia/Tokyo?"),
        ("Europe", "IANA name"),
        ("../etc/passwd", "IANA name"),
        ("+02:00", "IANA name"),
        ("", "IANA name"),
        (None, "IANA name"),
    ],
)
def test_an_unknown_zone_says_what_to_write_instead(name, hint):
    with pytest.raises(TimingError) as caught:
        zone_of(name)
    assert hint in caught.value.hint


def test_the_first_zone_that_is_given_counts():
    assert first_zone(None, "", "Asia/Tokyo", "Europe/Berlin") == ZoneInfo("Asia/Tokyo")


def test_an_unknown_zone_is_not_passed_over():
    with pytest.raises(TimingError, match="Asia/Tokio"):
        first_zone("Asia/Tokio", "Europe/Berlin")


def test_no_zone_at_all_is_an_error():
    with pytest.raises(TimingError, match="no time zone is given"):
        first_zone(None, None)


@pytest.mark.parametrize(
    ("reason", "country", "zone"),
    [
        ("one zone", "GB", "Europe/London"),
        ("in any case", "jp", "Asia/Tokyo"),
        ("two names for one clock", "DE", "Europe/Berlin"),
        ("twelve names for one clock", "AR", "America/Argentina/Buenos_Aires"),
        ("several clocks are not guessed", "US", None),
        ("nor islands apart", "ES", None),
        ("unknown", "XX", None),
    ],
)
def test_the_zone_of_a_country(reason, country, zone):
    assert zone_for_country(country) == zone, reason
