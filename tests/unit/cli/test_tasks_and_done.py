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
        ((CALL, "later"), "“later” can't come of this task\nuse `interested` or `not now`\n"),
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
