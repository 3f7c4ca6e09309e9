"""Digests, mailbox limits, breakers and caps at once, and what `nurture why` says of each."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import timedelta

import pytest

from nurture.domain.events import EventType
from nurture.domain.mail_reports import MailFate, MailReport
from nurture.domain.touchpoints import SendState
from nurture.service.breaking import go_on
from nurture.service.mail_reports import take_report
from nurture.store import breakers, mailbox_slots
from tests.unit.service.desk import KIM, MONDAY, Desk, maya, sequence

ADA, BEN, CLEO = (f"greenhouse:{number}" for number in (1, 2, 3))
MAIL = "- {id: first, email: one}\n"
OTHER = "- {id: other, email: two}\n"
TALENT = "{from: talent, hours: any time, holidays: none}"
APART = {"mailboxes": {"default": {"apart": "10 minutes"}}}
CAPPED = {"touches": {"at_most": "1 per week"}}


def comes(
    desk: Desk,
    *people: str,
    event: EventType = EventType.APPLICATION_REJECTED,
    application: str | None = None,
) -> None:
    for person in people:
        desk.hear(
            maya(
                event,
                at=desk.clock.at,
                person=person,
                application=application or f"{person}0",
                first_name="Somebody",
                email=f"{person.replace(':', '-')}@home.example",
                team={"recruiter": KIM},
            )
        )


def stop(desk: Desk, name: str) -> None:
    with desk.parts.store.write() as conn:
        breakers.note(conn, name, at=desk.clock.at, why="2 of 4 mails within 7 days came back")


def on(event: str, name: str, steps: str = MAIL, **more: str) -> str:
    return sequence(steps, name=name, enroll=f"{{on: {event}}}", **more)


@dataclass(frozen=True, kw_only=True)
class Scenario:
    """What is published and happens until a moment, and what is said of Ada's mail then."""

    name: str
    act: Callable[[Desk], None]
    rule: str
    sentence: str
    state: SendState | None = None


def a_stopped_mailbox_under_a_cap(desk: Desk) -> None:
    """What stands still takes nobody's place: the cap has room for another sequence's mail from another mailbox."""
    other = on("application.created", "other", OTHER, send=TALENT)
    desk.publish(sequence(MAIL), other, company={**CAPPED, "breakers": {"bounces": "5%"}})
    stop(desk, "kim@acme.example")
    comes(desk, ADA)
    desk.run(until=MONDAY + timedelta(minutes=30))
    comes(desk, ADA, event=EventType.APPLICATION_CREATED, application="another")
    desk.run(days=0.01)
    assert [mail.sender.email for mail in desk.post.asked] == ["talent@acme.example"]


def a_slot_and_then_a_cap(desk: Desk) -> None:
    """Who has a slot and may not use it frees it: Ben does not wait behind a mail that leaves next week."""
    other = on("application.created", "other", OTHER, send=TALENT)
    desk.publish(sequence(MAIL), other, company={**CAPPED, **APART})
    comes(desk, CLEO, ADA)
    desk.run(days=0)
    with desk.parts.store.read() as conn:
        assert len(mailbox_slots.waiting(conn, after=desk.clock.at)) == 1
    comes(desk, ADA, event=EventType.APPLICATION_CREATED, application="another")
    desk.run(until=MONDAY + timedelta(minutes=10))
    comes(desk, BEN)
    desk.run(days=0)
    assert desk.letters(BEN)["first"].at == desk.clock.at


def a_digest_of_a_sequence_that_stopped(desk: Desk) -> None:
    """Our own people hear what they have to, whatever comes back from candidates."""
    steps = "- {id: note, email: two, to: recruiter, digest: daily at 10:00}\n- {id: first, email: one}\n"
    desk.publish(sequence(steps), company={"breakers": {"bounces": "5%"}})
    stop(desk, "warm")
    comes(desk, ADA, BEN)
    desk.run(until=MONDAY + timedelta(hours=1))
    assert [mail.to.email for mail in desk.post.asked] == [KIM.email]


def a_digest_under_a_limit_for_its_reader(desk: Desk) -> None:
    """What is one mail counts once, however many runs are in it."""
    steps = "- {id: first, email: two, to: recruiter, digest: daily at 10:00}\n"
    send = "{from: recruiter, hours: any time, holidays: none, at_most: 2 per week}"
    desk.publish(sequence(steps, send=send))
    comes(desk, BEN, CLEO)
    desk.run(days=1)
    comes(desk, "greenhouse:4", "greenhouse:5")
    desk.run(days=1)
    assert len(desk.sent) == 2
    comes(desk, ADA)
    desk.run(days=1)
    assert len(desk.sent) == 2


