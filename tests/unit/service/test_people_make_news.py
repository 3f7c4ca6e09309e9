"""Runs that begin by what a person does: a reply, an opt-out, an answer to a survey."""

from datetime import timedelta

import pytest
from pydantic import ValidationError
from sqlalchemy import insert

from nurture.language.sequence import Purpose
from nurture.messages.identity import OptOut
from nurture.service.happened import ByHand, tell_by_hand
from nurture.service.opt_outs import record_opt_out
from nurture.service.replies import record_reply
from nurture.service.surveys import answer
from nurture.store import standings, surveys, tasks
from nurture.store.tables import sequence_versions
from nurture.store.words import EnrollmentStatus
from tests.unit.service.desk import MAIL, MAYA, TEMPLATES, Desk, maya_is_rejected, sequence

CAMPAIGN = "- {id: hello, email: one}\n- {id: pause, wait: 3 days}\n- {id: again, email: two}\n"
CALL = "- {id: call, task: Call them, kind: call, outcomes: [reached]}\n"
BY_REPLY = {"name": "call-back", "for": "candidate", "purpose": "internal", "exit": "[]"}
REPLIED = "{on: candidate.replied, where: event.sequence == 'warm', again: always}"
CALLED = f"call-back/candidate/{MAYA}/1"
WARM = "warm/application/greenhouse:6931/1"


def outreach(**changes: str) -> str:
    return sequence(CAMPAIGN, exclusive="outreach", **changes)


def call_back(steps: str = CALL, **changes: str) -> str:
    return sequence(steps, **{**BY_REPLY, "enroll": REPLIED, **changes})


def reply(desk: Desk) -> None:
    desk.wake(record_reply(desk.parts, MAYA, at=desk.clock.at))


def opt_out(desk: Desk) -> None:
    desk.wake(record_opt_out(desk.parts, OptOut(purpose=Purpose.NURTURE, address_hash=desk.parts.address_hash(MAIL))))


def test_whoever_answers_a_campaign_is_to_be_called_and_the_campaign_ends(desk: Desk) -> None:
    desk.publish(sequence(CAMPAIGN), call_back())
    desk.hear(maya_is_rejected())
    desk.run(days=1)
    reply(desk)
    desk.run(days=5)
    assert desk.standing(WARM).outcome == "replied"
    with desk.parts.store.read() as conn:
        assert [task.title for task in tasks.of_enrollment(conn, CALLED).values()] == ["Call them"]
    assert "one for Maya" in desk.sent
    assert "two for Maya" not in desk.sent


def test_an_answer_that_comes_after_the_campaign_is_over_counts(desk: Desk) -> None:
    desk.publish(sequence(CAMPAIGN), call_back())
    desk.hear(maya_is_rejected())
    desk.run(days=10)
    reply(desk)
    assert desk.standing(CALLED).status is EnrollmentStatus.ACTIVE


def test_who_wrote_of_themselves_or_to_somebody_of_ours_answers_no_campaign(desk: Desk) -> None:
    desk.publish(sequence(CAMPAIGN), call_back())
    desk.hear(maya_is_rejected(email=None))
    reply(desk)
    assert "where" in desk.rules()
    desk.hear(maya_is_rejected())
    desk.run(days=1)
    desk.clock.at += timedelta(hours=1)
    tell_by_hand(desk.parts, ByHand(event="candidate.contacted", candidate_id=MAYA, at=desk.clock.at, by="kim"))
    desk.clock.at += timedelta(hours=1)
    reply(desk)
    assert CALLED not in desk.carriers


def test_the_same_reply_told_twice_begins_one_run(desk: Desk) -> None:
    desk.publish(sequence(CAMPAIGN), call_back())
    desk.hear(maya_is_rejected())
    desk.run(days=1)
    reply(desk)
    taken = record_reply(desk.parts, MAYA, at=desk.clock.at)
    assert (taken.started, taken.pokes) == ((), ())
    with desk.parts.store.read() as conn:
        assert len(standings.of_candidate(conn, MAYA)) == 2


