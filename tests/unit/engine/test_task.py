"""Tasks on the virtual clock: given, done, overdue, told to somebody else."""

from datetime import UTC, datetime
from zoneinfo import ZoneInfo

import pytest

from nurture.domain.events import Event, EventType
from nurture.domain.facts import Facts
from nurture.domain.moves import Progress
from nurture.domain.records import Hire, Records
from nurture.language.plan import Plan
from nurture.store.codec import progress_from_json, progress_to_json
from nurture.values import replace
from tests.rehearsal import MAYA, Played, facts_for, plan_from, play

BERLIN = ZoneInfo("Europe/Berlin")
CALL = "a-test/application/greenhouse:10/1#call#1"


def at(day: int, hour: int, minute: int = 0) -> datetime:
    """A moment of March 2026 on Berlin's clocks; the 2nd is a Monday."""
    return datetime(2026, 3, day, hour, minute, tzinfo=BERLIN).astimezone(UTC)


MONDAY = at(2, 9)


def did_it(when: datetime, outcome: str, *, number: int = 1, task: str = CALL) -> Event:
    """Somebody does a task."""
    return Event(type=EventType.TASK_DONE, at=when, number=number, data={"task": task, "outcome": outcome})


def call(extra: str = "") -> Plan:
    """A call, then a mail for those who are interested, and another for everybody else."""
    return plan_from(
        f"""\
        - id: call
          task: Call {{{{ candidate.first_name | or("them") }}}}
          kind: call
          due: 2 business days
          outcomes: [interested, not now]
          {extra}
        - id: answer
          branch:
            - when: steps.call.outcome == "interested"
              steps: [{{id: chat, email: chat}}]
            - when: steps.call.outcome == "overdue"
              steps: [{{id: sorry, email: sorry}}]
        """
    )


def played(plan: Plan, *events: Event, start: datetime = MONDAY, facts: Facts | None = None) -> Played:
    """What comes of it, with progress written and read between any two moves."""

    def restart(progress: Progress) -> Progress:
        return progress_from_json(progress_to_json(progress))

    return play(plan, facts or facts_for(entered_at=start), start=start, events=events, restart=restart)


def test_the_outcome_that_was_chosen_decides_the_way() -> None:
    assert played(call(), did_it(at(3, 11), "interested")).sent == [("call", MONDAY), ("chat", at(3, 11))]
    assert played(call(), did_it(at(3, 11), "not now")).steps == ["call"]


def test_a_task_that_is_not_done_in_two_business_days_is_overdue() -> None:
    assert played(call()).sent == [("call", MONDAY), ("sorry", at(4, 9))]


def test_a_task_that_is_done_too_late_was_overdue() -> None:
    assert played(call(), did_it(at(5, 9), "interested")).steps == ["call", "sorry"]


def test_another_task_that_is_done_changes_nothing() -> None:
    other = did_it(at(3, 9), "interested", task="a-test/application/greenhouse:10/2#call#1")
    assert played(call(), other).steps == ["call", "sorry"]


def test_tasks_come_at_night_and_their_days_are_the_companys() -> None:
    friday_night = at(6, 23)
    tokyo = facts_for(replace(MAYA, zone="Asia/Tokyo", country="JP"), entered_at=friday_night)
    moves = played(call(), start=friday_night, facts=tokyo)
    assert moves.sent[0] == ("call", friday_night)
    assert moves.moves[1].at == at(10, 23)


def test_an_overdue_task_that_is_waited_for_is_told_to_somebody_else_once() -> None:
    plan = call("overdue: wait\n          escalate: {after: 1 business day, to: hiring_manager}")
    assert played(plan).sent == [("call", MONDAY), ("call", at(5, 9))]
    assert played(plan).outcome is None
    late = played(plan, did_it(at(9, 10), "interested"))
    assert late.sent == [("call", MONDAY), ("call", at(5, 9)), ("chat", at(9, 10))]


def test_a_task_done_in_time_is_told_to_nobody_else() -> None:
    plan = call("overdue: wait\n          escalate: {after: 1 business day, to: hiring_manager}")
    assert played(plan, did_it(at(5, 8), "interested")).sent == [("call", MONDAY), ("chat", at(5, 9))]


