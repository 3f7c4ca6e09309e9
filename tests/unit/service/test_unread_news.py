"""While verified news of a person lies unread, nothing leaves to them; and it lies there in nobody's silence."""

from collections.abc import Callable
from datetime import timedelta

import pytest
from sqlalchemy import func, select

from nurture.contracts import TakenIn
from nurture.demo import greenhouse
from nurture.demo.cast import MAYA as APPLICANT
from nurture.demo.cast import Applicant
from nurture.domain.events import EventType
from nurture.domain.intake import CandidateUpdate, Intake
from nurture.service.intake import hear, take_in
from nurture.service.unread_news import runs_of
from nurture.store import Store, inbox, links, merging, splitting, unread
from nurture.store.tables import inbox_subjects
from nurture.store.words import InboxState
from nurture.values import replace
from tests.greenhouse import changed
from tests.unit.service.desk import KIM, MAYA, MAYAS, MONDAY, TEMPLATES, Desk, maya, maya_is_rejected, sequence
from tests.unit.service.survey_desk import ASK, COMPANY, MAILS

RUN = f"warm/application/{MAYAS}/1"
ONE = "- {id: first, email: one}\n"
ONE_A_DAY = {"touches": {"at_most": "1 per day"}}
SHE = replace(APPLICANT, id=int(MAYA.partition(":")[2]), application=int(MAYAS.partition(":")[2]))
OTHER = replace(SHE, id=90_001, application=80_001, email="other@home.example")


def unrejected(who: Applicant = SHE) -> bytes:
    """News by which a run of `warm` ends."""
    return greenhouse.moved(who, MONDAY, stage="Onsite").replace(b"candidate_stage_change", b"unreject_candidate")


def nothing_new() -> bytes:
    """What is on record already."""
    return greenhouse.rejected(SHE, MONDAY, stage="Onsite")


def waits(desk: Desk) -> None:
    """A mail to Maya is due, and would leave."""
    desk.publish(sequence(ONE))
    desk.hear(maya_is_rejected())


def test_a_mail_waits_while_news_of_its_reader_is_unread_and_leaves_once_that_was_taken_in(desk: Desk) -> None:
    waits(desk)
    moved = desk.store(nothing_new())
    desk.run(until=MONDAY + timedelta(minutes=2))
    assert desk.sent == []
    assert desk.rules().count("unread-news") >= 2, "it asks again, and again"
    assert "delivery 1 of greenhouse" in desk.standing(RUN).summary
    desk.wake(take_in(desk.parts, moved))
    desk.run(days=1)
    assert desk.sent == ["one for Maya"]
    assert rows(desk.parts.store) == 0


def test_news_by_which_the_run_ends_ends_it_and_nothing_has_left(desk: Desk) -> None:
    waits(desk)
    back = desk.store(unrejected())
    desk.run(until=MONDAY + timedelta(minutes=2))
    desk.wake(take_in(desk.parts, back))
    desk.run(days=7)
    assert (desk.sent, desk.standing(RUN).outcome) == ([], "back")


def test_news_of_somebody_else_keeps_nobody_waiting(desk: Desk) -> None:
    waits(desk)
    desk.store(unrejected(OTHER))
    desk.store(greenhouse.applied(OTHER, MONDAY))
    desk.run(days=1)
    assert desk.sent == ["one for Maya"]


def test_a_mail_to_our_own_people_leaves(desk: Desk) -> None:
    desk.publish(sequence("- {id: first, email: one, to: recruiter}\n"))
    desk.hear(maya_is_rejected())
    desk.store(unrejected())
    desk.run(until=MONDAY + timedelta(minutes=1))
    assert [message.to.email for message in desk.post.asked] == [KIM.email]


@pytest.mark.parametrize(
    ("steps", "what"), [("- {id: first, sms: one}\n", "a text"), (ASK, "a survey")], ids=lambda value: value[:8]
)
def test_a_text_and_a_survey_wait_as_a_mail_does(desk: Desk, steps: str, what: str) -> None:
    desk.publish(sequence(steps), company=COMPANY, templates={**TEMPLATES, **MAILS, "one.sms": {"": "Hi.\n"}})
    desk.hear(maya_is_rejected(phone="+491701234567", can_text=True))
    news = desk.store(nothing_new())
    desk.run(until=MONDAY + timedelta(minutes=2))
    assert (desk.sent, desk.texts) == ([], []), what
    with desk.parts.store.write() as conn:
        inbox.set_aside(conn, news.inbox_id, "a test of theirs")
    desk.run(days=1)
    assert len(desk.sent) + len(desk.texts) == 1, what


def merged_away(desk: Desk) -> bytes:
    """News of a record that was merged into hers."""
    with desk.parts.store.write() as conn:
        hear(desk.parts, conn, maya(EventType.CANDIDATE_UPDATED, person="greenhouse:90001", application="greenhouse:5"))
        merging.merge(conn, "greenhouse:90001", MAYA, now=MONDAY)
    return changed("candidate_anonymized", "candidate_id", to=90_001)


def of_another_system(desk: Desk) -> bytes:
    """News of a record of hers that joined from another connection."""
    with desk.parts.store.write() as conn:
        merging.join(conn, "greenhouse:90001", MAYA, by=None, now=MONDAY)
    return changed("candidate_anonymized", "candidate_id", to=90_001)


def of_a_second_application(desk: Desk) -> bytes:
    """News that names an application of hers, and not her."""
    with desk.parts.store.write() as conn:
        hear(desk.parts, conn, maya(EventType.APPLICATION_CREATED, application="greenhouse:777"))
    return changed("offer_deleted", "offer", "application_id", to=777)


def of_a_merge_to_come(desk: Desk) -> bytes:
    """News that somebody who is not on record is she."""
    return changed("merge_candidate", "person", "new_candidate_id", to=SHE.id)


