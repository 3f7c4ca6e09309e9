"""Sequences that stop once too many of their mails went wrong, on both databases."""

from collections.abc import Callable
from datetime import timedelta

import pytest

from nurture.channels.outbox import Failure
from nurture.domain.events import EventType
from nurture.domain.mail_reports import MailFate, MailReport
from nurture.domain.records import Person
from nurture.domain.touchpoints import SendState
from nurture.errors import NotFound
from nurture.messages.identity import OptOut
from nurture.service.breaking import go_on
from nurture.service.mail_reports import take_report
from nurture.service.opt_outs import record_opt_out
from nurture.store import audit, breakers
from tests.unit.service.desk import KIM, Desk, maya, sequence

BREAKERS = {"breakers": {"bounces": "30%", "complaints": "30%", "opt_outs": "30%", "at_least": 3}}
MAIL = "- {id: first, email: one}\n"
FIRST = tuple(f"greenhouse:{number}" for number in (1, 2, 3))
NEXT, LAST = "greenhouse:4", "greenhouse:5"


def entering(
    desk: Desk,
    *people: str,
    recruiter: Person = KIM,
    event: EventType = EventType.APPLICATION_REJECTED,
) -> None:
    for person in people:
        told = maya(
            event,
            at=desk.clock.at,
            person=person,
            application=f"{person}0",
            first_name="Somebody",
            email=mail_of(person),
            team={"recruiter": recruiter},
        )
        desk.hear(told)


def mail_of(person: str) -> str:
    return f"{person.replace(':', '-')}@home.example"


def report(desk: Desk, person: str, fate: MailFate) -> None:
    key = desk.letters(person)["first"].id
    assert take_report(desk.parts, MailReport(fate=fate, at=desk.clock.at, key=key)) is not None


def comes_back(desk: Desk, person: str) -> None:
    report(desk, person, MailFate.BOUNCED)


def is_called_spam(desk: Desk, person: str) -> None:
    report(desk, person, MailFate.COMPLAINED)


def opts_out(desk: Desk, person: str) -> None:
    wish = OptOut(purpose="nurture", address_hash=desk.parts.address_hash(mail_of(person)))
    record_opt_out(desk.parts, wish)


def sent_to(desk: Desk) -> list[str]:
    return [message.to.email for message in desk.post.asked]


@pytest.mark.parametrize(
    ("goes_wrong", "why"),
    [
        (comes_back, "1 of 3 mails within 7 days came back, 33.33% where 30% is allowed"),
        (is_called_spam, "1 of 3 mails within 7 days were called spam, 33.33% where 30% is allowed"),
        (
            opts_out,
            "1 of 3 mails within 7 days were followed by a wish for no more mail, 33.33% where 30% is allowed",
        ),
    ],
)
def test_a_sequence_stops_until_a_person_lets_it_go_on_and_nobody_is_dropped(
    desk: Desk, goes_wrong: Callable[[Desk, str], None], why: str
) -> None:
    desk.publish(sequence(MAIL), company=BREAKERS)
    entering(desk, *FIRST)
    desk.run(days=1)
    goes_wrong(desk, FIRST[0])
    entering(desk, NEXT)
    desk.run(days=1)
    assert sent_to(desk) == [mail_of(each) for each in FIRST]
    assert "breaker" in desk.rules(NEXT)
    with desk.parts.store.read() as conn:
        assert [(each.id, each.why) for each in breakers.stopped(conn)] == [("warm", why)]
    go_on(desk.parts.store, "warm", by="ops", now=desk.clock.at)
    entering(desk, LAST)
    desk.run(days=0.1)
    assert sorted(sent_to(desk)[3:]) == [mail_of(NEXT), mail_of(LAST)]
    with desk.parts.store.read() as conn:
        assert breakers.stopped(conn) == ()
        assert [(deed.who, deed.what) for deed in audit.latest(conn, limit=1)] == [("ops", "resumed warm")]


