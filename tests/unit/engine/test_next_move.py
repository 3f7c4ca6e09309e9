"""The engine on a virtual clock."""

from datetime import UTC, datetime, timedelta

import pytest

from nurture.domain.events import Event, EventType
from nurture.domain.facts import Facts
from nurture.domain.moves import FINISH, LOOK
from nurture.domain.records import Application, Job
from nurture.engine.next_move import begin, next_move
from nurture.errors import Held
from nurture.values import replace
from tests.rehearsal import BERLIN_OFFICE, ENGINEER, HEAD, MAYA, facts_for, plan_from, play
from tests.unit.engine.berlin import BERLIN, MONDAY, at, happened

THREE_MAILS = plan_from(
    """\
    - {id: first, email: a}
    - {id: pause, wait: 3 business days}
    - {id: second, email: b}
    - {id: rest, wait: 1 week at 10:00}
    - {id: third, email: c}
    """
)


def test_mails_leave_at_their_times_and_the_journey_ends() -> None:
    played = play(THREE_MAILS, facts_for(entered_at=MONDAY), start=MONDAY)
    assert played.sent == [("first", at(2, 9)), ("second", at(5, 9)), ("third", at(12, 10))]
    assert played.outcome == "completed"


def test_a_wait_before_a_mail_is_one_move_that_names_the_mail() -> None:
    plan = plan_from("- {id: pause, wait: 2 days}\n- {id: hello, email: a}\n")
    move = next_move(plan, begin(plan, entered_at=MONDAY, seen_event=0), facts_for(entered_at=MONDAY), (), MONDAY)
    assert (move.action, move.step, move.at) == ("send_email", "hello", at(4, 9))
    assert move.summary == "waits 2 days, then sends hello on Wed 4 Mar 09:00 Europe/Berlin"


def test_a_mail_outside_the_hours_waits_for_the_next_opening() -> None:
    friday_night = at(6, 21)
    plan = plan_from("- {id: hello, email: a}\n")
    assert play(plan, facts_for(entered_at=friday_night), start=friday_night).sent == [("hello", at(9, 9))]


def test_the_recipients_own_zone_counts() -> None:
    tokyo = facts_for(replace(MAYA, zone="Asia/Tokyo"), entered_at=MONDAY)
    plan = plan_from("- {id: hello, email: a}\n")
    # 09:00 in Berlin is 17:00 in Tokyo, when the hours are over
    assert play(plan, tokyo, start=MONDAY).sent == [("hello", datetime(2026, 3, 3, 0, 0, tzinfo=UTC))]


def test_a_public_holiday_of_the_recipients_country_is_passed_over() -> None:
    thursday = datetime(2026, 4, 2, 18, 0, tzinfo=BERLIN).astimezone(UTC)  # the evening before Good Friday
    plan = plan_from("- {id: hello, email: a}\n")
    assert play(plan, facts_for(entered_at=thursday), start=thursday).sent == [("hello", at(7, 9, month=4))]


def test_an_exit_event_ends_the_journey_during_a_wait() -> None:
    replied = happened(EventType.CANDIDATE_REPLIED, at(3, 11))
    played = play(THREE_MAILS, facts_for(entered_at=MONDAY), start=MONDAY, events=(replied,))
    assert (played.steps, played.outcome) == (["first"], "replied")


def test_an_event_that_is_no_exit_changes_nothing() -> None:
    moved = happened(EventType.APPLICATION_STAGE_CHANGED, at(3, 11), to_stage="Offer")
    played = play(THREE_MAILS, facts_for(entered_at=MONDAY), start=MONDAY, events=(moved,))
    assert played.steps == ["first", "second", "third"]


