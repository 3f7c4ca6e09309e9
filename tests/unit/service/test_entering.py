"""Who enters, again or not, about what; and what happens to those who turn out to be one person."""

from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from threading import Barrier

import pytest

from nurture.domain.events import EventType
from nurture.domain.intake import Intake
from nurture.domain.records import ApplicationStatus
from nurture.domain.touchpoints import SendState
from nurture.errors import Conflict
from nurture.service.enrolling import ByHand, enroll_by_hand
from nurture.store import standings
from nurture.values import replace
from tests.unit.service.desk import KIM, MAIL, MAYA, MAYAS, MONDAY, Desk, maya, maya_is_rejected, sequence

TWIN = "greenhouse:2"
HELLO = "- {id: first, email: one}\n- {id: rest, wait: 1 week}\n- {id: second, email: two}\n"
ABOUT_HER = sequence(HELLO, name="person", exit="[]", **{"for": "candidate"})


def merged(gone: str = TWIN, into: str = MAYA) -> Intake:
    """Two records turn out to be one person."""
    return replace(
        maya(EventType.CANDIDATE_MERGED, person=into), applications=(), candidates=(), merged_into={gone: into}
    )


@pytest.mark.parametrize(
    ("kind", "trigger", "happening", "status"),
    [
        ("candidate", "application.rejected", EventType.APPLICATION_REJECTED, ApplicationStatus.REJECTED),
        ("hire", "application.hired", EventType.APPLICATION_HIRED, ApplicationStatus.HIRED),
        ("application", "application.created", EventType.APPLICATION_CREATED, ApplicationStatus.ACTIVE),
    ],
)
def test_an_event_lets_in_whom_the_sequence_is_about(
    desk: Desk, kind: str, trigger: str, happening: EventType, status: ApplicationStatus
) -> None:
    desk.publish(sequence(HELLO, enroll=f"{{on: {trigger}}}", purpose="internal", **{"for": kind}))
    (entered,) = desk.hear(maya(happening, status=status, email=MAIL, team={"recruiter": KIM}))
    assert entered == f"warm/{kind}/{MAYA if kind == 'candidate' else MAYAS}/1"


def told_at(minute: int, *happenings: EventType, **stated: object) -> Intake:
    """What the ATS knew at that minute of nine, whenever it arrives."""
    told = maya(*happenings, email=MAIL, team={"recruiter": KIM}, **stated)
    as_of = MONDAY + timedelta(minutes=minute)
    return replace(told, applications=tuple(replace(each, as_of=as_of) for each in told.applications))


ACKNOWLEDGED = sequence(
    HELLO,
    enroll="{on: application.created}",
    purpose="application",
    exit="[{on: application.rejected, as: rejected}, {on: application.hired, as: hired}]",
)


@pytest.mark.parametrize(
    ("happening", "status", "outcome"),
    [
        (EventType.APPLICATION_REJECTED, ApplicationStatus.REJECTED, "rejected"),
        (EventType.APPLICATION_HIRED, ApplicationStatus.HIRED, "hired"),
    ],
)
def test_what_overtook_the_news_that_somebody_applied_ends_their_run_before_any_mail(
    desk: Desk, happening: EventType, status: ApplicationStatus, outcome: str
) -> None:
    desk.publish(ACKNOWLEDGED)
    desk.hear(told_at(20, happening, status=status))
    desk.hear(told_at(0, EventType.APPLICATION_CREATED, status=ApplicationStatus.ACTIVE))
    desk.run(days=10)
    assert desk.standing(f"warm/application/{MAYAS}/1").outcome == outcome
    assert desk.sent == []


def test_somebody_who_was_moved_before_we_heard_that_they_applied_is_welcome(desk: Desk) -> None:
    desk.publish(ACKNOWLEDGED)
    desk.hear(told_at(20, EventType.APPLICATION_STAGE_CHANGED, status=ApplicationStatus.ACTIVE))
    desk.hear(told_at(0, EventType.APPLICATION_CREATED, status=ApplicationStatus.ACTIVE))
    desk.run(days=10)
    assert len(desk.sent) == 2


def test_a_trigger_that_is_not_met_is_on_record(desk: Desk) -> None:
    desk.publish(sequence(HELLO, enroll='{on: application.rejected, where: application.stage == "Onsite"}'))
    assert desk.hear(maya_is_rejected()) == ()
    (refusal,) = desk.why()
    assert (refusal.rule, refusal.sequence, refusal.enrollment_id) == ("where", "warm", None)
    assert refusal.inputs == {"application.stage": "None"} or "application.stage" in refusal.inputs


