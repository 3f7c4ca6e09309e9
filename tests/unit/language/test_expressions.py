"""Conditions at run time: what holds, what is missing, what is refused."""

from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from nurture.domain.records import Application, ApplicationStatus, Candidate, Company, Hire, Person
from nurture.language.expressions import (
    MAX_LENGTH,
    MAX_WHOLE,
    Expression,
    ExpressionError,
    compile_expression,
    holds,
    value_of,
    values_in,
)
from nurture.language.sandbox import Names

NOW = datetime(2026, 6, 1, 9, 0, tzinfo=UTC)
NAMES: dict[str, object] = {
    "candidate": Candidate(id="c", first_name="Mara", tags=("python", "robots"), last_contact=NOW - timedelta(days=20)),
    "application": Application(id="a", status=ApplicationStatus.REJECTED, stage="Onsite"),
    "job": None,
    "recruiter": Person(id="p", name="Kim Roth"),
    "hire": Hire(id="h", start_date=date(2026, 6, 11)),
    "company": Company(name="Acme", postal_address="1 Main Street", zone="Europe/Berlin"),
    "now": NOW,
}


def value(text: str, **names: object) -> object:
    return value_of(Expression(text), {**NAMES, **names})


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ('application.stage in ["Onsite", "Final round"] and "do-not-rehire" not in candidate.tags', True),
        ('"robots" in candidate.tags', True),
        ('application.status == "rejected"', True),
        ('application.status in ["active", "hired"]', False),
        ('recruiter.first_name == "Kim"', True),
        ("days_since(candidate.last_contact) > 14", True),
        ("days_until(hire.start_date) == 10", True),
        ("days_until(hire.start_date) - 3 < 8 and not candidate.do_not_contact", True),
        ("candidate.tags | length == 2", True),
        ('candidate.tags | join(" and ") == "python and robots"', True),
        ('[recruiter, recruiter] | join == "Kim Roth, Kim Roth"', True),
        ('candidate.last_name | or("nobody") == "nobody"', True),
        ('(candidate.last_name or "nobody") | upper == "NOBODY"', True),
        ('"Rob" in (candidate.title or "Robotics")', True),
        ("candidate.last_name is none", True),
        ('"yes" if candidate.first_name else "no"', True),
    ],
)
def test_a_condition_over_facts_comes_out_as_it_reads(text: str, expected: bool) -> None:
    assert holds(Expression(text), NAMES) is expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("candidate.number", True),
        ("candidate.number and candidate.number <= 4", True),
        ("not candidate.number or candidate.number > 4", False),
        ('"there" if candidate.number else ""', True),
        ("(candidate.number or 10) <= 4", True),
        ("candidate.tags | length", False),
    ],
)
def test_a_number_is_there_even_if_it_is_nought(text: str, expected: bool) -> None:
    nought = Names({"number": 0, "tags": ()})
    assert holds(Expression(text), {"candidate": nought}) is expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("job", False),
        ("job.department == application.job.department", True),  # both missing: docs tell authors to beware
        ('job.title == "Engineer"', False),
        ('job.title != "Engineer"', True),
        ('"x" in job.title', False),
        ('"x" not in job.title', True),
        ("application.next_interview", False),
        ('candidate.last_name in ["Lind"]', False),
        ('candidate.last_name in "Lind"', False),
    ],
)
def test_what_is_missing_equals_nothing_else_and_is_in_no_list(text: str, expected: bool) -> None:
    assert holds(Expression(text), NAMES) is expected


@pytest.mark.parametrize("text", ["application.next_interview > now", "now < application.next_interview"])
def test_asking_whether_something_missing_is_larger_is_an_error_that_names_it(text: str) -> None:
    with pytest.raises(ExpressionError, match=r"`application\.next_interview` is missing"):
        value(text)


def test_counting_days_from_a_missing_date_is_an_error() -> None:
    with pytest.raises(ExpressionError, match="a date that is missing"):
        value("days_since(candidate.last_reply) > 3")


@pytest.mark.parametrize(
    "text",
    [
        "applicant.name",
        "candidate.salary",
        "candidate.__class__",
        "candidate._id",
        "candidate.first_name.upper()",
        "candidate.first_name.format",
        "candidate.tags[0]",
        "company.closed_days",
        "now.year",
        "range(3)",
        "cycler",
        "days_since.__globals__",
        "(days_since)(now)(now)",
        "candidate.first_name | attr('upper')",
        "candidate.first_name | map('upper')",
        "candidate.first_name | _in('x')",
        "candidate.first_name is defined",
        "candidate.first_name ~ 'x'",
        "{'a': 1}",
        "1 < 2 < 3",
        '"%09999d" % 1',
        '"x" * 10**9',
        '"x" + "y"',
        "true + true",
        "hire.start_date > now",
        "3 in 4",
    ],
)
def test_nothing_but_facts_and_published_functions_can_be_reached(text: str) -> None:
    with pytest.raises(ExpressionError):
        value(text)


@pytest.mark.parametrize("text", ["", "candidate.first_name and", "a = 1", "{{ candidate }}", "1 2", "'open"])
def test_what_can_not_be_read_is_an_error_that_repeats_it(text: str) -> None:
    with pytest.raises(ExpressionError, match="can't be worked out"):
        value(text)


