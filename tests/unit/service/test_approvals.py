"""Mails that wait for somebody's yes."""

from nurture.domain.events import EventType
from nurture.domain.tasks import TaskState
from nurture.domain.touchpoints import SendState
from nurture.service.answering import complete_task
from tests.unit.service.desk import MAYA, Desk, maya
from tests.unit.service.given_task import RUN, day, started, task

ASKS = "- {id: hello, email: one, approve: recruiter, to: candidate}\n"
HELLO = f"{RUN}#hello#1"


def asked(desk: Desk, reply: str) -> None:
    """Maya's mail needs a yes, and gets that answer a day later."""
    started(desk, ASKS)
    desk.run(until=day(3))
    assert [mail.subject for mail in desk.post.asked] == ["Task: May the mail “one” go to Maya?"]
    for poke in complete_task(desk.parts.store, HELLO, reply, by="kim", now=desk.clock.at):
        desk.carriers[poke.enrollment_id].poke(poke.event)
    desk.run(days=1)


def test_a_mail_leaves_after_a_yes_and_the_one_who_was_asked_could_look_at_it(desk: Desk) -> None:
    asked(desk, "yes")
    assert desk.sent[1:] == ["one for Maya"]
    assert f"\n\nnurture preview warm hello --candidate {MAYA}\n\n" in desk.post.asked[0].text
    assert desk.states() == {"hello/given": SendState.ACCEPTED, "hello": SendState.ACCEPTED}


def test_a_mail_stays_here_after_a_no(desk: Desk) -> None:
    asked(desk, "no")
    assert desk.sent[1:] == []
    assert desk.standing(RUN).outcome == "completed"


def test_an_exit_recalls_the_mail_that_waits_for_a_yes_and_cancels_the_question(desk: Desk) -> None:
    started(desk, ASKS)
    desk.hear(maya(EventType.APPLICATION_UNREJECTED, at=desk.clock.at))
    desk.run(days=1)
    assert desk.states()["hello"] is SendState.SKIPPED
    assert task(desk, HELLO).state is TaskState.CANCELLED