def test_a_task_that_nobody_waits_for_lets_the_journey_go_on() -> None:
    plan = plan_from("- {id: call, task: Call, wait: false}\n- {id: hello, email: a}\n")
    assert played(plan).sent == [("call", MONDAY), ("hello", MONDAY)]


@pytest.mark.parametrize(
    ("extra", "candidate", "outcome"),
    [
        ("kind: call", replace(MAYA, do_not_contact=True), "suppressed"),
        ('if: candidate.first_name == "Ada"', MAYA, "skipped"),
    ],
)
def test_without_a_reason_or_leave_there_is_no_task(extra: str, candidate: object, outcome: str) -> None:
    plan = plan_from(f"- {{id: call, task: Call, {extra}}}\n- {{id: done, wait: 1 day}}\n")
    result = played(plan, facts=facts_for(candidate, entered_at=MONDAY))
    assert result.sent == []
    assert result.moves[-1].progress.outcomes["call"].result == outcome


def test_whoever_is_not_to_be_contacted_may_still_be_thought_about() -> None:
    plan = plan_from("- {id: look, task: Look at the file, kind: review}\n")
    facts = facts_for(replace(MAYA, do_not_contact=True), entered_at=MONDAY)
    assert played(plan, facts=facts).steps == ["look"]


def test_a_wait_before_a_task_is_one_move_that_names_the_task() -> None:
    plan = plan_from("- {id: pause, wait: 2 days}\n- {id: call, task: Call}\n")
    first = played(plan).moves[0]
    assert (first.action, first.step, first.at) == ("create_task", "call", at(4, 9))


def test_a_first_day_that_moves_moves_what_is_due_before_it() -> None:
    plan = plan_from("- {id: desk, task: Order a desk, due: until 3 days before hire.start_date at 09:00}\n")
    first, second = datetime(2026, 3, 10).date(), datetime(2026, 3, 20).date()

    def facts(now: datetime) -> Facts:
        hire = Hire(id="greenhouse:10", start_date=first if now < at(4, 9) else second)
        known = facts_for(entered_at=MONDAY)
        return facts_for(entered_at=MONDAY, records=Records(candidate=MAYA, application=known.application, hire=hire))

    moved = Event(type=EventType.HIRE_START_DATE_CHANGED, at=at(4, 9), number=1, application_id="greenhouse:10")
    dues = [move.at for move in play(plan, facts, start=MONDAY, events=(moved,)).moves if move.action == "look"]
    assert dues == [at(7, 9), at(17, 9)]


def test_a_reply_ends_the_journey_while_a_task_is_open() -> None:
    replied = Event(type=EventType.CANDIDATE_REPLIED, at=at(3, 9), number=1)
    result = played(call(), replied)
    assert (result.steps, result.outcome) == (["call"], "replied")


HELLO = "a-test/application/greenhouse:10/1#hello#1"
ASKS = "- {id: hello, email: a, approve: recruiter}\n- {id: after, exit: done}\n"


def test_a_mail_that_needs_a_yes_leaves_once_it_is_there_in_the_next_open_hours() -> None:
    plan = plan_from(ASKS)
    result = played(plan, did_it(at(3, 22), "yes", task=HELLO))
    assert result.sent == [("hello", MONDAY), ("hello", at(4, 9))]
    assert [move.action for move in result.moves][:1] == ["create_task"]


def test_a_no_leaves_the_mail_out() -> None:
    result = played(plan_from(ASKS), did_it(at(3, 10), "no", task=HELLO))
    assert result.sent == [("hello", MONDAY)]
    assert result.moves[-1].progress.outcomes["hello"].result == "declined"


def test_without_an_answer_nothing_leaves() -> None:
    result = played(plan_from(ASKS))
    assert (result.sent, result.outcome) == ([("hello", MONDAY)], None)


def test_a_yes_that_comes_too_late_is_too_late() -> None:
    plan = plan_from(ASKS.replace("approve: recruiter", "approve: recruiter, if_late: skip, late_after: 2 days"))
    assert played(plan, did_it(at(3, 10), "yes", task=HELLO)).steps == ["hello", "hello"]
    late = played(plan, did_it(at(5, 10), "yes", task=HELLO))
    assert late.steps == ["hello"]
    assert late.moves[-1].progress.outcomes["hello"].result == "skipped"
