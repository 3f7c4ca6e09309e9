from pathlib import Path

import pytest
from pydantic import ValidationError

from nurture.language.expressions import Expression
from nurture.language.load import read_text
from nurture.language.steps import (
    STEP_KINDS,
    Arm,
    BranchStep,
    EmailStep,
    ExitStep,
    Step,
    WaitForStep,
    WaitStep,
    every_step,
)
from nurture.language.steps.pick import pick_step
from nurture.timing.duration import Duration
from nurture.timing.lead import Lead
from nurture.timing.wait import Wait


def steps(yaml: str) -> tuple[Step, ...]:
    indented = "".join(f"  {line}\n" for line in yaml.splitlines())
    source = read_text(f"steps:\n{indented}", Path("x.yaml"))
    assert source.data is not None, source.diagnostics
    assert isinstance(source.data["steps"], list)
    return tuple(map(pick_step, source.data["steps"]))


@pytest.mark.parametrize("kind", STEP_KINDS.values(), ids=STEP_KINDS)
def test_the_example_of_every_kind_of_step_can_be_read_and_written_back(kind: type[Step]) -> None:
    read = steps(kind.EXAMPLE)
    assert kind in {type(step) for step in read}
    for step in read:
        assert pick_step(step.model_dump(mode="json", by_alias=True)) == step


@pytest.mark.parametrize("kind", STEP_KINDS.values(), ids=STEP_KINDS)
def test_every_kind_of_step_explains_itself_and_each_of_its_keys(kind: type[Step]) -> None:
    assert "outcome" in (kind.__doc__ or ""), "what later steps can ask for"
    assert all(field.description for field in kind.model_fields.values())


def test_a_kind_is_told_by_a_key_that_it_has() -> None:
    assert all(key in kind.model_fields for key, kind in STEP_KINDS.items())


def test_a_mail_without_further_words_goes_to_the_candidate_and_does_not_say_when_it_is_late() -> None:
    [step] = steps("- id: a\n  email: x/y")
    assert isinstance(step, EmailStep)
    assert (step.to, step.if_late) == (("candidate",), None)
    assert (step.late_after, step.hours, step.sender) == (None, None, None)


def test_a_mail_that_is_skipped_when_late_is_late_after_a_day() -> None:
    [step] = steps("- id: a\n  email: x\n  if_late: skip")
    assert isinstance(step, EmailStep)
    assert step.too_late_after == Duration.parse("1 day")


def test_any_time_is_always() -> None:
    [step] = steps("- id: a\n  email: x\n  hours: any time")
    assert isinstance(step, EmailStep)
    assert step.hours is not None
    assert step.hours.is_always


def test_a_wait_for_takes_one_event_or_several() -> None:
    [one] = steps("- id: a\n  wait_for:\n    event: job.opened")
    [two] = steps("- id: a\n  wait_for:\n    event: [job.opened, job.updated]\n    timeout: until 09:00")
    assert isinstance(one, WaitForStep)
    assert isinstance(two, WaitForStep)
    assert (one.wait_for.event, one.wait_for.timeout) == (("job.opened",), None)
    assert (two.wait_for.event, two.wait_for.timeout) == (("job.opened", "job.updated"), Wait.parse("until 09:00"))


def test_the_arms_of_a_branch_are_blocks_in_order_and_otherwise_has_no_condition() -> None:
    [branch] = steps(
        """\
- id: b
  branch:
    - when: candidate.can_email
      steps:
        - id: one
          wait: 1 day
    - otherwise:
        - id: two
          exit: gone"""
    )
    assert isinstance(branch, BranchStep)
    assert [arm.when for arm in branch.branch] == [Expression("candidate.can_email"), None]
    assert [step.id for step in every_step((branch,))] == ["b", "one", "two"]
    assert Arm.model_validate(branch.branch[1].model_dump(by_alias=True)) == branch.branch[1]