def test_another_sequence_and_our_own_people_still_get_theirs(desk: Desk) -> None:
    ours = sequence("- {id: note, email: two, to: recruiter}\n- {id: first, email: one}\n")
    desk.publish(ours, company=BREAKERS)
    entering(desk, *FIRST)
    desk.run(days=1)
    comes_back(desk, FIRST[0])
    send = "{from: talent, hours: any time, holidays: none}"
    beside = sequence("- {id: beside, email: three}\n", name="beside", send=send)
    desk.publish(beside, company=BREAKERS)
    entering(desk, NEXT)
    desk.run(days=1)
    assert sorted(sent_to(desk)[-2:]) == [mail_of(NEXT), "kim@acme.example"]
    assert set(desk.letters(NEXT)) == {"note", "beside"}


LEE = Person(id="greenhouse:2", name="Lee Park", email="Lee@acme.example")
SIX = tuple(f"greenhouse:{number}" for number in range(11, 17))


def test_a_mailbox_stops_by_what_all_sequences_send_from_it_and_another_one_goes_on(desk: Desk) -> None:
    one_in_six = {"breakers": {"bounces": "10%", "at_least": 6}}
    beside = sequence(MAIL, name="beside", enroll="{on: application.created}", purpose="application")
    desk.publish(sequence(MAIL), beside, company=one_in_six)
    entering(desk, *SIX[:3], recruiter=LEE)
    entering(desk, *SIX[3:], recruiter=LEE, event=EventType.APPLICATION_CREATED)
    desk.run(days=1)
    comes_back(desk, SIX[0])
    entering(desk, NEXT, recruiter=LEE)
    entering(desk, LAST)
    desk.run(days=1)
    assert sent_to(desk)[6:] == [mail_of(LAST)]
    why = "1 of 6 mails within 7 days came back, 16.67% where 10% is allowed"
    [waits] = [each.sentence for each in desk.why(NEXT) if each.rule == "breaker"][:1]
    assert waits == f"lee@acme.example has stopped: {why}; asks again Tue 3 Mar 10:00 UTC"
    with desk.parts.store.read() as conn:
        assert [(each.id, each.why) for each in breakers.stopped(conn)] == [("lee@acme.example", why)]
    go_on(desk.parts.store, "Lee@acme.example", by="ops", now=desk.clock.at)
    desk.run(days=0.1)
    assert sent_to(desk)[7:] == [mail_of(NEXT)]


def test_a_mail_that_was_written_before_somebody_else_signs_waits_for_the_mailbox_that_it_leaves_from(
    desk: Desk,
) -> None:
    desk.publish(sequence(MAIL), company=BREAKERS)
    desk.post.failing[mail_of(NEXT)] = Failure.RELEASE
    entering(desk, NEXT, recruiter=LEE)
    desk.run(days=0)
    desk.hear(maya(at=desk.clock.at, person=NEXT, application=f"{NEXT}0", team={"recruiter": KIM}))
    with desk.parts.store.write() as conn:
        breakers.note(conn, "lee@acme.example", at=desk.clock.at, why="too many came back")
    desk.post.failing.clear()
    desk.run(days=0.1)
    assert desk.states(NEXT) == {"first": SendState.RELEASED}
    go_on(desk.parts.store, "lee@acme.example", by="ops", now=desk.clock.at)
    desk.run(days=0.1)
    assert desk.states(NEXT) == {"first": SendState.ACCEPTED}
    assert desk.post.asked[-1].sender.email == LEE.email


def test_what_left_long_ago_does_not_count(desk: Desk) -> None:
    desk.publish(sequence(MAIL), company=BREAKERS)
    entering(desk, *FIRST)
    desk.run(days=1)
    comes_back(desk, FIRST[0])
    desk.clock.at += timedelta(days=8)
    entering(desk, NEXT)
    desk.run(days=1)
    assert sent_to(desk)[3:] == [mail_of(NEXT)]


def test_a_sequence_that_has_not_stopped_cannot_go_on(desk: Desk) -> None:
    with pytest.raises(NotFound, match="warm has not stopped"):
        go_on(desk.parts.store, "warm", by="ops", now=desk.clock.at)
