"""What the checker says of tasks."""

from pathlib import Path

import pytest

from nurture.language.check import check_folder
from nurture.language.steps import TaskStep
from nurture.language.steps.pick import pick_step

COMPANY = (
    "name: Acme\npostal_address: 1 Main Street, 10115 Berlin\nzone: UTC\n"
    "senders: {desk: {name: Desk, email: a@acme.example}}\n"
)
HEAD = """\
sequence: calls
title: Calls
owner: ops@acme.example
purpose: internal
enroll: {on: application.created}
steps:
"""


def told(folder: Path, steps: str, *, head: str = HEAD) -> list[tuple[str, int, str, str | None]]:
    """Code, line within the steps, message and hint of every diagnostic."""
    (folder / "company.yaml").write_text(COMPANY)
    (folder / "calls.yaml").write_text(head + steps)
    before = head.count("\n")
    return [(each.code, each.mark.line - before, each.message, each.hint) for each in check_folder(folder).diagnostics]


def test_a_task_with_a_wait_of_its_own_is_one_action() -> None:
    step = pick_step({"id": "call", "task": "Call", "wait": False})
    assert isinstance(step, TaskStep)
    assert (step.assign, step.names, step.overdue) == (("recruiter",), ("done",), None)


def test_a_task_with_a_time_goes_on_when_it_is_overdue() -> None:
    step = pick_step({"id": "call", "task": "Call", "due": "2 days"})
    assert isinstance(step, TaskStep)
    assert (step.overdue, step.results()) == ("continue", ("done", "overdue"))


@pytest.mark.parametrize(
    ("step", "results"),
    [
        ({"kind": "call"}, ("done", "suppressed")),
        ({"if": "true"}, ("done", "skipped")),
        ({"wait": False}, ("created",)),
        ({"due": "1 day", "overdue": "wait"}, ("done",)),
        ({"due": "1 day", "overdue": "withdraw"}, ("done", "overdue")),
        ({"unless_given_within": "2 weeks"}, ("done", "skipped")),
    ],
)
def test_what_can_come_of_a_task_is_known_beforehand(step: dict[str, object], results: tuple[str, ...]) -> None:
    made = pick_step({"id": "call", "task": "Call", **step})
    assert isinstance(made, TaskStep)
    assert made.results() == results


@pytest.mark.parametrize(
    ("steps", "code", "line", "message", "hint"),
    [
        (
            "  - {id: call, task: 'Call {{ candidate.first_name }}'}\n",
            "N024",
            1,
            "`candidate.first_name` may be missing",
            'write `{{ candidate.first_name | or("…") }}`, or put it inside an `if` that asks for it',
        ),
        (
            "  - id: call\n    task: Call {{ candidate.frist_name | or('them') }}\n",
            "N022",
            2,
            "`candidate` has no `frist_name`",
            "did you mean `first_name`?",
        ),
        (
            "  - {id: call, task: Call, outcomes: [interested, not now]}\n"
            '  - id: way\n    branch:\n      - when: steps.call.outcome == "intrested"\n        steps: []\n',
            "N023",
            4,
            "`steps.call.outcome` is never “intrested”",
            "did you mean `interested`?",
        ),
        (
            "  - {id: call, task: Call, assign: recruting}\n",
            "N043",
            1,
            "nobody called `recruting` can do this",
            "did you mean `recruiter`?",
        ),
        (
            "  - {id: call, task: Call, due: 1 day, overdue: wait, escalate: {after: 1 day, to: desc}}\n",
            "N043",
            1,
            "nobody called `desc` can be told",
            "did you mean `desk`?",
        ),
        (
            "  - {id: call, task: Call, due: 1 day, escalate: {after: 1 day, to: desk}}\n",
            "N018",
            1,
            "`escalate` has no effect: nobody waits for this task once it is overdue",
            "add `due` and `overdue: wait`",
        ),
        (
            "  - {id: call, task: Call, due: 1 day, overdue: wait,"
            " escalate: [{after: 8 working hours, to: desk}, {after: 4 working hours, to: desk}]}\n",
            "N018",
            1,
            "whoever is told after 4 working hours stands below whoever is told after 8 working hours",
            "write the one who is told first above the others",
        ),
        (
            "  - {id: call, task: Call, due: 1 day, overdue: wait,"
            " escalate: [{after: 1 day, to: desk}, {after: 2 days, to: desc}]}\n",
            "N043",
            1,
            "nobody called `desc` can be told",
            "did you mean `desk`?",
        ),
        (
            "  - {id: call, task: Call, overdue: wait}\n",
            "N018",
            1,
            "`overdue` has no effect without `due`",
            "leave it out",
        ),
        (
            "  - {id: call, task: Call, outcomes: [done, overdue]}\n",
            "N015",
            1,
            "`overdue` is what Nurture itself says of a task",
            "call it something other than `overdue`, `created`, `skipped` or `suppressed`",
        ),
        (
            "  - {id: call, task: Call, outcomes: [done, done]}\n",
            "N015",
            1,
            "“done” is listed twice",
            "name each outcome once",
        ),
        (
            "  - {id: call, task: Call, due: until hire.starts}\n",
            "N034",
            1,
            "`hire.starts` is not a date that can be counted from",
            "did you mean `hire.start_date`?",
        ),
        (
            "  - {id: call, task: Call, outcomes: [done, {name: spoke, asks: txt}]}\n",
            "N013",
            1,
            "`asks` can't be “txt”",
            "did you mean `text`?",
        ),
        (
            "  - {id: call, task: Call, outcomes: [done, {name: spoke, ask: text}]}\n",
            "N010",
            1,
            "unknown key `ask`",
            "did you mean `asks`?",
        ),
        (
            "  - {id: call, task: Call, outcomes: [{name: later, asks: date}]}\n"
            "  - {id: then, wait: until steps.call.anwser}\n",
            "N034",
            2,
            "`steps.call.anwser` is not a date that can be counted from",
            "did you mean `steps.call.answer`?",
        ),
        (
            "  - {id: call, task: Call, outcomes: [{name: later, asks: date}]}\n"
            '  - id: way\n    branch:\n      - when: steps.call.answer == "in May"\n        steps: []\n',
            "N023",
            4,
            "`steps.call.answer` is a date, and “in May” is text",
            "for dates, compare `days_since(…)` or `days_until(…)` with a number",
        ),
        (
            "  - {id: call, task: Call, wait: 3 days}\n",
            "N012",
            1,
            "`wait` must be true or false, not text",
            "write true or false here",
        ),
    ],
)
def test_a_task_that_is_wrong_is_told_where_and_what_to_write(
    tmp_path: Path, steps: str, code: str, line: int, message: str, hint: str
) -> None:
    assert told(tmp_path, steps) == [(code, line, message, hint)]


