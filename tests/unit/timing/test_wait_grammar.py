from datetime import time

import pytest

from nurture.timing import Duration, Side, TimingError, Unit, Wait

THREE_BUSINESS_DAYS = Duration(3, Unit.BUSINESS_DAYS)
WORKWEEK = frozenset(range(5))


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("3 business days", Wait(duration=THREE_BUSINESS_DAYS)),
        ("2 weeks at 10:00", Wait(duration=Duration(2, Unit.WEEKS), at=time(10))),
        ("until 17:00", Wait(at=time(17))),
        ("until at 9:05", Wait(at=time(9, 5))),
        ("Until Wednesday 09:00", Wait(days=frozenset({2}), at=time(9))),
        ("until wednesday at 09:00", Wait(days=frozenset({2}), at=time(9))),
        ("until mon-fri 09:00", Wait(days=WORKWEEK, at=time(9))),
        ("until mon, wed and fri at 09:00", Wait(days=frozenset({0, 2, 4}), at=time(9))),
        ("until the next working day at 09:00", Wait(next_working_day=True, at=time(9))),
        ("until next business day 09:00", Wait(next_working_day=True, at=time(9))),
        ("until hire.start_date", Wait(anchor="hire.start_date")),
        ("until hire.start_date at 09:00", Wait(anchor="hire.start_date", at=time(9))),
        ("until candidate.custom.Visa_Date", Wait(anchor="candidate.custom.Visa_Date")),
        (
            "until 3 business days before hire.start_date at 09:00",
            Wait(duration=THREE_BUSINESS_DAYS, side=Side.BEFORE, anchor="hire.start_date", at=time(9)),
        ),
        (
            "until 1 month AFTER hire.start_date",
            Wait(duration=Duration(1, Unit.MONTHS), side=Side.AFTER, anchor="hire.start_date"),
        ),
        (
            "until 3 days before 6 months after hire.start_date at 09:00",
            Wait(
                duration=Duration(3, Unit.DAYS),
                side=Side.BEFORE,
                anchor="hire.start_date",
                around=Wait(duration=Duration(6, Unit.MONTHS), side=Side.AFTER, anchor="hire.start_date"),
                at=time(9),
            ),
        ),
        (
            "until application.next_interview - 24 hours",
            Wait(duration=Duration(24, Unit.HOURS), side=Side.BEFORE, anchor="application.next_interview"),
        ),
        (
            "until application.next_interview+2 days at 08:30",
            Wait(
                duration=Duration(2, Unit.DAYS),
                side=Side.AFTER,
                anchor="application.next_interview",
                at=time(8, 30),
            ),
        ),
    ],
)
def test_a_wait_is_read(text, expected):
    assert Wait.parse(text) == expected


@pytest.mark.parametrize(
    ("text", "canonical"),
    [
        ("2  Weeks AT 9:00", "2 weeks at 09:00"),
        ("until tuesday, mon at 9:00", "until mon-tue 09:00"),
        ("until every day 08:00", "until every day 08:00"),
        ("until next working day 09:00", "until the next working day at 09:00"),
        ("until hire.start_date - 3 days at 09:00", "until 3 days before hire.start_date at 09:00"),
        ("until hire.start_date", "until hire.start_date"),
        ("until 3 days  before 6 Months AFTER hire.start_date", "until 3 days before 6 months after hire.start_date"),
        ("until 00:00", "until 00:00"),
    ],
)
def test_a_wait_is_said_in_one_form(text, canonical):
    assert str(Wait.parse(text)) == canonical


@pytest.mark.parametrize(
    ("text", "message", "hint"),
    [
        ("", "not a wait", "3 business days"),
        ("a week", "not a wait", "3 business days"),
        ("3 dyas", "“dyas” is not a unit", "did you mean “days”"),
        ("0 days", "no wait at all", "leave it out"),
        ("2 weeks 10:00", "not a duration", "write 2 weeks at 10:00"),
        ("2 weeks at 10am", "“10am” is not a clock time", "09:00"),
        ("2 weeks at 24:00", "24:00 can only end a span", "00:00"),
        ("2 hours at 10:00", "can't both be kept", "1 day at 10:00"),
        ("mon-fri 09:00", "not a wait", "write until mon-fri 09:00"),
        ("hire.start_date - 3 days", "not a wait", "write until hire.start_date - 3 days"),
        ("until", "does not say until when", "until mon-fri 09:00"),
        ("until wenesday 09:00", "“wenesday” is not a day", "did you mean “wednesday”"),
        ("until wednesday", "no clock time", "until wednesday at 09:00"),
        ("until the next working day", "no clock time", "until the next working day at 09:00"),
        ("until 3 days", "not a moment", "until 3 days before hire.start_date"),
        ("until 3 days before start_date", "“start_date” is not a fact", "hire.start_date"),
        ("until 3 days before the interview", "“the interview” is not a fact", "hire.start_date"),
        ("until start_date", "not the name of a fact", "hire.start_date"),
        ("until 2026-09-01", "can't end on a calendar date", "name a fact"),
        ("until 0 days before hire.start_date", "no wait at all", "leave it out"),
        ("until 24 hours before hire.start_date at 09:00", "can't both be kept", "1 day at 09:00"),
        ("until hire.start_date + 3 dyas", "“dyas” is not a unit", "did you mean “days”"),
        ("until hire.start_date 09:00", "needs “at”", "until hire.start_date at 09:00"),
        ("until 3 days before a.b 9:00", "needs “at”", "until 3 days before a.b at 09:00"),
        ("until 25:00", "not a clock time", "00:00 to 23:59"),
        ("until 1 day after 2 days after 3 days after a.b", "more than twice", "hire.start_date"),
        ("until 3 days before 6 moons after hire.start_date", "“moons” is not a unit", "did you mean “months”"),
    ],
)
def test_an_unreadable_wait_says_what_to_write_instead(text, message, hint):
    with pytest.raises(TimingError) as caught:
        Wait.parse(text)
    assert message in caught.value.message
    assert hint in caught.value.hint
