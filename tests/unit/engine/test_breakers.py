"""When so many of a sequence's mails went wrong that it stops."""

import pytest

from nurture.engine.breakers import Fates, why_broken
from nurture.language.breakers import Breakers

RULES = Breakers.model_validate({"bounces": "5%", "complaints": "0.1%", "opt_outs": "3%", "at_least": 50})


@pytest.mark.parametrize(
    ("fates", "why"),
    [
        (Fates(mails=100), None),
        (Fates(mails=100, bounces=5), None),
        (Fates(mails=100, bounces=6), "6 of 100 mails within 7 days came back, 6.00% where 5% is allowed"),
        (Fates(mails=49, bounces=49), None),
        (Fates(mails=1000, complaints=1), None),
        (
            Fates(mails=1000, complaints=2),
            "2 of 1000 mails within 7 days were called spam, 0.20% where 0.1% is allowed",
        ),
        (
            Fates(mails=50, opt_outs=2),
            "2 of 50 mails within 7 days were followed by a wish for no more mail, 4.00% where 3% is allowed",
        ),
    ],
)
def test_a_sequence_stops_once_a_share_is_passed_and_there_are_enough_mails(fates: Fates, why: str | None) -> None:
    assert why_broken(fates, RULES) == why


def test_what_is_not_named_is_not_looked_at() -> None:
    assert why_broken(Fates(mails=100, opt_outs=100), Breakers.model_validate({"bounces": "5%"})) is None
