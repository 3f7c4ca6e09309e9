"""Exits that can be taken back: within the grace nothing leaves, and nothing that happens is lost."""

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from nurture.domain.events import Event, EventType
from nurture.domain.moves import FINISH, LOOK
from nurture.engine.next_move import begin, next_move
from nurture.language.plan import Plan
from tests.rehearsal import facts_for, plan_from, play

MONDAY = datetime(2026, 3, 2, 9, 0, tzinfo=UTC)
HEAD = """\
sequence: a-test
title: A test
owner: ops@acme.example
purpose: application
enroll: {on: application.created}
for: application
exit:
  - {on: application.rejected, as: rejected, grace: 60 minutes, unless: application.unrejected}
  - {on: candidate.replied, as: replied}
send: {hours: any time, zone: company}
"""
STEPS = """\
- {id: first, email: a}
- {id: pause, wait: 3 days}
- {id: second, email: b}
"""
PLAN = plan_from(STEPS, head=HEAD)
THURSDAY = MONDAY + timedelta(days=3)


def happened(kind: EventType, at: datetime, number: int, application: str = "greenhouse:10") -> Event:
    return Event(type=kind, at=at, number=number, application_id=application)


def rejected(at: datetime, number: int = 1) -> Event:
    return happened(EventType.APPLICATION_REJECTED, at, number)


def unrejected(at: datetime, number: int = 2) -> Event:
    return happened(EventType.APPLICATION_UNREJECTED, at, number)


def played(*events: Event, plan: Plan = PLAN) -> tuple[list[str], str | None]:
    came = play(plan, facts_for(entered_at=MONDAY), start=MONDAY, events=events)
    return came.steps, came.outcome


def test_when_the_grace_is_over_the_run_ends_at_that_time() -> None:
    came = play(PLAN, facts_for(entered_at=MONDAY), start=MONDAY, events=(rejected(MONDAY + timedelta(days=1)),))
    ahead, last = came.moves[-2:]
    assert (ahead.action, ahead.at) == (LOOK, MONDAY + timedelta(days=1, minutes=60))
    assert ahead.summary == (
        "application.rejected Tue 3 Mar 10:00 Europe/Berlin: leaves as rejected Tue 3 Mar 11:00 Europe/Berlin, "
        "unless application.unrejected comes before; nothing is sent until then"
    )
    assert (last.action, last.outcome, came.steps) == (FINISH, "rejected", ["first"])


def test_taken_back_in_time_it_goes_on_with_the_rest_of_its_wait() -> None:
    at = MONDAY + timedelta(days=1)
    came = play(
        PLAN,
        facts_for(entered_at=MONDAY),
        start=MONDAY,
        events=(rejected(at), unrejected(at + timedelta(minutes=59))),
    )
    assert came.sent == [("first", MONDAY), ("second", THURSDAY)]
    assert "taken-back" in [because.rule for move in came.moves for because in move.because]


def test_what_was_due_within_the_grace_waits_for_its_end() -> None:
    at = THURSDAY - timedelta(minutes=10)
    back = at + timedelta(minutes=30)
    came = play(PLAN, facts_for(entered_at=MONDAY), start=MONDAY, events=(rejected(at), unrejected(back)))
    assert came.sent == [("first", MONDAY), ("second", back)]


@pytest.mark.parametrize(
    ("late", "outcome"), [(timedelta(minutes=59), "completed"), (timedelta(minutes=60), "rejected")]
)
def test_what_takes_it_back_must_come_before_the_grace_is_over_however_late_it_is_heard(
    late: timedelta, outcome: str
) -> None:
    at = MONDAY + timedelta(days=1)
    events = (rejected(at), unrejected(at + late))
    seen = next_move(PLAN, begin(PLAN, entered_at=MONDAY, seen_event=0), facts_for(entered_at=MONDAY), (), MONDAY)
    move = next_move(PLAN, seen.progress, facts_for(entered_at=MONDAY), events, at + timedelta(hours=5))
    assert (move.outcome or "completed") == outcome


