"""Checks that look at several steps at once."""

import pytest

from nurture.language.check import check_folder
from tests.unit.language.welcome import HEAD, HELLO, Write


@pytest.mark.parametrize(
    ("steps", "said"),
    [
        ("  - {id: b, email: hello, reply_to_step: b}\n", "there is no mail `b` before this one"),
        ("  - {id: a, wait: 1 day}\n  - {id: b, email: hello, reply_to_step: a}\n", "there is no mail `a`"),
        (
            "  - {id: a, email: hello, to: recruiter}\n  - {id: b, email: hello, reply_to_step: a}\n",
            "`a` goes to the recruiter, and this to the candidate",
        ),
    ],
)
def test_a_mail_can_only_join_the_thread_of_an_earlier_one_to_the_same_person(
    write: Write, steps: str, said: str
) -> None:
    checked = check_folder(write({"welcome.yaml": HEAD + "steps:\n" + steps}))
    assert [each.code for each in checked.diagnostics] == ["N047"]
    assert said in checked.diagnostics[0].message
    assert checked.diagnostics[0].hint


def test_two_mails_in_a_row_are_fine_if_the_second_looks_at_the_first(write: Write) -> None:
    steps = "steps:\n  - {id: a, email: hello}\n  - {id: b, email: hello, unless_sent_within: 7 days}\n"
    assert check_folder(write({"welcome.yaml": HEAD + steps})).diagnostics == ()


def test_a_lead_counts_from_a_date_that_the_run_has(write: Write) -> None:
    steps = "steps:\n  - {id: a, email: hello, unless_within: 2 days of hire.started}\n"
    checked = check_folder(write({"welcome.yaml": HEAD + steps}))
    assert [(each.code, each.hint) for each in checked.diagnostics] == [("N034", "did you mean `hire.start_date`?")]


def test_a_run_about_a_person_has_no_application_of_its_own(write: Write) -> None:
    text = (
        HEAD
        + "  again: never\nfor: candidate\nexit: {on: application.hired, of: candidate.applications, as: hired}\n"
        + HELLO
    )
    assert [(each.code, each.line) for each in check_folder(write({"welcome.yaml": text})).diagnostics] == [("N044", 9)]


def test_after_a_wait_that_a_condition_can_end_the_event_may_be_the_one_before(write: Write) -> None:
    steps = "steps:\n  - id: a\n    wait_for: {event: job.opened%s}\n    then:\n      - {id: b, exit: x, %s}\n"
    mail = steps.replace("exit: x, %s", "email: hello, if: event.job.title == 'Engineer'")
    assert check_folder(write({"welcome.yaml": HEAD + mail % ""})).diagnostics == ()
    found = check_folder(write({"welcome.yaml": HEAD + mail % ", when: candidate.can_email"})).diagnostics
    assert [each.code for each in found] == ["N022"]


def test_visits_to_a_stage_need_no_again_and_an_application(write: Write) -> None:
    head = HEAD.replace("application.created", "application.stage_changed\n  every_visit: true")
    assert check_folder(write({"welcome.yaml": head + HELLO})).diagnostics == ()
    about_people = check_folder(write({"welcome.yaml": head + "for: candidate\n" + HELLO}))
    assert [(each.code, each.line) for each in about_people.diagnostics] == [("N044", 7)]
    twice = check_folder(write({"welcome.yaml": head + "  again: always\n" + HELLO}))
    assert [(each.code, each.line) for each in twice.diagnostics] == [("N018", 8)]


def test_a_mail_within_a_day_is_fine_if_it_looks_at_the_one_before(write: Write) -> None:
    steps = "steps:\n  - {id: a, email: hello}\n  - {id: w, wait: 2 hours}\n  - {id: b, email: hello%s}\n"
    assert check_folder(write({"welcome.yaml": HEAD + steps % ", unless_sent_within: 7 days"})).diagnostics == ()
    too_short = check_folder(write({"welcome.yaml": HEAD + steps % ", unless_sent_within: 1 hour"}))
    assert [each.code for each in too_short.diagnostics] == ["N064"]