@pytest.mark.parametrize(
    "told",
    [merged_away, of_another_system, of_a_second_application, of_a_merge_to_come],
    ids=lambda told: told.__name__,
)
def test_she_is_meant_by_whichever_of_her_numbers(desk: Desk, told: Callable[[Desk], bytes]) -> None:
    waits(desk)
    desk.store(told(desk))
    desk.run(until=MONDAY + timedelta(minutes=1))
    assert (desk.sent, "unread-news" in desk.rules()) == ([], True)


def test_who_was_taken_apart_again_is_not_meant(desk: Desk) -> None:
    waits(desk)
    body = of_another_system(desk)
    with desk.parts.store.write() as conn:
        link = links.of_record(conn, "greenhouse:90001")
        assert link is not None
        splitting.split(conn, link, now=MONDAY)
    desk.store(body)
    desk.run(days=1)
    assert desk.sent == ["one for Maya"]


def test_the_first_delivery_of_somebody_unknown_is_taken_in_as_ever(desk: Desk) -> None:
    desk.publish(sequence(ONE, purpose="application", enroll="{on: application.created}"))
    desk.wake(desk.deliver(greenhouse.applied(SHE, MONDAY)))
    desk.run(days=1)
    assert len(desk.sent) == 1


def parked(desk: Desk) -> int:
    """News of her that nobody can make anything of."""
    delivery = desk.store(b'{"action": "reject_candidate", "payload": {"application": {"id": %d}}}' % SHE.application)
    assert take_in(desk.parts, delivery).note.startswith("not understood")
    return delivery.inbox_id


def test_news_that_cannot_be_understood_keeps_her_mail_back_and_is_shown_with_whom_it_concerns(desk: Desk) -> None:
    waits(desk)
    number = parked(desk)
    desk.run(days=3)
    assert desk.sent == []
    assert len(desk.rules()) < 3 * 24 * 2 + 20, "it asks every hour"
    with desk.parts.store.read() as conn:
        [held] = unread.held_back(conn)
    assert (held.candidate_id, held.called, held.unread.delivery, held.unread.is_parked) == (MAYA, "Maya", number, True)


def test_once_a_person_has_set_it_aside_her_mail_leaves(desk: Desk) -> None:
    waits(desk)
    number = parked(desk)
    desk.run(days=1)
    with desk.parts.store.write() as conn:
        inbox.set_aside(conn, number, "a test of theirs")
        assert unread.held_back(conn) == ()
    desk.run(days=1)
    assert desk.sent == ["one for Maya"]


def look_at(desk: Desk) -> None:
    """What a command has the run do that it waits in."""
    desk.carriers[RUN].look()


def test_whoever_looks_once_it_is_set_aside_finds_that_her_mail_leaves_now(desk: Desk) -> None:
    waits(desk)
    number = parked(desk)
    desk.run(days=1)
    look_at(desk)
    desk.run(until=desk.clock.at + timedelta(minutes=1))
    assert desk.sent == [], "it is unread still"
    with desk.parts.store.write() as conn:
        assert runs_of(conn, number) == (RUN,)
        inbox.set_aside(conn, number, "a test of theirs")
        assert runs_of(conn, number) == ()
    look_at(desk)
    desk.run(until=desk.clock.at + timedelta(minutes=1))
    assert desk.sent == ["one for Maya"]


def test_what_waits_for_something_else_waits_on(desk: Desk) -> None:
    desk.publish(sequence("- {id: first, email: one}\n- {id: then, email: two}\n"), company=ONE_A_DAY)
    desk.hear(maya_is_rejected())
    desk.run(until=desk.clock.at + timedelta(minutes=2))
    look_at(desk)
    desk.run(until=desk.clock.at + timedelta(minutes=2))
    assert desk.sent == ["one for Maya"], "she had one today"


def test_a_delivery_that_waits_for_an_api_is_shown_and_can_be_set_aside(desk: Desk) -> None:
    waits(desk)
    delivery = desk.store(unrejected())
    with desk.parts.store.write() as conn:
        assert unread.held_back(conn) == (), "it has just come"
        inbox.note_waiting(conn, delivery.inbox_id, "Greenhouse answers 401")
        [held] = unread.held_back(conn)
        assert "is not taken in yet (Greenhouse answers 401)" in str(held.unread)
        inbox.set_aside(conn, delivery.inbox_id, "we left that account")
    assert take_in(desk.parts, delivery) == TakenIn(note="we left that account")
    desk.run(days=1)
    assert desk.sent == ["one for Maya"]


def test_nobody_is_shown_who_gets_no_mail_anyway(desk: Desk) -> None:
    with desk.parts.store.write() as conn:
        hear(desk.parts, conn, Intake(at=MONDAY, candidates=(CandidateUpdate(id=MAYA),)))
    parked(desk)
    with desk.parts.store.read() as conn:
        assert unread.held_back(conn) == ()


@pytest.mark.parametrize(
    ("state", "left", "why"),
    [
        (InboxState.TAKEN_IN, 0, "all of it is on record"),
        (InboxState.IGNORED, 0, "nothing follows from it"),
        (InboxState.FAILED, 2, "a person is to say what it was"),
    ],
)
def test_how_long_a_delivery_is_unread(desk: Desk, state: InboxState, left: int, why: str) -> None:
    delivery = desk.store(unrejected())
    assert rows(desk.parts.store) == 2, "she and her application"
    with desk.parts.store.write() as conn:
        inbox.settle(conn, delivery.inbox_id, state)
    assert rows(desk.parts.store) == left, why


def rows(store: Store) -> int:
    with store.read() as conn:
        return conn.execute(select(func.count()).select_from(inbox_subjects)).scalar_one()
