"""Which way a message slides, as it is written."""

import pytest

from nurture.timing.errors import TimingError
from nurture.timing.slide import Slide
from nurture.timing.window import SendWindow


@pytest.mark.parametrize("text", ["later", "earlier", "skip", "earlier at 09:05", "earlier at 00:00"])
def test_what_is_read_is_written_back(text: str) -> None:
    assert str(Slide.parse(text)) == text


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("sooner", "does not say what becomes"),
        ("later at 12:00", "only `earlier` can keep"),
        ("skip at 12:00", "only `earlier` can keep"),
        ("earlier at 25:00", "not a clock time"),
    ],
)
def test_what_makes_no_sense_is_refused(text: str, said: str) -> None:
    with pytest.raises(TimingError, match=said):
        Slide.parse(text)


@pytest.mark.parametrize(("text", "fits"), [("earlier at 08:59", False), ("earlier at 09:00", True), ("later", True)])
def test_a_time_fits_hours_that_are_ever_open_then(text: str, fits: bool) -> None:
    assert Slide.parse(text).fits(SendWindow.parse("mon-fri 09:00-17:00")) is fits