def test_another_exit_ends_it_within_the_grace() -> None:
    at = MONDAY + timedelta(days=1)
    replied = happened(EventType.CANDIDATE_REPLIED, at + timedelta(minutes=5), 2)
    assert played(rejected(at), replied) == (["first"], "replied")


def test_an_exit_that_comes_after_the_grace_is_too_late_to_name_the_end() -> None:
    at = MONDAY + timedelta(days=1)
    seen = next_move(PLAN, begin(PLAN, entered_at=MONDAY, seen_event=0), facts_for(entered_at=MONDAY), (), MONDAY)
    replied = happened(EventType.CANDIDATE_REPLIED, at + timedelta(hours=2), 2)
    late = next_move(PLAN, seen.progress, facts_for(entered_at=MONDAY), (rejected(at), replied), at + timedelta(days=1))
    assert late.outcome == "rejected"


def test_another_applications_news_takes_nothing_back() -> None:
    at = MONDAY + timedelta(days=1)
    other = happened(EventType.APPLICATION_UNREJECTED, at + timedelta(minutes=5), 2, application="greenhouse:11")
    assert played(rejected(at), other) == (["first"], "rejected")


def test_an_event_that_a_wait_is_for_counts_though_it_came_within_the_grace() -> None:
    plan = plan_from(
        """\
        - id: opening
          wait_for: {event: job.opened, timeout: 9 days}
          then: [{id: share, email: a}]
          otherwise: [{id: chat, email: b}]
        """,
        head=HEAD,
    )
    at = MONDAY + timedelta(days=1)
    opened = Event(type=EventType.JOB_OPENED, at=at + timedelta(minutes=5), number=2, job_id="greenhouse:8")
    assert played(rejected(at), opened, unrejected(at + timedelta(minutes=30), 3), plan=plan)[0] == ["share"]


def test_without_unless_it_only_ends_later() -> None:
    plan = plan_from(STEPS, head=HEAD.replace(", unless: application.unrejected", ""))
    at = MONDAY + timedelta(days=1)
    assert played(rejected(at), unrejected(at + timedelta(minutes=5)), plan=plan) == (["first"], "rejected")


news = st.lists(
    st.tuples(
        st.sampled_from(
            [EventType.APPLICATION_REJECTED, EventType.APPLICATION_UNREJECTED, EventType.APPLICATION_UPDATED]
        ),
        st.integers(1, 4_000),
    ),
    max_size=6,
).map(lambda said: [(kind, minutes) for kind, minutes in sorted(said, key=lambda each: each[1])])


@settings(max_examples=200, deadline=None)
@given(news)
def test_within_a_grace_nothing_leaves_and_what_is_not_taken_back_ends_it(said: list[tuple[EventType, int]]) -> None:
    events = [
        happened(kind, MONDAY + timedelta(minutes=minutes), number)
        for number, (kind, minutes) in enumerate(said, start=1)
    ]
    came = play(PLAN, facts_for(entered_at=MONDAY), start=MONDAY, events=tuple(events))
    hour = timedelta(minutes=60)
    ends: datetime | None = None
    for number, event in enumerate(events):
        if event.type is not EventType.APPLICATION_REJECTED or event.at >= THURSDAY + hour:
            continue
        back = [
            each.at
            for each in events[number + 1 :]
            if each.type is EventType.APPLICATION_UNREJECTED and each.at < event.at + hour
        ]
        until = min(back, default=event.at + hour)
        assert not [at for step, at in came.sent if step == "second" and event.at < at < until]
        if not back and ends is None:
            ends = event.at + hour
    if ends is not None and came.outcome == "rejected":
        assert all(at < ends for _, at in came.sent)
    if ends is None:
        assert came.outcome == "completed"


@settings(max_examples=100, deadline=None)
@given(news)
def test_looking_more_often_changes_nothing(said: list[tuple[EventType, int]]) -> None:
    events = [
        happened(kind, MONDAY + timedelta(minutes=minutes), number)
        for number, (kind, minutes) in enumerate(said, start=1)
    ]
    seldom = [event for event in events if event.type is not EventType.APPLICATION_UPDATED]
    assert played(*events) == played(*seldom)