def test_a_condition_ends_the_journey_when_it_comes_true() -> None:
    plan = plan_from(
        "- {id: first, email: a}\n- {id: pause, wait: 1 week}\n- {id: second, email: b}\n",
        head=HEAD.replace("exit:\n", "exit:\n  - {when: candidate.do_not_contact, as: opted-out}\n"),
    )

    def facts(now: datetime) -> Facts:
        return facts_for(replace(MAYA, do_not_contact=now >= at(4, 0)), entered_at=MONDAY)

    assert play(plan, facts, start=MONDAY).steps == ["first"]


def test_erasure_ends_every_journey_whatever_its_author_wrote() -> None:
    erased = happened(EventType.CANDIDATE_ANONYMIZED, at(3, 11))
    assert play(THREE_MAILS, facts_for(entered_at=MONDAY), start=MONDAY, events=(erased,)).outcome == "erased"


WAIT_FOR_A_JOB = plan_from(
    """\
    - id: new-role
      wait_for:
        event: job.opened
        where: event.job.department == application.job.department
        timeout: 10 days
      then:
        - {id: share, email: share}
      otherwise:
        - {id: coffee, email: coffee}
    - {id: last, email: last}
    """
)


def job_opened(when: datetime, department: str, number: int = 1) -> Event:
    """A job that opens."""
    data = {"job.id": "greenhouse:9", "job.title": "Engineer II", "job.department": department}
    return Event(type=EventType.JOB_OPENED, at=when, number=number, job_id="greenhouse:9", data=data)


def test_the_awaited_event_leads_to_then_and_on() -> None:
    events = (job_opened(at(3, 10), "Sales", 1), job_opened(at(4, 10), "Platform", 2))
    played = play(WAIT_FOR_A_JOB, facts_for(entered_at=MONDAY), start=MONDAY, events=events)
    assert played.sent == [("share", at(4, 10)), ("last", at(4, 10))]


def test_a_time_out_leads_to_otherwise_and_on() -> None:
    played = play(WAIT_FOR_A_JOB, facts_for(entered_at=MONDAY), start=MONDAY)
    assert played.sent == [("coffee", at(12, 9)), ("last", at(12, 9))]


def test_an_event_that_came_in_time_counts_though_it_is_heard_late() -> None:
    facts, start = facts_for(entered_at=MONDAY), begin(WAIT_FOR_A_JOB, entered_at=MONDAY, seen_event=0)
    move = next_move(WAIT_FOR_A_JOB, start, facts, (job_opened(at(5, 10), "Platform"),), at(20, 10))
    assert move.step == "share"


def test_an_event_from_before_the_wait_does_not_count() -> None:
    facts, start = facts_for(entered_at=MONDAY), begin(WAIT_FOR_A_JOB, entered_at=MONDAY, seen_event=0)
    move = next_move(WAIT_FOR_A_JOB, start, facts, (job_opened(at(1, 10), "Platform"),), MONDAY)
    assert (move.action, move.at) == (LOOK, at(12, 9))


def test_a_branch_is_judged_when_the_journey_arrives() -> None:
    plan = plan_from(
        """\
        - {id: pause, wait: 1 day}
        - id: fork
          branch:
            - when: application.stage == "Final round"
              steps: [{id: finalist, email: a}]
            - otherwise:
              - {id: everyone, email: b}
        """
    )

    def facts(now: datetime) -> Facts:
        stage = "Final round" if now > MONDAY else "Onsite"
        application = Application(id="greenhouse:10", stage=stage, job=ENGINEER)
        return facts_for(entered_at=MONDAY, application=application)

    assert play(plan, facts, start=MONDAY).steps == ["finalist"]


def test_an_exit_step_ends_with_its_outcome() -> None:
    plan = plan_from("- {id: hello, email: a}\n- {id: done, exit: told}\n")
    assert play(plan, facts_for(entered_at=MONDAY), start=MONDAY).outcome == "told"


def test_hold_gives_people_time_to_take_it_back() -> None:
    plan = plan_from("- {id: hello, email: a, hold: 30 minutes}\n")
    assert play(plan, facts_for(entered_at=MONDAY), start=MONDAY).sent == [("hello", at(2, 9, 30))]


