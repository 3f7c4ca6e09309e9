"""`repeat` on a virtual clock."""

from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from itertools import pairwise
from zoneinfo import ZoneInfo

import pytest

from nurture.domain.events import Event, EventType
from nurture.domain.facts import Facts
from nurture.domain.moves import FINISH, LOOK, Progress
from nurture.engine.next_move import after, begin, next_move
from nurture.store.codec import progress_from_json, progress_to_json
from nurture.values import replace
from tests.rehearsal import HEAD, MAYA, facts_for, plan_from, play

BERLIN = ZoneInfo("Europe/Berlin")


def at(day: int, hour: int, minute: int = 0) -> datetime:
    """A moment of March 2026, whose 2nd is a Monday, on Berlin's clocks."""
    return datetime(2026, 3, day, hour, minute, tzinfo=BERLIN).astimezone(UTC)


MONDAY = at(2, 9)
ANY_TIME = HEAD.replace("mon-fri 09:00-17:00", "any time")
KNOWN = facts_for(entered_at=MONDAY)

REMIND = """\
- id: remind
  repeat:
    every: 2 business days
    times: 3
    until: '"complete" in candidate.tags'
    steps:
      - {id: reminder, email: a}
- id: late
  branch:
    - when: steps.remind.outcome == "exhausted"
      steps: [{id: escalate, email: b, to: recruiter}]
"""


def complete_from(moment: datetime) -> Callable[[datetime], Facts]:
    """Facts about somebody whose documents are complete from then on."""
    return lambda now: facts_for(replace(MAYA, tags=("complete",) if now >= moment else ()), entered_at=MONDAY)


def test_reminders_come_at_once_and_every_so_often_and_then_somebody_else_is_told() -> None:
    played = play(plan_from(REMIND), KNOWN, start=MONDAY)
    assert played.sent == [
        ("reminder", at(2, 9)),
        ("reminder", at(4, 9)),
        ("reminder", at(6, 9)),
        ("escalate", at(10, 9)),
    ]


@pytest.mark.parametrize(
    ("complete", "sent", "rounds"),
    [(at(1, 0), 0, 0), (at(3, 0), 1, 1), (at(5, 12), 2, 2), (at(9, 0), 3, 3)],
    ids=["before it begins", "after the first", "after the second", "after the last"],
)
def test_it_is_done_when_the_condition_holds_as_a_round_comes_due(complete: datetime, sent: int, rounds: int) -> None:
    played = play(plan_from(REMIND), complete_from(complete), start=MONDAY)
    assert played.steps == ["reminder"] * sent
    outcome = played.moves[-1].progress.outcomes["remind"]
    assert (outcome.result, outcome.round, outcome.is_running) == ("done", rounds, False)


def test_each_round_of_a_mail_is_a_visit_of_its_own_and_the_repeat_is_one_visit() -> None:
    moves = play(plan_from(REMIND), KNOWN, start=MONDAY).moves
    assert [move.visit for move in moves if move.action == "send_email" and move.step == "reminder"] == [1, 2, 3]
    assert moves[-1].progress.outcomes["remind"].visit == 1


def test_closed_days_use_up_no_round_and_do_not_stretch_the_rhythm() -> None:
    played = play(plan_from(REMIND), KNOWN, start=at(6, 20))  # a Friday evening
    assert [when for step, when in played.sent if step == "reminder"] == [at(9, 9), at(10, 9), at(12, 9)]


def test_a_clock_time_is_kept_from_the_second_round_on() -> None:
    plan = plan_from("- id: letters\n  repeat: {every: 2 weeks at 16:00, times: 3, steps: [{id: letter, email: a}]}\n")
    played = play(plan, KNOWN, start=MONDAY)
    assert [when for _, when in played.sent] == [at(2, 9), at(16, 16), at(30, 16)]


def test_without_a_condition_it_goes_on_right_after_the_last_round() -> None:
    plan = plan_from("- id: twice\n  repeat: {every: 3 days, times: 2, steps: [{id: mail, email: a}]}\n", head=ANY_TIME)
    last = play(plan, KNOWN, start=MONDAY).moves[-1]
    assert (last.action, last.progress.outcomes["twice"].result) == (FINISH, "exhausted")
    assert last.progress.outcomes["mail"].at == at(5, 9)


def test_a_round_that_lasts_longer_than_the_time_between_is_followed_by_all_of_it() -> None:
    plan = plan_from(
        """\
        - id: again
          repeat:
            every: 1 day
            times: 2
            steps: [{id: mail, email: a}, {id: pause, wait: 3 days}, {id: more, email: b}]
        """,
        head=ANY_TIME,
    )
    assert play(plan, KNOWN, start=MONDAY).sent == [
        ("mail", at(2, 9)),
        ("more", at(5, 9)),
        ("mail", at(6, 9)),
        ("more", at(9, 9)),
    ]


def test_after_an_outage_of_several_rounds_nobody_gets_two_at_once() -> None:
    plan = plan_from("- id: daily\n  repeat: {every: 1 day, times: 4, steps: [{id: mail, email: a}]}\n", head=ANY_TIME)
    progress, sent = begin(plan, entered_at=MONDAY, seen_event=0), []
    now = MONDAY
    while (move := next_move(plan, progress, KNOWN, (), now)).action != FINISH:
        if move.action == "send_email":
            sent.append(now)
            progress = after(plan, move.progress, "mail", "sent", now)
            continue
        assert move.at is not None
        progress, now = move.progress, at(6, 12) if move.at == at(4, 9) else move.at  # all is down until the 6th
    assert sent == [at(2, 9), at(3, 9), at(6, 12), at(7, 12)]


