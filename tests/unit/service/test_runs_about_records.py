"""Runs about interviews, offers and referrals, on both databases: who comes in, what ends them, what still leaves."""

from datetime import timedelta

import pytest

from nurture.domain.events import EventType
from nurture.domain.intake import FieldValue, Happening, Intake, RelatedUpdate
from nurture.domain.records import ApplicationStatus, Person
from nurture.domain.subject import Subject, SubjectKind
from nurture.domain.touchpoints import Touchpoint
from nurture.errors import Conflict, NotFound
from nurture.service.answering import complete_task
from nurture.service.enrolling import ByHand, Entered, enroll_by_hand
from nurture.store import absences, contacts, tasks
from nurture.store.absences import Absence
from tests.unit.service.desk import KIM, MAIL, MAYA, MAYAS, MONDAY, Desk, maya, sequence

ONSITE = Subject(kind=SubjectKind.INTERVIEW, id="greenhouse:500")
LUNCH = Subject(kind=SubjectKind.INTERVIEW, id="greenhouse:501")
RUN, OTHER = f"warm/{ONSITE}/1", f"warm/{LUNCH}/1"
FRIDAY = MONDAY + timedelta(days=4)
REMINDERS = """\
- {id: before, wait: until 24 hours before interview.starts_at}
- {id: remind, email: one}
"""


def about_interviews(steps: str = REMINDERS, **changes: str) -> str:
    head = {
        "purpose": "application",
        "for": "interview",
        "enroll": "{on: interview.scheduled}",
        "exit": "[{on: application.rejected, as: rejected}, {on: application.hired, as: hired}]",
    }
    return sequence(steps, **{**head, **changes})


def booked(
    of: Subject = ONSITE, *, application: str = MAYAS, panel: tuple[Person, ...] = (), **fields: FieldValue
) -> Intake:
    """What an ATS says of an interview."""
    update = RelatedUpdate(
        of=of, candidate_id=MAYA, application_id=application, fields=fields, interviewers=panel or None
    )
    return Intake(at=MONDAY, related=(update,))


def applies(desk: Desk) -> None:
    desk.hear(maya(EventType.APPLICATION_CREATED, email=MAIL, first_name="Maya", team={"recruiter": KIM}))


def theirs(desk: Desk) -> list[Touchpoint]:
    """All contacts with Maya and about her."""
    with desk.parts.store.read() as conn:
        return list(contacts.of_candidate(conn, MAYA))


def test_each_interview_is_a_run_that_follows_its_time_both_ways(desk: Desk) -> None:
    desk.publish(about_interviews())
    applies(desk)
    assert desk.hear(booked(starts_at=FRIDAY)) == (RUN,)
    assert desk.hear(booked(LUNCH, starts_at=FRIDAY)) == (OTHER,)
    desk.hear(booked(starts_at=FRIDAY + timedelta(days=3)))
    desk.hear(booked(LUNCH, starts_at=FRIDAY - timedelta(days=2)))
    desk.run(days=10)
    left = {each.enrollment_id: each.at for each in theirs(desk)}
    assert left == {OTHER: MONDAY + timedelta(days=1), RUN: FRIDAY + timedelta(days=2)}


def test_what_has_left_is_not_sent_again_when_the_interview_moves(desk: Desk) -> None:
    desk.publish(about_interviews(REMINDERS + "- {id: long, wait: 1 month}\n"))
    applies(desk)
    desk.hear(booked(starts_at=FRIDAY))
    desk.run(days=4)
    desk.hear(booked(starts_at=FRIDAY + timedelta(days=7)))
    desk.run(days=14)
    assert desk.sent == ["one for Maya"]


@pytest.mark.parametrize(
    ("event", "status"),
    [
        (EventType.APPLICATION_REJECTED, ApplicationStatus.REJECTED),
        (EventType.APPLICATION_HIRED, ApplicationStatus.HIRED),
    ],
)
def test_a_decision_about_the_application_ends_the_run(desk: Desk, event: EventType, status: ApplicationStatus) -> None:
    desk.publish(about_interviews())
    applies(desk)
    desk.hear(booked(starts_at=FRIDAY))
    desk.hear(maya(event, status=status))
    desk.run(days=7)
    assert (desk.standing(RUN).outcome, desk.sent) == (status, [])


def test_no_mail_leaves_that_the_applications_status_forbids_though_no_exit_names_it(desk: Desk) -> None:
    desk.publish(about_interviews())
    applies(desk)
    desk.hear(booked(starts_at=FRIDAY))
    desk.hear(maya(EventType.APPLICATION_WITHDRAWN, status=ApplicationStatus.WITHDRAWN))
    desk.run(days=7)
    assert desk.sent == []
    assert "application-status" in desk.rules()


