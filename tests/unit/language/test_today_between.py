"""`today_between`: whether today is one of the days from one to another."""

from datetime import UTC, date, datetime

import pytest

from nurture.domain.records import Candidate
from nurture.domain.subject import SubjectKind
from nurture.language.expressions import Expression, ExpressionError, holds, value_of
from nurture.language.names import Scope, check_expression, type_of_expression

NOON = datetime(2026, 6, 10, 12, 0, tzinfo=UTC)
SCOPE = Scope(subject=SubjectKind.APPLICATION)


def is_between(first: object, last: object, *, now: datetime = NOON, zone: str = "Europe/Berlin") -> bool:
    names = {"first": first, "last": last, "now": now, "candidate": Candidate(id="c", zone=zone)}
    return holds(Expression("today_between(first, last)"), names)


@pytest.mark.parametrize(
    ("first", "last", "expected", "why"),
    [
        (date(2026, 6, 10), date(2026, 6, 20), True, "the first day counts"),
        (date(2026, 6, 1), date(2026, 6, 10), True, "the last day counts"),
        (date(2026, 6, 10), date(2026, 6, 10), True, "one day is from itself to itself"),
        (date(2026, 6, 11), date(2026, 6, 20), False, "it is not yet so far"),
        (date(2026, 6, 1), date(2026, 6, 9), False, "it is over"),
        (date(2026, 6, 20), date(2026, 6, 1), False, "nothing is between a day and one before it"),
        (None, date(2026, 6, 20), False, "nobody knows since when"),
        (date(2026, 6, 1), None, False, "nobody knows until when"),
        (None, None, False, "nobody knows anything"),
        (datetime(2026, 6, 10, 20, 0, tzinfo=UTC), date(2026, 6, 20), True, "of a moment the day counts"),
    ],
)
def test_both_days_are_included_and_a_missing_one_means_no(
    first: object, last: object, expected: bool, why: str
) -> None:
    assert is_between(first, last) is expected, why


def test_the_day_is_that_of_the_persons_own_calendar() -> None:
    late = datetime(2026, 6, 10, 23, 30, tzinfo=UTC)  # the 11th in Berlin, still the 10th in Boston
    assert not is_between(date(2026, 6, 1), date(2026, 6, 10), now=late)
    assert is_between(date(2026, 6, 1), date(2026, 6, 10), now=late, zone="America/New_York")


def test_it_takes_two_dates_and_gives_true_or_false() -> None:
    kind = type_of_expression("today_between(hire.start_date, hire.left_on)", scope=SCOPE)
    assert kind is not None
    assert kind.said() == "true or false"
    with pytest.raises(ExpressionError, match="takes a date"):
        value_of(Expression("today_between('may', 'june')"), {"now": NOON})


@pytest.mark.parametrize(
    ("text", "codes", "why"),
    [
        ("today_between(hire.start_date, hire.left_on)", [], "either may be missing"),
        ("today_between(hire.start_date)", ["N025"], "it takes two"),
        ("today_between(candidate.first_name, hire.left_on)", ["N023"], "a name is no date"),
        ("today_between(now, now) and days_until(now) > 3", [], "it can be joined to others"),
        ("today_between(hire.start_date, now) and days_since(hire.start_date) > 3", [], "then both are there"),
        (
            "not today_between(hire.start_date, now) and days_since(hire.start_date) > 3",
            ["N024"],
            "else not",
        ),
    ],
)
def test_a_call_is_checked_as_all_others_are(text: str, codes: list[str], why: str) -> None:
    assert [each.code for each in check_expression(text, scope=SCOPE)] == codes, why