def test_a_message_on_hold_is_recalled_when_the_journey_ends() -> None:
    plan = plan_from("- {id: hello, email: a, hold: 30 minutes}\n")
    replied = happened(EventType.CANDIDATE_REPLIED, at(2, 9, 10))
    played = play(plan, facts_for(entered_at=MONDAY), start=MONDAY, events=(replied,))
    assert (played.sent, played.outcome) == ([], "replied")
    assert [(each.rule, each.step) for each in played.moves[-1].because] == [
        ("recalled", "hello"),
        ("exit replied", None),
    ]


def test_mail_to_our_own_people_keeps_the_companys_hours() -> None:
    plan = plan_from("- {id: heads-up, email: a, to: recruiter}\n")
    tokyo = facts_for(replace(MAYA, zone="Asia/Tokyo"), entered_at=MONDAY)
    assert play(plan, tokyo, start=MONDAY).sent == [("heads-up", at(2, 9))]


def test_late_after_an_outage_a_plain_mail_still_goes_and_later_waits_count_from_it() -> None:
    plan, facts = THREE_MAILS, facts_for(entered_at=MONDAY)
    move = next_move(plan, begin(plan, entered_at=MONDAY, seen_event=0), facts, (), at(4, 12))
    assert (move.step, move.at) == ("first", at(4, 12))


def test_an_unknown_anchor_type_holds_the_journey() -> None:
    plan = plan_from("- {id: until, wait: until application.stage}\n- {id: hello, email: a}\n")
    with pytest.raises(Held, match="not a date"):
        next_move(plan, begin(plan, entered_at=MONDAY, seen_event=0), facts_for(entered_at=MONDAY), (), MONDAY)


def test_the_engine_is_pure() -> None:
    facts, start = facts_for(entered_at=MONDAY), begin(THREE_MAILS, entered_at=MONDAY, seen_event=0)
    assert next_move(THREE_MAILS, start, facts, (), MONDAY) == next_move(THREE_MAILS, start, facts, (), MONDAY)


def test_a_journey_listens_for_exits_and_for_what_its_steps_await() -> None:
    move = next_move(
        WAIT_FOR_A_JOB,
        begin(WAIT_FOR_A_JOB, entered_at=MONDAY, seen_event=0),
        facts_for(entered_at=MONDAY),
        (),
        MONDAY,
    )
    assert {"job.opened", "candidate.replied", "candidate.anonymized"} <= set(move.listen)
    assert "*" not in move.listen


def test_the_zone_falls_back_along_the_sequences_order() -> None:
    job_in_new_york = Application(
        id="greenhouse:10", job=Job(id="greenhouse:7", title="Engineer", zone="America/New_York")
    )
    plan = plan_from("- {id: hello, email: a}\n")
    facts = facts_for(entered_at=MONDAY, application=job_in_new_york, company=BERLIN_OFFICE)
    assert play(plan, facts, start=MONDAY).sent == [("hello", datetime(2026, 3, 2, 14, 0, tzinfo=UTC))]


def test_every_journey_ends_with_a_reason() -> None:
    played = play(THREE_MAILS, facts_for(entered_at=MONDAY), start=MONDAY)
    last = played.moves[-1]
    assert last.action == FINISH
    assert last.because[-1].rule == "completed"
    assert all(move.because or move.action != FINISH for move in played.moves)


def test_times_are_minutes_not_drift() -> None:
    """Waits count from when a mail was due to leave, however long the engine takes to be asked."""
    plan = plan_from("- {id: one, wait: 1 day}\n- {id: two, wait: 1 day}\n- {id: hello, email: a}\n")
    facts, progress = facts_for(entered_at=MONDAY), begin(plan, entered_at=MONDAY, seen_event=0)
    late = MONDAY + timedelta(days=1, minutes=7)
    assert next_move(plan, progress, facts, (), late).at == at(4, 9)