def test_news_of_another_application_leaves_the_run_alone(desk: Desk) -> None:
    desk.publish(about_interviews())
    applies(desk)
    desk.hear(booked(starts_at=FRIDAY))
    desk.hear(maya(EventType.APPLICATION_CREATED, application="greenhouse:6932"))
    rejected = ApplicationStatus.REJECTED
    desk.hear(maya(EventType.APPLICATION_REJECTED, application="greenhouse:6932", status=rejected))
    desk.run(days=7)
    assert desk.sent == ["one for Maya"]


def test_the_run_ends_with_its_interview_whatever_the_file_says(desk: Desk) -> None:
    desk.publish(about_interviews())
    applies(desk)
    desk.hear(booked(starts_at=FRIDAY))
    desk.hear(Intake(at=MONDAY, happenings=(Happening(type=EventType.INTERVIEW_DELETED, of=ONSITE),)))
    desk.run(days=7)
    assert (desk.standing(RUN).outcome, desk.sent) == ("deleted", [])


def test_a_scorecard_is_news_for_the_run_about_that_interview_alone(desk: Desk) -> None:
    desk.publish(
        about_interviews(
            "- id: card\n"
            "  wait_for: {event: scorecard.submitted, where: event.interviewer == recruiter.id, timeout: 2 days}\n"
            "  then:\n"
            "    - {id: thanks, email: two, to: recruiter}\n"
        )
    )
    applies(desk)
    desk.hear(booked(starts_at=FRIDAY, panel=(KIM,)))
    desk.hear(booked(LUNCH, starts_at=FRIDAY, panel=(KIM,)))
    submitted = Happening(type=EventType.SCORECARD_SUBMITTED, of=LUNCH, data={"interviewer": KIM.id})
    desk.run(days=1)
    desk.hear(Intake(at=desk.clock.at, happenings=(submitted,)))
    desk.run(days=7)
    thanked = [each.enrollment_id for each in theirs(desk) if each.step == "thanks"]
    assert thanked == [OTHER]


def by_hand(desk: Desk, **named: str) -> Entered:
    return enroll_by_hand(desk.parts, ByHand(sequence="warm", candidate_id=MAYA, by="Kim", **named))


def test_somebody_with_one_interview_can_be_enrolled_by_hand(desk: Desk) -> None:
    desk.publish(about_interviews(enroll="{on: manual}"))
    applies(desk)
    desk.hear(booked(starts_at=FRIDAY))
    assert by_hand(desk).run.enrollment_id == RUN


def test_of_several_interviews_one_must_be_named(desk: Desk) -> None:
    desk.publish(about_interviews(enroll="{on: manual}"))
    applies(desk)
    desk.hear(booked(starts_at=FRIDAY))
    desk.hear(booked(LUNCH, starts_at=FRIDAY))
    with pytest.raises(Conflict, match="has several interviews") as several:
        by_hand(desk)
    assert several.value.hint == "Pick one by --record: greenhouse:500 (booked); greenhouse:501 (booked)"
    assert by_hand(desk, record_id="501").run.enrollment_id == OTHER
    with pytest.raises(NotFound, match="has no interview 502"):
        by_hand(desk, record_id="502")


def test_an_interview_can_not_be_named_for_a_sequence_about_applications(desk: Desk) -> None:
    desk.publish(sequence("- {id: hello, email: one}\n", enroll="{on: manual}"))
    applies(desk)
    with pytest.raises(Conflict, match="warm is `for: application`"):
        by_hand(desk, record_id="500")


def test_the_reader_sees_who_interviews_and_where(desk: Desk) -> None:
    words = "{{ interview.place | or('?') }}:{% for each in interview.interviewers %} {{ each.name }}{% endfor %}"
    template = {"one": {"": f'---\nsubject: "{words}"\n---\n\nWords.\n'}}
    desk.publish(about_interviews(), templates=template)
    applies(desk)
    desk.hear(booked(starts_at=FRIDAY, place="Room 1", panel=(Person(id="greenhouse:9", name="Sam Okoro"), KIM)))
    desk.hear(booked(place="Room 2", panel=(KIM,)))
    desk.run(days=7)
    assert desk.sent == ["Room 2: Kim Berger"]