def test_of_a_group_one_run_ends_by_the_reply_by_which_the_next_begins(desk: Desk) -> None:
    groups = {"groups": {"outreach": "campaigns"}}
    desk.publish(outreach(), call_back(exclusive="outreach"), company=groups)
    desk.hear(maya_is_rejected())
    desk.run(days=1)
    reply(desk)
    assert CALLED in desk.carriers
    assert "exclusive" not in desk.rules()
    desk.run(days=1)
    assert desk.standing(WARM).outcome == "replied"


def test_of_a_group_a_run_that_goes_on_after_the_reply_keeps_the_next_out(desk: Desk) -> None:
    goes_on = outreach(exit="[{on: application.unrejected, as: back}]")
    desk.publish(goes_on, call_back(exclusive="outreach"), company={"groups": {"outreach": "campaigns"}})
    desk.hear(maya_is_rejected())
    desk.run(days=1)
    reply(desk)
    assert CALLED not in desk.carriers
    assert "exclusive" in desk.rules()


def test_a_run_that_ends_by_the_reply_makes_room_for_the_next_of_its_own_sequence(desk: Desk) -> None:
    replied = "[{on: candidate.replied, as: replied}]"
    desk.publish(sequence(CAMPAIGN), call_back(exit=replied))
    desk.hear(maya_is_rejected())
    desk.run(days=1)
    reply(desk)
    desk.run(days=0.1)
    reply(desk)
    desk.run(days=0.1)
    assert desk.standing(CALLED).outcome == "replied"
    assert desk.standing(CALLED.replace("/1", "/2")).status is EnrollmentStatus.ACTIVE


def test_who_opts_out_gets_nothing_more_and_somebody_of_ours_may_get_a_task(desk: Desk) -> None:
    farewell = "- {id: farewell, email: three}\n"
    opted_out = "{on: candidate.opted_out, again: always}"
    nurturing = {"name": "farewell", "purpose": "nurture", "for": "candidate", "exit": "[]"}
    desk.publish(
        sequence(CAMPAIGN), call_back(enroll=opted_out), sequence(farewell, **{**nurturing, "enroll": opted_out})
    )
    desk.hear(maya_is_rejected())
    desk.run(days=1)
    opt_out(desk)
    desk.run(days=9)
    assert [letter for letter in desk.sent if "Maya" in letter] == ["one for Maya"]
    assert "suppressed" in desk.rules()
    with desk.parts.store.read() as conn:
        assert len(tasks.of_enrollment(conn, CALLED)) == 1


def test_a_survey_that_is_answered_well_begins_another_run(desk: Desk) -> None:
    care = {"title": "Care", "question": "How was it?", "scale": "0-10"}
    ask = "- {id: ask, survey: care, template: ask, timeout: 10 days}\n"
    words = {**TEMPLATES, "ask": {"": "---\nsubject: How was it?\n---\n\n[Answer]({{ survey_url }})\n"}}
    where = "event.survey == 'care' and event.answer in ['9', '10']"
    happy = f'{{on: survey.answered, where: "{where}", again: always}}'
    desk.publish(sequence(ask), call_back(enroll=happy), company={"surveys": {"care": care}}, templates=words)
    desk.hear(maya_is_rejected())
    desk.run(days=1)
    with desk.parts.store.read() as conn:
        [asked] = surveys.of_candidate(conn, MAYA)
    done = answer(desk.parts, asked.token or "", "9", comment=None)
    assert done is not None
    desk.wake(done.taken)
    desk.run(days=1)
    assert desk.standing(WARM).outcome == "completed"
    assert desk.standing(CALLED).status is EnrollmentStatus.ACTIVE


def test_a_wish_for_no_more_mail_stands_even_where_a_published_file_can_t_be_read(desk: Desk) -> None:
    desk.publish(sequence(CAMPAIGN), call_back())
    desk.hear(maya_is_rejected())
    desk.run(days=1)
    with desk.parts.store.write() as conn:
        unreadable = {"sequence": "newer", "version": 1, "content_hash": "-", "document": "{}", "templates": {}}
        conn.execute(insert(sequence_versions), unreadable | {"published_at": desk.clock.at})
    with pytest.raises(ValidationError):
        opt_out(desk)
    desk.run(days=9)
    assert desk.sent == ["one for Maya"]
    assert desk.standing(WARM).status is EnrollmentStatus.ENDED
