"""A person who applies by way of two systems: both applications go their way, and what is the person's counts once."""

from datetime import timedelta

import pytest

from nurture.domain.events import EventType
from nurture.domain.records import ApplicationStatus
from nurture.errors import Conflict
from nurture.language.sequence import Purpose
from nurture.messages.identity import OptOut
from nurture.service.opt_outs import record_opt_out
from nurture.service.persons import ByWhom, join_by_hand, split_by_hand
from nurture.store import audit, records
from nurture.values import replace
from tests.unit.service.desk import KIM, MAIL, MAYA, MAYAS, MONDAY, Desk, maya, sequence

THERE, THERES = "other:9", "other:90"
ACKNOWLEDGEMENT = sequence("- {id: thanks, email: one}\n", name="thanks", purpose="application", exit="[]")
WEEKS = "- {id: first, email: one}\n- {id: a-week, wait: 1 week}\n- {id: second, email: two}\n"
BY_KIM = ByWhom(by="kim", why="it says so on the CV", at=MONDAY)


def applies(desk: Desk, *, there: bool, status: ApplicationStatus | None = None, email: str = MAIL) -> None:
    """Maya applies, or is turned down, in one of the two systems."""
    type_ = EventType.APPLICATION_CREATED if status is None else EventType.APPLICATION_REJECTED
    person, application = (THERE, THERES) if there else (MAYA, MAYAS)
    told = maya(
        type_,
        at=desk.clock.at,
        person=person,
        application=application,
        status=status,
        first_name="Maya",
        email=email,
        team={"recruiter": KIM},
    )
    desk.hear(replace(told, source="other" if there else "greenhouse"), superseding=True)


def test_each_application_is_acknowledged_once(desk: Desk) -> None:
    desk.publish(ACKNOWLEDGEMENT)
    for there in (False, True, True, False):
        applies(desk, there=there)
    desk.run(days=2)
    assert desk.sent == ["one for Maya", "one for Maya"]
    runs = [desk.standing(f"thanks/application/{each}/1") for each in (MAYAS, THERES)]
    assert [(run.enrollment.candidate_id, run.outcome) for run in runs] == [(MAYA, "completed")] * 2


def test_a_limit_of_touches_counts_what_either_system_led_to(desk: Desk) -> None:
    desk.publish(sequence("- {id: first, email: one}\n"), company={"touches": {"at_most": "1 per 3 days"}})
    applies(desk, there=False, status=ApplicationStatus.REJECTED)
    applies(desk, there=True, status=ApplicationStatus.REJECTED)
    desk.run(days=2)
    assert len(desk.sent) == 1
    assert "touch-cap" in desk.rules()
    desk.run(days=2)
    assert len(desk.sent) == 2


def test_a_sequence_that_takes_a_person_once_takes_them_for_one_system(desk: Desk) -> None:
    desk.publish(sequence(WEEKS, exclusive="outreach"))
    applies(desk, there=False, status=ApplicationStatus.REJECTED)
    applies(desk, there=True, status=ApplicationStatus.REJECTED)
    desk.run(days=20)
    assert desk.sent == ["one for Maya", "two for Maya"]
    assert "exclusive" in desk.rules()


def test_who_opted_out_by_a_mail_of_one_gets_none_about_the_other(desk: Desk) -> None:
    desk.publish(sequence(WEEKS))
    applies(desk, there=False, status=ApplicationStatus.REJECTED)
    desk.run(days=1)
    record_opt_out(desk.parts, OptOut(purpose=Purpose.NURTURE, address_hash=desk.parts.address_hash(MAIL)))
    applies(desk, there=True, status=ApplicationStatus.REJECTED)
    desk.run(days=20)
    assert desk.sent == ["one for Maya"]


def test_who_turn_out_to_be_two_go_on_as_two(desk: Desk) -> None:
    desk.publish(sequence(WEEKS))
    applies(desk, there=False, status=ApplicationStatus.REJECTED)
    applies(desk, there=True, status=ApplicationStatus.REJECTED)
    desk.run(days=1)
    taken, ended = split_by_hand(desk.parts, THERE, replace(BY_KIM, at=desk.clock.at))
    desk.wake(taken)
    assert ended == (f"warm/application/{THERES}/1",)
    desk.run(days=20)
    assert desk.standing(ended[0]).outcome == "split"
    assert desk.standing(f"warm/application/{MAYAS}/1").outcome == "completed"
    assert sorted(desk.sent) == ["one for Maya", "one for Maya", "two for Maya"]
    assert len(desk.letters(THERE)) == 1
    applies(desk, there=True)
    with desk.parts.store.read() as conn:
        assert records.candidate(conn, THERE).id == THERE
        deed = audit.latest(conn)[0]
        assert (deed.what, deed.why) == (f"took {THERE} apart from {MAYA}", "it says so on the CV")
    with pytest.raises(Conflict, match="has joined no other record"):
        split_by_hand(desk.parts, THERE, BY_KIM)


def test_two_who_a_person_says_are_one_are_in_a_sequence_once(desk: Desk) -> None:
    about_her = sequence(WEEKS, name="person").replace("for: application", "for: candidate")
    desk.publish(about_her, company={"touches": {"at_most": "2 per 5 days"}})
    applies(desk, there=False, status=ApplicationStatus.REJECTED)
    desk.clock.at += timedelta(hours=1)
    applies(desk, there=True, status=ApplicationStatus.REJECTED, email="maya@else.example")
    desk.run(days=1)
    desk.wake(join_by_hand(desk.parts, THERE, MAYA, replace(BY_KIM, at=desk.clock.at)))
    desk.run(days=20)
    assert len(desk.sent) == 3
    assert desk.standing(f"person/candidate/{THERE}/1").outcome == "superseded"
    with pytest.raises(Conflict, match="are one person already"):
        join_by_hand(desk.parts, THERE, MAYA, BY_KIM)
