"""Who is asked once, and not again: within a time, after a fault, or at the end of the run."""

from datetime import timedelta

from nurture.channels.outbox import Failure
from nurture.domain.events import EventType
from nurture.domain.records import Person
from nurture.domain.touchpoints import SendState
from nurture.store import ledger
from nurture.values import replace
from tests.unit.service.desk import MAIL, MONDAY, Desk, maya, maya_is_rejected
from tests.unit.service.survey_desk import ASK, RUN, asked, publish


def test_nobody_is_surveyed_again_within_the_time_that_the_step_names(desk: Desk) -> None:
    once = ASK + "- id: later\n  wait: 20 days\n"
    again = ASK.replace("id: ask", "id: once-more") + "  unless_surveyed_within: 6 months\n"
    publish(desk, once + again)
    desk.hear(maya_is_rejected())
    desk.run(days=60)
    assert desk.sent == ["ask for Maya", "again for Maya", "again for Maya"]
    assert "surveyed-within" in desk.rules()
    assert desk.states()["once-more"] is SendState.SKIPPED


def test_a_survey_that_never_left_does_not_count(desk: Desk) -> None:
    again = ASK.replace("id: ask", "id: once-more") + "  unless_surveyed_within: 6 months\n"
    publish(desk, ASK + again)
    desk.post.failing[MAIL] = Failure.REJECT
    desk.hear(maya_is_rejected())
    desk.run(days=60)
    assert desk.states() == {"ask": SendState.REJECTED, "once-more": SendState.REJECTED}


def test_a_survey_to_the_manager_counts_for_the_manager(desk: Desk) -> None:
    to_manager = ASK.replace("template: ask", "template: ask\n  to: hiring_manager")
    again = to_manager.replace("id: ask", "id: once-more") + "  unless_surveyed_within: 6 months\n"
    publish(desk, to_manager + again)
    told = maya_is_rejected()
    [job] = told.jobs
    manager = Person(id="greenhouse:9", name="Rana Osei", email="rana@acme.example")
    desk.hear(replace(told, jobs=(replace(job, team={"hiring_manager": manager}),)))
    desk.run(days=30)
    assert {message.to.email for message in desk.post.asked} == {"rana@acme.example"}
    assert len(desk.post.asked) == 3
    assert [each.recipient for each in asked(desk)] == ["hiring_manager"]
    assert "surveyed-within" in desk.rules()


def test_a_mail_that_may_have_left_counts_as_asked_and_is_not_sent_again(desk: Desk) -> None:
    publish(desk)
    desk.hear(maya_is_rejected())
    first = desk.carriers[RUN].move
    desk.post.failing[MAIL] = Failure.UNKNOWN
    desk.run(days=1)
    desk.carriers[RUN].act(first)  # as Temporal would after a lost answer
    assert desk.sent == ["ask for Maya"]
    desk.post.failing.clear()
    desk.run(days=30)
    assert desk.sent == ["ask for Maya", "again for Maya", "again for Maya"]


def test_nobody_is_reminded_of_a_survey_that_turns_out_to_be_refused(desk: Desk) -> None:
    publish(desk)
    desk.hear(maya_is_rejected())
    desk.post.failing[MAIL] = Failure.UNKNOWN
    desk.run(days=1)
    desk.post.failing.clear()
    with desk.parts.store.write() as conn:
        ledger.settle(conn, asked(desk)[0].id, None, SendState.REJECTED, at=desk.clock.at, detail="it came back")
    desk.run(days=30)
    assert desk.sent == ["ask for Maya"]
    assert "not-asked" in desk.rules()
    assert desk.states() == {"ask": SendState.REJECTED}
    assert desk.standing(RUN).outcome == "completed"


def test_a_reminder_that_never_left_is_tried_again_and_does_not_move_the_rest(desk: Desk) -> None:
    publish(desk)
    desk.hear(maya_is_rejected())
    desk.run(days=2)
    desk.post.failing[MAIL] = Failure.RELEASE
    desk.run(until=MONDAY + timedelta(days=3, hours=1))
    desk.post.failing.clear()
    desk.run(days=30)
    at = {step: each.at - MONDAY for step, each in desk.letters().items()}
    assert timedelta(days=3, hours=1) <= at["ask/reminder-1"] <= timedelta(days=3, hours=1, minutes=6)
    assert at["ask/reminder-2"] == at["ask/reminder-1"] + timedelta(days=3)
    assert desk.standing(RUN).ended_at == MONDAY + timedelta(days=10)


def test_a_survey_that_waits_for_its_hours_is_recalled_when_the_run_ends(desk: Desk) -> None:
    publish(desk, ASK + "  hours: mon-fri 12:00-13:00\n")
    desk.hear(maya_is_rejected())
    desk.run(days=0.01)
    desk.hear(maya(EventType.APPLICATION_UNREJECTED))
    desk.run(days=2)
    assert desk.states() == {"ask": SendState.SKIPPED}
    assert (desk.sent, asked(desk)) == ([], [])