def test_a_trigger_that_fails_lets_nobody_in_and_keeps_nobody_from_other_sequences(desk: Desk) -> None:
    failing = sequence(HELLO, name="failing", enroll="{on: application.rejected, where: candidate.last_reply < now}")
    desk.publish(failing, sequence(HELLO))
    assert desk.hear(maya_is_rejected()) == (f"warm/application/{MAYAS}/1",)
    assert "trigger-failed" in desk.rules()


@pytest.mark.parametrize(
    ("again", "days", "comes_again"),
    [("never", 400, False), ("always", 20, True), ("after 30 days", 20, False), ("after 30 days", 31, True)],
)
def test_somebody_comes_again_as_the_author_says(desk: Desk, again: str, days: int, comes_again: bool) -> None:
    desk.publish(sequence(HELLO, enroll=f"{{on: application.rejected, again: {again}}}", exit="[]"))
    desk.hear(maya_is_rejected())
    desk.run(days=days)
    desk.hear(maya(EventType.APPLICATION_UNREJECTED, at=desk.clock.at, status=ApplicationStatus.ACTIVE))
    entered = desk.hear(maya_is_rejected(at=desk.clock.at))
    assert entered == ((f"warm/application/{MAYAS}/2",) if comes_again else ())


def test_nobody_is_inside_twice(desk: Desk) -> None:
    desk.publish(sequence(HELLO, enroll="{on: application.rejected, again: always}", exit="[]"))
    desk.hear(maya_is_rejected())
    desk.hear(maya(EventType.APPLICATION_UNREJECTED, at=desk.clock.at, status=ApplicationStatus.ACTIVE))
    assert desk.hear(maya_is_rejected()) == ()
    assert "inside" in desk.rules()


def test_two_applications_are_two_journeys_and_an_event_steers_its_own(desk: Desk) -> None:
    desk.publish(sequence(HELLO))
    desk.hear(maya_is_rejected())
    desk.hear(maya_is_rejected(application="greenhouse:6932"))
    desk.run(days=1)
    desk.hear(maya(EventType.APPLICATION_UNREJECTED, at=desk.clock.at, status=ApplicationStatus.ACTIVE))
    desk.run(days=10)
    assert desk.standing(f"warm/application/{MAYAS}/1").outcome == "back"
    assert desk.standing("warm/application/greenhouse:6932/1").outcome == "completed"
    assert sorted(desk.sent) == ["one for Maya", "one for Maya", "two for Maya"]


def both_records_are_inside(desk: Desk) -> None:
    desk.publish(ABOUT_HER, company={"touches": {"at_most": "2 per 5 days"}})
    desk.hear(maya_is_rejected())
    desk.clock.at += timedelta(hours=1)
    desk.hear(maya_is_rejected(person=TWIN, application="greenhouse:20", email="twin@home.example"))
    desk.run(days=1)
    assert len(desk.sent) == 2


def test_two_who_are_one_go_on_once(desk: Desk) -> None:
    both_records_are_inside(desk)
    desk.hear(merged(), superseding=True)
    desk.run(days=20)
    assert len(desk.sent) == 3
    assert desk.standing(f"person/candidate/{MAYA}/1").outcome == "completed"
    assert desk.standing(f"person/candidate/{TWIN}/1").outcome == "superseded"


def test_what_either_was_sent_counts_for_the_one_they_are(desk: Desk) -> None:
    both_records_are_inside(desk)
    third = sequence("- {id: third, email: three}\n", name="third", enroll="{on: candidate.updated}", exit="[]")
    desk.publish(third.replace("for: application", "for: candidate"), company={"touches": {"at_most": "2 per 5 days"}})
    desk.hear(merged(), superseding=True)
    desk.hear(maya(EventType.CANDIDATE_UPDATED, at=desk.clock.at, title="Engineer"))
    desk.run(days=1)
    assert len(desk.sent) == 2
    assert "touch-cap" in desk.rules()


