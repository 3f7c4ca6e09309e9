"""Sequences that stop once too many of their mails went wrong, on both databases."""

from collections.abc import Callable
from datetime import timedelta

import pytest

from nurture.domain.events import EventType
from nurture.domain.mail_reports import MailFate, MailReport
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


def entering(desk: Desk, *people: str) -> None:
    for person in people:
        told = maya(
            EventType.APPLICATION_REJECTED,
            at=desk.clock.at,
            person=person,
            application=f"{person}0",
            first_name="Somebody",
            email=mail_of(person),
            team={"recruiter": KIM},
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
    beside = sequence("- {id: beside, email: three}\n", name="beside")
    desk.publish(beside, company=BREAKERS)
    entering(desk, NEXT)
    desk.run(days=1)
    assert sorted(sent_to(desk)[-2:]) == [mail_of(NEXT), "kim@acme.example"]
    assert set(desk.letters(NEXT)) == {"note", "beside"}


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
