from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from hypothesis import given, settings
from hypothesis import strategies as st

from nurture.timing import Duration, SendWindow, Side, Span, Unit, Wait, WorkCalendar
from nurture.timing.errors import TimingError
from nurture.timing.walltime import moment
from nurture.values import replace

few = settings(max_examples=60, deadline=None)

ZONES = [
    "Europe/Berlin",
    "America/New_York",
    "Asia/Tokyo",
    "Asia/Kolkata",
    "Australia/Lord_Howe",  # half an hour of daylight saving
    "America/Santiago",  # clocks change at midnight
    "Pacific/Kiritimati",
]
CALENDARS = [None, WorkCalendar(), WorkCalendar("US"), WorkCalendar("GB", "ENG"), WorkCalendar("SA")]

zones = st.sampled_from([ZoneInfo(name) for name in ZONES])
calendars = st.sampled_from(CALENDARS)
dates = st.dates(date(2024, 1, 1), date(2030, 12, 31))
moments = st.datetimes(datetime(2024, 1, 1), datetime(2030, 12, 31), timezones=st.just(UTC))
clocks = st.builds(time, st.integers(0, 23), st.integers(0, 59))
weekdays = st.frozensets(st.integers(0, 6), min_size=1)
durations = st.builds(Duration, st.integers(1, 60), st.sampled_from(Unit))
day_durations = durations.filter(lambda duration: not duration.unit.is_absolute)
facts = st.from_regex(r"[a-z][a-z_]{0,8}(\.[a-z][a-z_0-9]{0,8}){1,2}", fullmatch=True)
spans = st.builds(
    lambda days, hours: Span(days=days, opens=hours[0], closes=hours[1]),
    weekdays,
    st.lists(st.integers(0, 1440), min_size=2, max_size=2, unique=True).map(sorted),
)
windows = st.one_of(
    st.just(SendWindow(spans=())),
    st.lists(spans, min_size=1, max_size=3).map(lambda chosen: SendWindow(spans=tuple(chosen))),
)
unanchored_waits = st.one_of(
    st.builds(Wait, duration=durations),
    st.builds(Wait, duration=day_durations, at=clocks),
    st.builds(Wait, at=clocks, days=st.one_of(st.just(frozenset()), weekdays)),
    st.builds(Wait, at=clocks, next_working_day=st.just(True)),
)
anchored_waits = st.one_of(
    st.builds(Wait, anchor=facts, at=st.none() | clocks),
    st.builds(Wait, duration=durations, side=st.sampled_from(Side), anchor=facts),
    st.builds(Wait, duration=day_durations, side=st.sampled_from(Side), anchor=facts, at=clocks),
)


@few
@given(durations)
def test_a_duration_reads_back_as_it_is_said(duration):
    assert Duration.parse(str(duration)) == duration


@few
@given(windows)
def test_a_window_reads_back_as_it_is_said(window):
    assert SendWindow.parse(str(window)) == window


@few
@given(unanchored_waits | anchored_waits)
def test_a_wait_reads_back_as_it_is_said(wait):
    assert Wait.parse(str(wait)) == wait


@few
@given(unanchored_waits, moments, zones, calendars, st.none() | windows)
def test_a_wait_that_counts_from_its_start_never_ends_before_it(wait, start, zone, calendar, window):
    assert wait.ends(start=start, zone=zone, calendar=calendar, window=window) >= start


@few
@given(durations, moments, zones, calendars)
def test_a_duration_leads_forward_and_back(duration, start, zone, calendar):
    assert duration.subtract_from(start, zone, calendar) < start < duration.add_to(start, zone, calendar)


@few
@given(st.sampled_from(CALENDARS[1:]), dates, st.integers(-40, 40))
def test_business_days_there_and_back_lead_to_the_same_working_day(calendar, day, n):
    first = calendar.add(day, 1)
    there = calendar.add(first, n)
    assert calendar.is_working_day(there)
    assert calendar.add(there, -n) == first


@few
@given(windows, moments, zones, calendars, st.floats(0, 1))
def test_a_window_opens_at_the_first_moment_that_is_open(window, at, zone, calendar, fraction):
    opens = window.opens_at_or_after(at, zone, calendar)
    assert opens >= at
    assert window.is_open(opens, zone, calendar)
    if opens > at:
        between = at + (opens - at) * fraction
        assert between == opens or not window.is_open(between, zone, calendar)
        assert not window.is_open(opens - timedelta(microseconds=1), zone, calendar)


@few
@given(windows, moments, zones, calendars, st.floats(0, 1))
def test_a_window_was_last_open_in_the_minute_before_it_closed(window, at, zone, calendar, fraction):
    last = window.last_open_before(at, zone, calendar)
    assert last <= at
    assert window.is_open(last, zone, calendar)
    if last < at:
        closed = last + timedelta(minutes=1)
        assert not window.is_open(closed + (at - closed) * fraction, zone, calendar)


@few
@given(dates, clocks, zones)
def test_a_local_time_is_shown_by_the_clock_or_was_skipped_by_it(day, clock, zone):
    at = moment(day, clock, zone)
    shown = at.astimezone(zone).replace(tzinfo=None)
    wanted = datetime.combine(day, clock)
    just_before = (at - timedelta(microseconds=1)).astimezone(zone).replace(tzinfo=None)
    assert shown == wanted or just_before < wanted < shown
    assert at.astimezone(zone).fold == 0


@settings(max_examples=300, deadline=None)
@given(
    st.one_of(anchored_waits, st.builds(replace, anchored_waits.filter(lambda wait: wait.side), around=anchored_waits)),
    st.one_of(dates, moments),
    zones,
    calendars,
    windows,
)
def test_a_wait_from_a_date_ends_within_its_reach(wait, anchor, zone, calendar, window):
    counted_from = anchor if isinstance(anchor, datetime) else datetime.combine(anchor, time(), UTC)
    least, most = wait.reach
    try:
        ends = wait.ends(start=counted_from, anchor=anchor, zone=zone, calendar=calendar, window=window)
    except TimingError:  # hours that never open
        return
    assert least <= ends - counted_from <= most
