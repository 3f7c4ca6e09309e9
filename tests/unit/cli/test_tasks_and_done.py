from datetime import timedelta
from pathlib import Path

import pytest

from nurture.store import audit, tasks
from tests.office import CALL, CALLS, REJECTED, Office, mara_is_rejected

CALL_RUN = CALL.partition("#")[0]


@pytest.fixture(autouse=True)
def _a_task(bureau: Office, tmp_path: Path) -> None:
    folder = tmp_path / "calls"
    folder.mkdir()
    for name, text in CALLS.items():
        (folder / name).write_text(text)
    bureau.publish(folder)
    bureau.hear(mara_is_rejected())
    bureau.play(CALL_RUN, until=REJECTED + timedelta(hours=1))


def test_an_open_task_is_listed_with_whose_it_is_and_its_id(run) -> None:
    listed = run("tasks").out
    assert "2026-03-04 09:00" in listed
    assert "overdue" in listed  # by this machine's clock
    assert "Call Mara about Robotics Engineer" in listed
    assert "Kim Park, recruiter" in listed
    assert f"{CALL}  Call Mara" in listed


@pytest.mark.parametrize(("whose", "found"), [("KIM@acme.example", True), ("lou@acme.example", False)])
def test_only_the_tasks_of_one_person_are_listed(run, whose: str, found: bool) -> None:
    assert (CALL in run("tasks", "--mine", whose).out) is found


def test_what_came_of_a_task_is_noted_with_who_said_so(bureau: Office, run) -> None:
    ran = run("done", CALL, "not now", "--by", "kim@acme.example", "--note", "in May")
    assert (ran.code, ran.out) == (0, "not now: noted.\n")
    assert "say it once more when it does" in ran.err
    with bureau.parts.store.read() as conn:
        done = tasks.get(conn, CALL)
        deed = audit.latest(conn)[0]
    assert (done.outcome, done.by, done.note) == ("not now", "kim@acme.example", "in May")
    assert (deed.who, deed.what, deed.why) == ("kim@acme.example", f"did {CALL}: not now", "in May")
    assert run("tasks").err == "There is nothing to do.\n"
    assert "not now" in run("tasks", "--all").out


@pytest.mark.parametrize(
    ("arguments", "told"),
    [
        ((CALL, "soon"), "“soon” can't come of this task\nuse `interested`, `not now` or `later`\n"),
        ((CALL, "later"), "“later” asks for a date\nsay it after the outcome\n"),
        (("nobody/s#task#1", "done"), "there is no task nobody/s#task#1\n`nurture tasks` lists the open ones.\n"),
    ],
)
def test_an_outcome_or_a_task_that_is_none_is_refused(run, arguments: tuple[str, str], told: str) -> None:
    ran = run("done", *arguments)
    assert (ran.code, ran.err) == (1, told)


def test_a_task_stands_on_the_persons_timeline(run) -> None:
    shown = run("show", "mara@home.example").out
    assert "task for the recruiter" in shown
    assert "task overdue" in shown


def test_a_date_is_said_after_the_outcome_that_asks_for_it(bureau: Office, run) -> None:
    assert "later (and a date)" in run("tasks").out
    assert run("done", CALL, "later", "2026-05-04", "--by", "kim@acme.example").out == "later: noted.\n"
    with bureau.parts.store.read() as conn:
        assert tasks.get(conn, CALL).answer == "2026-05-04"


def test_a_task_is_put_off_and_listed_so(bureau: Office, run) -> None:
    ran = run("snooze", CALL, "3 days", "--by", "kim@acme.example")
    assert (ran.code, ran.out.startswith("put off by 3 days: noted. It is due ")) == (0, True)
    assert "the sequence hears of it when it next wakes" in ran.err
    assert "put off" in run("tasks").out
    with bureau.parts.store.read() as conn:
        deed = audit.latest(conn)[0]
    assert (deed.who, deed.what) == ("kim@acme.example", f"put off by 3 days: {CALL}")


def test_a_task_is_handed_over_and_listed_as_the_other_ones(run) -> None:
    assert run("hand-over", CALL, "lou@acme.example").out.startswith("handed over to lou@acme.example: noted.")
    assert CALL in run("tasks", "--mine", "lou@acme.example").out
    assert CALL not in run("tasks", "--mine", "kim@acme.example").out


def test_a_task_is_due_when_a_person_says_so(run) -> None:
    assert run("due", CALL, "2199-03-27 15:00").out == ("due 2199-03-27 15:00: noted. It is due 2199-03-27 15:00.\n")
    assert "2199-03-27 15:00" in run("tasks").out


@pytest.mark.parametrize(
    ("arguments", "told"),
    [
        (("snooze", CALL, "a while"), "“a while” is not a duration"),
        (("snooze", CALL, "6 days"), "this task can be put off by 5 days in all"),
        (("hand-over", CALL, "lou"), "nobody is called `lou`"),
        (("due", CALL, "2020-03-27 15:00"), "has passed"),
    ],
)
def test_what_cannot_be_changed_about_a_task_is_told(run, arguments: tuple[str, ...], told: str) -> None:
    ran = run(*arguments)
    assert ran.code == 1
    assert told in ran.err