@pytest.mark.parametrize(
    ("yaml", "leaves"),
    [
        ("- id: a\n  exit: done", True),
        ("- id: a\n  wait: 1 day", False),
        ("- id: a\n  email: x", False),
        ("- id: a\n  wait_for: {event: job.opened, timeout: 1 day}\n  then: [{id: b, exit: x}]", False),
        (
            "- id: a\n  wait_for: {event: job.opened, timeout: 1 day}\n  then: [{id: b, exit: x}]\n"
            "  otherwise: [{id: c, exit: y}]",
            True,
        ),
        ("- id: a\n  wait_for: {event: job.opened}\n  then: [{id: b, exit: x}]", True),
        ("- id: a\n  wait_for: {event: job.opened}", False),
        ("- id: a\n  branch: [{when: candidate.can_email, steps: [{id: b, exit: x}]}]", False),
        (
            "- id: a\n  branch: [{when: now, steps: [{id: b, exit: x}]}, {otherwise: [{id: c, exit: y}]}]",
            True,
        ),
        ("- id: a\n  branch: [{otherwise: []}]", False),
        ("- id: a\n  repeat: {every: 1 day, times: 2, steps: [{id: b, exit: x}]}", True),
        ("- id: a\n  repeat: {every: 1 day, times: 2, until: now, steps: [{id: b, exit: x}]}", False),
        ("- id: a\n  together: {tracks: {t: [{id: b, exit: x}], u: [{id: c, wait: 1 day}]}}", True),
        ("- id: a\n  together: {until: any, tracks: {t: [{id: b, exit: x}], u: [{id: c, wait: 1 day}]}}", False),
        ("- id: a\n  together: {until: any, tracks: {t: [{id: b, exit: x}], u: [{id: c, exit: y}]}}", True),
    ],
)
def test_it_is_known_whether_anybody_gets_past_a_step(yaml: str, leaves: bool) -> None:
    [step] = steps(yaml)
    assert step.always_exits() is leaves


def test_the_kind_follows_from_the_action() -> None:
    kinds = [type(step) for step in steps("- id: a\n  wait: 1 day\n- id: b\n  exit: x\n- id: c\n  email: y")]
    assert kinds == [WaitStep, ExitStep, EmailStep]


def test_a_mail_keeps_its_options_when_it_is_written_back() -> None:
    [step] = steps(
        """\
- id: b
  email: x
  slide: earlier at 12:00
  unless_sent_within: 7 days
  unless_within: 2 days of hire.start_date on entry
  reply_to_step: a"""
    )
    assert pick_step(step.model_dump(mode="json", by_alias=True)) == step
    assert isinstance(step, EmailStep)
    assert step.unless_within == Lead.parse("2 days of hire.start_date on entry")


@pytest.mark.parametrize(
    "options",
    ["hold: 1 hour, slide: earlier", "to: recruiter, unless_sent_within: 7 days", "late_after: 1 hour"],
)
def test_options_of_a_mail_that_contradict_each_other_are_refused(options: str) -> None:
    with pytest.raises(ValidationError, match=r"no effect|forward|protects"):
        steps(f"- {{id: a, email: x, {options}}}")


@pytest.mark.parametrize(
    ("awaited", "said"),
    [
        ("{timeout: 1 day}", "nothing is waited for"),
        ("{event: job.opened, all: [job.closed]}", "each of them"),
        ("{when: now, where: now}", "there is none"),
        ("{event: [job.opened, job.opened], enough: 2}", "names fewer"),
        ("{when: now, of: application.job}", "none is named"),
        ("{event: candidate.replied, of: application.job}", "is not an event of `application.job`"),
        ("{event: application.created, of: candidate.applications}", "is not an event of `candidate.applications`"),
    ],
)
def test_a_wait_for_that_makes_no_sense_is_refused(awaited: str, said: str) -> None:
    with pytest.raises(ValidationError, match=said):
        steps(f"- {{id: a, wait_for: {awaited}}}")


def test_a_wait_for_keeps_its_form_when_it_is_written_back() -> None:
    for step in steps(
        """\
- {id: a, wait_for: {all: [job.opened, job.closed], of: application.job}}
- {id: b, wait_for: {event: [job.opened, job.closed, job.updated], enough: 2, when: candidate.can_email}}"""
    ):
        assert pick_step(step.model_dump(mode="json", by_alias=True)) == step


@pytest.mark.parametrize(
    ("options", "said"),
    [
        ("to: recruiter", "this goes to the recruiter"),
        ("if_late: merge", "may go out in another one"),
    ],
)
def test_openings_are_told_to_the_candidate_in_a_mail_of_their_own(options: str, said: str) -> None:
    with pytest.raises(ValidationError) as refused:
        steps(f"- id: a\n  email: x/y\n  openings: job.office\n  {options}")
    [error] = refused.value.errors()
    assert (error["type"], said in error["msg"]) == ("N018", True)
