"""A history of consent: which entry stands, and what of the ATS's own date is news."""

from datetime import UTC, date, datetime, timedelta

import pytest

from nurture.domain.consent import BY_ATS, BY_SURVEY, Consent, ConsentKind, is_change, said_by_ats, standing

NOW = datetime(2026, 3, 2, 9, 0, tzinfo=UTC)
JULY, AUGUST, NEXT_JULY = date(2026, 7, 30), date(2026, 8, 31), date(2027, 7, 30)


def given(until: date | None, days: int = 0, *, source: str = BY_ATS, purpose: str = "nurture") -> Consent:
    at = NOW + timedelta(days=days)
    return Consent(kind=ConsentKind.GIVEN, at=at, until=until, source=source, purpose=purpose)


def withdrawn(days: int = 0, *, source: str = BY_SURVEY) -> Consent:
    return Consent(kind=ConsentKind.WITHDRAWN, at=NOW + timedelta(days=days), source=source)


def test_the_latest_entry_of_a_purpose_stands() -> None:
    history = [given(JULY, 5), given(AUGUST, 1), given(NEXT_JULY, 9, purpose="onboarding")]
    assert standing(history) == history[0]
    assert standing(history, "onboarding") == history[2]
    assert standing([], "nurture") is None


def test_of_two_at_one_moment_the_one_noted_last_stands() -> None:
    assert standing([given(JULY), withdrawn()]) == withdrawn()


@pytest.mark.parametrize(
    ("entry", "holds"),
    [
        (given(date(2026, 3, 3)), True),
        (given(date(2026, 3, 2)), True),
        (given(date(2026, 3, 1)), False),
        (given(None), True),
        (withdrawn(), False),
    ],
)
def test_a_consent_holds_through_its_last_day(entry: Consent, holds: bool) -> None:
    assert entry.holds(NOW.date()) is holds


@pytest.mark.parametrize(
    ("history", "until", "said"),
    [
        ([], JULY, given(JULY, 9)),
        ([], None, None),
        ([given(JULY)], JULY, None),
        ([given(JULY)], AUGUST, given(AUGUST, 9)),
        ([given(JULY), given(AUGUST, 1)], JULY, given(JULY, 9)),
        ([given(JULY)], None, withdrawn(9, source=BY_ATS)),
        ([given(JULY), withdrawn(1, source=BY_ATS)], None, None),
        ([given(JULY), withdrawn(1, source=BY_ATS)], JULY, given(JULY, 9)),
        # What the person said on the page is not undone by a date that the ATS has held all along ...
        ([given(JULY), given(NEXT_JULY, 1, source=BY_SURVEY)], JULY, None),
        ([given(JULY), withdrawn(1)], JULY, None),
        ([given(JULY), given(AUGUST, 1), withdrawn(2)], JULY, None),
        # ... but somebody who types another date in there means it.
        ([given(JULY), withdrawn(1)], AUGUST, given(AUGUST, 9)),
        ([given(JULY, source=BY_SURVEY)], JULY, given(JULY, 9)),
    ],
)
def test_the_ats_repeats_itself_and_is_heard_where_it_does_not(
    history: list[Consent], until: date | None, said: Consent | None
) -> None:
    assert said_by_ats(history, until, NOW + timedelta(days=9)) == said


def test_the_same_once_more_changes_nothing() -> None:
    assert not is_change(given(JULY), given(JULY, 1, source=BY_SURVEY))
    assert is_change(given(JULY), given(AUGUST))
    assert is_change(given(None), withdrawn())
    assert is_change(None, withdrawn())


def test_what_is_taken_back_has_no_last_day() -> None:
    with pytest.raises(ValueError, match="no last day"):
        Consent(kind=ConsentKind.WITHDRAWN, at=NOW, until=JULY)