def test_an_expression_has_an_end() -> None:
    with pytest.raises(ExpressionError, match=f"at most {MAX_WHOLE} characters"):
        value("1" * (MAX_WHOLE + 1))


@pytest.mark.parametrize("name", [None, "", "  "])
def test_a_fallback_stands_in_for_a_name_that_is_missing_empty_or_blank(name: str | None) -> None:
    assert value('candidate.first_name | or("there")', candidate=Candidate(id="c", first_name=name)) == "there"
    assert value('unknown | or("there")') == "there"


@pytest.mark.parametrize(
    "nest",
    [
        lambda depth: "(" * depth + "1" + ")" * depth,
        lambda depth: "-" * depth + "1",
        lambda depth: "not " * depth + "1",
        lambda depth: "[" * depth + "1" + "]" * depth,
        lambda depth: "1 if now else " * depth + "1",
        lambda depth: "now" + " | or(now" * depth + ")" * depth,
        lambda depth: "(" * depth + "1" + " in now)" * depth,
        lambda depth: "(" * depth + "1" + " < now)" * depth,
    ],
)
def test_what_is_let_through_by_depth_compiles_and_the_rest_is_refused(nest: Callable[[int], str]) -> None:
    for depth in range(20, 120):
        text = nest(depth)[:MAX_LENGTH]
        try:
            compile_expression(text)
        except ExpressionError:
            continue  # any other exception fails


def test_days_are_counted_on_the_recipients_calendar() -> None:
    late = datetime(2026, 6, 1, 22, 30, tzinfo=UTC)  # already 2 June in Berlin
    berlin = value("days_until(hire.start_date)", now=late)
    boston = value("days_until(hire.start_date)", now=late, candidate=Candidate(id="c", zone="America/New_York"))
    assert (berlin, boston) == (9, 10)


@pytest.mark.parametrize(
    ("language", "day", "words"),
    [
        ("en", date(2026, 6, 15), "Monday 15 June"),
        ("de", date(2026, 6, 15), "Montag, 15. Juni"),
        ("fr", date(2026, 6, 15), "lundi 15 juin"),
        ("fr", date(2026, 6, 1), "lundi 1er juin"),
        ("es", date(2026, 6, 15), "lunes, 15 de junio"),
        ("de-AT", date(2027, 1, 4), "Montag, 4. Januar 2027"),
        ("en", date(2027, 1, 4), "Monday 4 January 2027"),
        ("es", date(2027, 1, 4), "lunes, 4 de enero de 2027"),
        ("ja", date(2026, 6, 15), "2026-06-15"),
    ],
)
def test_a_date_is_written_in_the_words_of_the_language(language: str, day: date, words: str) -> None:
    company = Company(name="Acme", postal_address="1 Main Street", language=language)
    assert value("hire.start_date | date", hire=Hire(id="h", start_date=day), company=company) == words


def test_a_date_can_be_written_to_a_pattern_and_a_missing_one_stays_missing() -> None:
    assert value('hire.start_date | date("%d.%m.%Y, %-d %B")') == "11.06.2026, 11 June"
    assert value('now | date("%H:%M")') == "11:00"  # Berlin
    assert value('hire.start_date | date | or("soon")', hire=Hire(id="h")) == "soon"
    with pytest.raises(ExpressionError, match="`%x` is no part of a date"):
        value('now | date("%x")')


@pytest.mark.parametrize(
    ("written", "then"),
    [
        ('hire.start_date | plus("7 days")', date(2026, 6, 18)),
        ('hire.start_date | plus("1 month")', date(2026, 7, 11)),
        ('hire.start_date | plus("2 weeks") | date("%d.%m.")', "25.06."),
    ],
)
def test_a_date_can_be_so_much_later(written: str, then: date | str) -> None:
    assert value(written) == then


def test_a_moment_that_is_so_much_later_keeps_its_time_of_day_when_the_clocks_change() -> None:
    before = datetime(2026, 3, 27, 9, tzinfo=UTC)  # 10:00 in Berlin
    assert value('now | plus("3 days") | date("%d.%m. %H:%M")', now=before) == "30.03. 10:00"


def test_what_is_missing_stays_missing_and_lengths_without_a_day_are_refused() -> None:
    assert value('hire.start_date | plus("7 days") | date | or("soon")', hire=Hire(id="h")) == "soon"
    with pytest.raises(ExpressionError, match="`plus` can't count business days"):
        value('now | plus("3 business days")')


def test_the_facts_behind_a_decision_can_be_told() -> None:
    said = values_in(
        Expression('job.title == "x" or days_since(candidate.last_contact) > 3 and candidate.can_email'), NAMES
    )
    assert said == {
        "job.title": "missing",
        "candidate.last_contact": (NOW - timedelta(days=20)).isoformat(),
        "candidate.can_email": "yes",
    }


def test_a_path_by_itself_gives_the_value_that_a_wait_is_anchored_to() -> None:
    assert value("hire.start_date") == date(2026, 6, 11)
    assert value("application.next_interview") is None


def test_the_same_text_is_the_same_expression() -> None:
    assert {Expression("now"), Expression("now")} == {Expression("now")}
    assert str(Expression("now")) == "now"


@given(st.text(alphabet="abc.()[]|'\"<>=+-*%{}_ andornti1", max_size=60))
def test_any_text_gives_a_value_or_an_expression_error(text: str) -> None:
    try:
        value(text)
    except ExpressionError:
        return