def test_a_way_by_the_outcome_of_a_task_is_right(tmp_path: Path) -> None:
    steps = (
        "  - {id: the-call, task: Call, due: 2 days, outcomes: [interested, not now]}\n"
        '  - id: way\n    branch:\n      - when: steps.the_call.outcome in ["overdue", "not now"]\n        steps: []\n'
    )
    assert told(tmp_path, steps) == []


def test_words_are_no_date_to_count_from(tmp_path: Path) -> None:
    steps = (
        "  - {id: call, task: Call, outcomes: [{name: spoke, asks: text}]}\n"
        "  - {id: then, wait: until steps.call.answer}\n"
    )
    [(code, _, message, _)] = told(tmp_path, steps)
    assert (code, message) == ("N034", "`steps.call.answer` is not a date that can be counted from")


def test_the_date_that_an_outcome_asks_for_can_be_counted_from(tmp_path: Path) -> None:
    steps = (
        "  - {id: the-call, task: Call, outcomes: [done, {name: later, asks: date}, {name: spoke, asks: text}]}\n"
        "  - {id: then, wait: until 1 day before steps.the_call.answer at 10:00}\n"
    )
    assert told(tmp_path, steps) == []


def test_outcomes_are_written_back_as_they_were() -> None:
    step = pick_step({"id": "call", "task": "Call", "outcomes": ["done", {"name": "later", "asks": "date"}]})
    assert step.model_dump(mode="json", by_alias=True)["outcomes"] == ["done", {"name": "later", "asks": "date"}]
    assert pick_step(step.model_dump(mode="json", by_alias=True, exclude_unset=True)) == step


def test_a_letter_that_left_lets_nobody_in(tmp_path: Path) -> None:
    head = HEAD.replace("application.created", "application.told")
    [(code, _, message, hint), *_] = told(tmp_path, "  - {id: call, task: Call}\n", head=head)
    assert (code, message) == ("N044", "`application.told` follows from a message of ours, and lets nobody in")
    assert hint == "write an `enroll` step after that message, or wait for it with `wait_for`"


def test_a_task_that_is_done_lets_nobody_in(tmp_path: Path) -> None:
    head = HEAD.replace("application.created", "task.done")
    [(code, _, message, _)] = told(tmp_path, "  - {id: call, task: Call}\n", head=head)
    assert (code, message) == ("N073", "`task.done` is news for the run that brings it about, and lets nobody in")


@pytest.mark.parametrize("key", ["from: hiring_manager", "from: desk"])
def test_whoever_signs_may_be_a_role_of_two_words(tmp_path: Path, key: str) -> None:
    head = HEAD.replace("steps:\n", f"send: {{{key}}}\nsteps:\n")
    assert told(tmp_path, "  - {id: call, task: Call}\n", head=head) == []


def test_whoever_has_to_say_yes_to_a_mail_is_known(tmp_path: Path) -> None:
    (tmp_path / "templates").mkdir()
    (tmp_path / "templates" / "hello.md").write_text("---\nsubject: Hello\n---\n\nThank you.\n")
    assert told(tmp_path, "  - {id: hello, email: hello, approve: hiring_manager}\n") == []
    [(code, _, message, hint)] = told(tmp_path, "  - {id: hello, email: hello, approve: desc}\n")
    assert (code, message, hint) == ("N043", "nobody called `desc` can be asked", "did you mean `desk`?")
    [(code, _, message, hint)] = told(tmp_path, "  - {id: hello, email: hello, approve_within: 2 days}\n")
    assert (code, message) == ("N018", "`approve_within` has no effect without `approve`")
    assert hint == "say by `approve` who is asked, or leave it out"


def test_an_arm_that_a_split_does_not_have_is_told(tmp_path: Path) -> None:
    steps = (
        "  - {id: arms, split: {one: {weight: 1}, two: {weight: 1}}}\n"
        '  - id: way\n    branch:\n      - when: steps.arms.outcome == "tow"\n        steps: []\n'
    )
    assert [(code, message) for code, _, message, _ in told(tmp_path, steps)] == [
        ("N023", "`steps.arms.outcome` is never “tow”")
    ]