def a_digest_to_candidates_and_a_breaker(desk: Desk) -> None:
    """What goes out in another mail is no mail of its own: one of two came back, and not one of three."""
    steps = "- {id: first, email: one, digest: daily at 10:00}\n"
    rules = {"breakers": {"bounces": "40%", "at_least": 2}}
    desk.publish(sequence(steps), company=rules)
    comes(desk, BEN, CLEO)
    comes(desk, BEN, application="another")
    desk.run(until=MONDAY + timedelta(hours=1))
    assert len(desk.sent) == 2
    desk.clock.at += timedelta(minutes=2)
    key = desk.letters(BEN)["first"].id
    assert take_report(desk.parts, MailReport(fate=MailFate.BOUNCED, at=desk.clock.at, key=key)) is not None
    comes(desk, ADA)
    desk.run(days=1)


def a_late_mail_in_one_that_is_stopped(desk: Desk) -> None:
    """The late one goes where its carrier goes, and is judged with it."""
    steps = "- {id: early, email: two, if_late: merge}\n- {id: pause, wait: 1 day}\n- {id: first, email: one}\n"
    desk.publish(sequence(steps), company={"breakers": {"bounces": "5%"}})
    comes(desk, ADA)
    stop(desk, "kim@acme.example")
    desk.clock.at += timedelta(days=4)
    desk.run(days=0)
    assert desk.sent == []


def a_full_mailbox_and_a_receipt_in_a_hurry(desk: Desk) -> None:
    """A receipt goes before nurture mail, even where both wait for one mailbox, and no cap holds it."""
    hurry = "{from: recruiter, hours: any time, holidays: none, priority: high}"
    receipt = on("application.created", "receipt", send=hurry, purpose="application")
    desk.publish(sequence(MAIL), receipt, company={**CAPPED, **APART})
    comes(desk, BEN, ADA)
    desk.run(days=0)
    comes(desk, CLEO, event=EventType.APPLICATION_CREATED)
    desk.run(until=MONDAY + timedelta(minutes=10))
    assert [mail.to.email for mail in desk.post.asked] == ["greenhouse-2@home.example", "greenhouse-3@home.example"]


WHY = "2 of 4 mails within 7 days came back"
SCENARIOS = (
    Scenario(
        name="a mail that its mailbox's breaker keeps back takes no place under the cap",
        act=a_stopped_mailbox_under_a_cap,
        rule="breaker",
        sentence=f"kim@acme.example has stopped: {WHY}; asks again Mon 2 Mar 10:00 UTC",
    ),
    Scenario(
        name="a mail that the cap keeps back gives its slot to others",
        act=a_slot_and_then_a_cap,
        rule="touch-cap",
        sentence="1 touch within 1 week; asks again Mon 9 Mar 09:00 UTC",
    ),
    Scenario(
        name="a digest to our own leaves from a sequence that has stopped",
        act=a_digest_of_a_sequence_that_stopped,
        rule="breaker",
        sentence=f"the sequence has stopped: {WHY}; asks again Mon 2 Mar 11:00 UTC",
    ),
    Scenario(
        name="a digest counts once for its reader",
        act=a_digest_under_a_limit_for_its_reader,
        rule="reader-cap",
        sentence="2 messages of this sequence to the same reader within 1 week; asks again Mon 9 Mar 10:00 UTC",
    ),
    Scenario(
        name="the breaker judges mails and not what goes out in them",
        act=a_digest_to_candidates_and_a_breaker,
        rule="breaker",
        sentence="the sequence has stopped: 1 of 2 mails within 7 days came back, 50.00% where 40% is allowed",
    ),
    Scenario(
        name="a late mail waits with the one that would carry it",
        act=a_late_mail_in_one_that_is_stopped,
        rule="breaker",
        sentence=f"kim@acme.example has stopped: {WHY}",
    ),
    Scenario(
        name="a mail waits for its mailbox behind one with a higher priority",
        act=a_full_mailbox_and_a_receipt_in_a_hurry,
        rule="mailbox",
        sentence="kim@acme.example has its next slot Mon 2 Mar 09:20 UTC",
    ),
)


@pytest.mark.parametrize("scenario", SCENARIOS, ids=[each.name for each in SCENARIOS])
def test_what_is_said_where_several_limits_meet(desk: Desk, scenario: Scenario) -> None:
    scenario.act(desk)
    said = [each.sentence for each in desk.why(ADA) if each.rule == scenario.rule]
    assert any(each.startswith(scenario.sentence) for each in said), said
    assert desk.states(ADA).get("first") is scenario.state


def test_once_a_breaker_is_let_go_on_its_mails_take_turns_in_their_mailbox(desk: Desk) -> None:
    desk.publish(sequence(MAIL), company={**APART, "breakers": {"bounces": "5%"}})
    stop(desk, "kim@acme.example")
    comes(desk, ADA, BEN, CLEO)
    desk.run(days=0.2)
    assert desk.sent == []
    go_on(desk.parts.store, "kim@acme.example", by="ops", now=desk.clock.at)
    desk.run(days=0.2)
    times = sorted(desk.letters(each)["first"].at for each in (ADA, BEN, CLEO))
    assert [later - times[0] for later in times] == [timedelta(), timedelta(minutes=10), timedelta(minutes=20)]
