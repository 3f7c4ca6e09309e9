"""How many parts a text takes, and which numbers can get one."""

import pytest

from nurture.domain.phones import text_number
from nurture.domain.segments import segments


@pytest.mark.parametrize(
    ("text", "parts"),
    [
        ("", 1),
        ("a" * 160, 1),
        ("a" * 161, 2),
        ("a" * 306, 2),
        ("a" * 307, 3),
        ("€" * 80, 1),  # counts twice
        ("€" * 81, 2),
        ("Grüße, Ærø, ¿qué?" + "a" * 143, 1),
        ("ж" * 70, 1),
        ("ж" * 71, 2),
        ("a" * 70 + "’", 2),  # one curly mark, and all of it is Unicode
        ("😀" * 35, 1),  # two units each
        ("😀" * 36, 2),
    ],
)
def test_parts_are_counted_as_networks_count_them(text: str, parts: int) -> None:
    assert segments(text) == parts


@pytest.mark.parametrize(
    ("phone", "number"),
    [
        ("+49 (170) 123-45.67", "+491701234567"),
        ("0049 170 1234567", "+491701234567"),
        ("(555) 123-4567", None),  # of which country?
        ("+0170123456", None),
        ("+49170", None),
        ("+49 170 1234567 ext. 5", None),
        ("call me", None),
        ("", None),
        (None, None),
    ],
)
def test_a_number_is_one_that_says_its_country(phone: str | None, number: str | None) -> None:
    assert text_number(phone) == number