def test_for_an_interviewer_who_is_away_somebody_stands_in_or_all_waits_until_they_are_back(desk: Desk) -> None:
    ask = "{each: interview.interviewers, as: interviewer, steps: [{id: ask, email: one, to: interviewer}]}"
    desk.publish(about_interviews(f"- {{id: all, together: {ask}}}\n", purpose="internal", exit="[]"))
    applies(desk)
    sam, ben, lou = (
        Person(id=f"greenhouse:{number}", name=f"{name} Ode", email=f"{name}@acme.example")
        for number, name in enumerate(("sam", "ben", "lou"), start=10)
    )
    desk.hear(booked(starts_at=FRIDAY, panel=(sam, ben, lou)))
    with desk.parts.store.write() as conn:
        tuesday = MONDAY.date() + timedelta(days=1)
        absences.note(conn, "sam@acme.example", Absence(first=MONDAY.date(), deputy="lou@acme.example"))
        absences.note(conn, "ben@acme.example", Absence(first=MONDAY.date(), last=tuesday))
    desk.run(days=1)
    assert [message.to.email for message in desk.post.asked] == ["lou@acme.example", "lou@acme.example"]
    desk.run(days=3)
    assert [message.to.email for message in desk.post.asked[2:]] == ["ben@acme.example"]
    assert desk.letters()["ask[greenhouse:11]"].at.date() == tuesday + timedelta(days=1)


def test_times_are_moments_in_conditions_on_events(desk: Desk) -> None:
    desk.publish(about_interviews(enroll="{on: interview.scheduled, where: days_until(event.starts_at or now) > 2}"))
    applies(desk)
    assert desk.hear(booked(starts_at=MONDAY + timedelta(days=1))) == ()
    assert desk.hear(booked(LUNCH, starts_at=FRIDAY)) == (OTHER,)


def test_an_exit_for_the_application_ends_the_runs_about_its_interviews_and_no_others(desk: Desk) -> None:
    other = "greenhouse:6932"
    never = "[{on: candidate.replied, as: replied}, {on: application.rejected, as: r}, {on: application.hired, as: h}]"
    desk.publish(
        about_interviews(exit=never),
        sequence(
            "- {id: long, wait: 1 month}\n",
            name="stops",
            purpose="internal",
            enroll="{on: application.created}",
            exit="[{on: candidate.updated, as: gone, scope: application}]",
        ),
    )
    applies(desk)
    desk.hear(booked(starts_at=FRIDAY))
    desk.hear(maya(EventType.APPLICATION_UPDATED, application=other))
    desk.hear(booked(LUNCH, application=other, starts_at=FRIDAY))
    desk.hear(maya(EventType.CANDIDATE_UPDATED))
    desk.run(days=0.1)
    assert (desk.standing(RUN).outcome, desk.standing(OTHER).outcome) == ("gone", None)


def test_each_interviewer_has_a_task_of_their_own_and_is_asked_no_more_once_it_is_done(desk: Desk) -> None:
    ask = "{id: write, task: Write the scorecard, assign: interviewer, due: 1 day, outcomes: [written]}"
    steps = f"- id: all\n  together:\n    each: interview.interviewers\n    as: interviewer\n    steps: [{ask}]\n"
    desk.publish(about_interviews(f"{steps}- {{id: then, email: one}}\n", purpose="internal", exit="[]"))
    applies(desk)
    sam, ben, lou = (
        Person(id=f"greenhouse:{number}", name=f"{name.title()} Ode", email=email)
        for number, (name, email) in enumerate(
            (("sam", "sam@acme.example"), ("ben", "ben@acme.example"), ("lou", "lou@acme.example")), start=10
        )
    )
    desk.hear(booked(starts_at=FRIDAY, panel=(sam, ben, lou)))
    with desk.parts.store.write() as conn:
        absences.note(conn, "sam@acme.example", Absence(first=MONDAY.date(), deputy="lou@acme.example"))
    desk.run(days=0.1)
    with desk.parts.store.read() as conn:
        given = {task.step: task for task in tasks.of_candidate(conn, MAYA)}
    assert {step: task.assign for step, task in given.items()} == {
        "write[greenhouse:10]": ("lou@acme.example",),
        "write[greenhouse:11]": ("ben@acme.example",),
        "write[greenhouse:12]": ("lou@acme.example",),
    }
    assert [mail.to.email for mail in desk.post.asked] == ["lou@acme.example", "ben@acme.example", "lou@acme.example"]
    for task in given.values():
        for poke in complete_task(desk.parts.store, task.id, "written", by="lou", now=desk.clock.at):
            desk.carriers[poke.enrollment_id].poke(poke.event)
    desk.run(days=1)
    assert desk.sent[3:] == ["one for Maya"]