def test_a_merge_during_a_call_leaves_record_and_reasons_with_the_survivor(desk: Desk) -> None:
    desk.publish(ABOUT_HER)
    desk.hear(maya_is_rejected(person=TWIN, application="greenhouse:20"))
    desk.post.during = lambda: desk.hear(merged(), pokes=False)
    desk.run(days=1)
    assert desk.states() == {"first": SendState.ACCEPTED}
    assert "accepted" in desk.rules()


def test_a_journey_of_the_record_that_is_gone_goes_on_hearing_of_the_person(desk: Desk) -> None:
    desk.publish(sequence(HELLO))
    desk.hear(maya(EventType.CANDIDATE_UPDATED, email=MAIL, first_name="Maya", team={"recruiter": KIM}))
    desk.hear(maya_is_rejected(person=TWIN, application="greenhouse:20"))
    desk.run(days=1)
    desk.hear(merged())
    desk.run(days=1)
    desk.hear(
        maya(
            EventType.APPLICATION_UNREJECTED,
            at=desk.clock.at,
            application="greenhouse:20",
            status=ApplicationStatus.ACTIVE,
        )
    )
    desk.run(days=1)
    assert desk.standing("warm/application/greenhouse:20/1").outcome == "back"


def test_enrolling_a_record_that_is_gone_enrolls_the_person(desk: Desk) -> None:
    desk.publish(ABOUT_HER)
    desk.hear(maya(EventType.CANDIDATE_UPDATED, email=MAIL, first_name="Maya", team={"recruiter": KIM}))
    desk.hear(maya(EventType.CANDIDATE_UPDATED, person=TWIN, application="greenhouse:20"))
    desk.hear(merged())
    entered = enroll_by_hand(desk.parts, ByHand(sequence="person", candidate_id=TWIN, by="kim"))
    assert (entered.run.enrollment_id, entered.run.candidate_id) == (f"person/candidate/{MAYA}/1", MAYA)
    desk.start(entered.run)
    desk.run(days=1)
    assert desk.sent == ["one for Maya"]


def test_enrolling_somebody_whose_run_came_with_a_merge_says_that_they_are_inside(desk: Desk) -> None:
    desk.publish(ABOUT_HER)
    desk.hear(maya(EventType.CANDIDATE_UPDATED, email=MAIL, team={"recruiter": KIM}))
    desk.hear(maya_is_rejected(person=TWIN, application="greenhouse:20"))
    desk.hear(merged())
    with desk.parts.store.read() as conn:
        (inside,) = standings.active_for_candidate(conn, MAYA)
    assert inside.enrollment.id == f"person/candidate/{TWIN}/1"
    entered = enroll_by_hand(desk.parts, ByHand(sequence="person", candidate_id=MAYA, by="kim"))
    assert entered.run.enrollment_id == inside.enrollment.id
    desk.note_started(inside.enrollment.id)
    with pytest.raises(Conflict, match="already"):
        enroll_by_hand(desk.parts, ByHand(sequence="person", candidate_id=MAYA, by="kim"))


def test_two_who_enroll_the_same_person_at_once_make_one_run(desk: Desk) -> None:
    desk.publish(sequence(HELLO, enroll="{on: manual, again: always}", **{"for": "candidate"}))
    people = [f"greenhouse:{number}" for number in range(100, 112)]
    for person in people:
        desk.hear(
            maya(EventType.CANDIDATE_UPDATED, person=person, application=f"{person}0", email=f"a@{person}.example")
        )
    start = Barrier(2)

    def enroll(by: str) -> None:
        for person in people:
            start.wait(timeout=10)
            enroll_by_hand(desk.parts, ByHand(sequence="warm", candidate_id=person, by=by))

    with ThreadPoolExecutor(2) as pool:
        for done in [pool.submit(enroll, by) for by in ("kim", "amara")]:
            done.result(timeout=60)
    assert [desk.rules(person).count("entered") for person in people] == [1] * len(people)


def test_a_new_version_is_for_those_who_come_and_not_for_those_who_are_inside(desk: Desk) -> None:
    desk.publish(sequence(HELLO))
    desk.hear(maya_is_rejected())
    desk.run(days=1)
    desk.publish(sequence("- {id: first, email: three}\n"))
    desk.hear(maya_is_rejected(person=TWIN, application="greenhouse:20", email="twin@home.example"))
    desk.run(days=20)
    assert sorted(desk.sent) == ["one for Maya", "three for Maya", "two for Maya"]
    assert desk.clock.at > MONDAY