def test_later_steps_and_conditions_can_ask_which_round_it_is() -> None:
    plan = plan_from(
        """\
        - id: tries
          repeat:
            every: 1 day
            times: 3
            steps:
              - id: which
                branch:
                  - when: steps.tries.round == 3
                    steps: [{id: last-call, email: b}]
                  - otherwise: [{id: call, email: a}]
        """,
    )
    assert play(plan, KNOWN, start=MONDAY).steps == ["call", "call", "last-call"]


def test_one_repeat_inside_another_begins_anew_in_each_round() -> None:
    plan = plan_from(
        """\
        - id: months
          repeat:
            every: 2 weeks
            times: 2
            steps:
              - id: days
                repeat: {every: 1 day, times: 2, steps: [{id: mail, email: a}]}
        """,
        head=ANY_TIME,
    )
    played = play(plan, KNOWN, start=MONDAY)
    assert [when for _, when in played.sent] == [at(2, 9), at(3, 9), at(16, 9), at(17, 9)]
    assert [move.visit for move in played.moves if move.action == "send_email"] == [1, 2, 3, 4]


def test_skip_next_on_the_last_step_of_a_round_does_not_leave_the_rounds() -> None:
    plan = plan_from(
        """\
        - id: again
          repeat:
            every: 1 day
            times: 2
            steps:
              - {id: mail, email: a}
              - {id: gone, wait: until 90 days before enrollment.entered_at, if_past: skip-next}
        - {id: last, email: b}
        """,
        head=ANY_TIME,
    )
    assert play(plan, KNOWN, start=MONDAY).steps == ["mail", "mail", "last"]


def test_a_reply_ends_the_rounds() -> None:
    replied = Event(type=EventType.CANDIDATE_REPLIED, at=at(3, 12), number=1)
    played = play(plan_from(REMIND), KNOWN, start=MONDAY, events=(replied,))
    assert (played.steps, played.outcome) == (["reminder"], "replied")


def test_an_event_is_awaited_anew_in_each_round() -> None:
    plan = plan_from(
        """\
        - id: ask
          repeat:
            every: 1 week
            times: 2
            steps:
              - id: answer
                wait_for: {event: application.updated, timeout: 3 days}
                then: [{id: thanks, email: a}]
                otherwise: [{id: nudge, email: b}]
        """,
        head=ANY_TIME,
    )
    updated = Event(type=EventType.APPLICATION_UPDATED, at=at(3, 12), number=1)
    played = play(plan, KNOWN, start=MONDAY, events=(updated,))
    assert played.sent == [("thanks", at(3, 12)), ("nudge", at(12, 9))]


def test_without_a_rhythm_a_round_begins_as_soon_as_the_one_before_is_over() -> None:
    plan = plan_from(
        """\
        - id: changes
          repeat:
            times: 3
            until: steps.change.outcome == "timeout"
            steps:
              - id: change
                wait_for: {event: application.updated, timeout: 3 days}
                then: [{id: told, email: a}]
        - {id: last, email: b}
        """,
    )
    updates = [
        Event(type=EventType.APPLICATION_UPDATED, at=when, number=number)
        for number, when in enumerate([at(3, 20), at(3, 22), at(4, 9, 1), at(4, 9, 2)], start=1)
    ]
    played = play(plan, KNOWN, start=MONDAY, events=tuple(updates[:3]))
    assert played.sent == [("told", at(4, 9)), ("told", at(4, 9, 1)), ("last", at(9, 9))]
    played = play(plan, KNOWN, start=MONDAY, events=tuple(updates))
    assert played.sent == [("told", at(4, 9)), ("told", at(4, 9, 1)), ("told", at(4, 9, 2)), ("last", at(4, 9, 2))]
    assert played.moves[-1].progress.outcomes["changes"].result == "exhausted"


def test_it_is_told_what_it_waits_for_and_why_it_ended() -> None:
    played = play(plan_from(REMIND), complete_from(at(5, 0)), start=MONDAY)
    standing = next(move for move in played.moves if move.action == LOOK)
    assert standing.summary.startswith("remind: waits 2 business days for round 2 of 3, until Wed 4 Mar 09:00")
    reasons = [each for move in played.moves for each in move.because if each.step == "remind"]
    assert [each.rule for each in reasons] == ["repeat", "repeat", "repeat-done"]
    assert reasons[-1].sentence == 'done after 2 rounds, because "complete" in candidate.tags'


def test_it_survives_a_restart_at_every_move() -> None:
    def through_the_database(progress: Progress) -> Progress:
        assert progress_from_json(progress_to_json(progress)) == progress
        return progress_from_json(progress_to_json(progress))

    plan = plan_from(REMIND)
    assert play(plan, KNOWN, start=MONDAY, restart=through_the_database) == play(plan, KNOWN, start=MONDAY)


def test_a_hundred_rounds_of_many_steps_are_no_endless_loop() -> None:
    steps = "".join(f"{{id: s{number}, branch: [{{otherwise: []}}]}}, " for number in range(20))
    plan = plan_from(f"- id: often\n  repeat: {{every: 1 hour, times: 100, steps: [{steps}]}}\n")
    moves = play(plan, KNOWN, start=MONDAY).moves
    assert moves[-1].outcome == "completed"
    times = [move.at for move in moves if move.at is not None]
    assert {later - earlier for earlier, later in pairwise(times)} == {timedelta(hours=1)}
