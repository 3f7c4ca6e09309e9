from pathlib import Path

import pytest

from nurture.language.load import read_text
from nurture.language.plan import Plan, plan_of
from nurture.language.sequence import Sequence
from nurture.language.steps import EmailStep

STEPS = """\
  - id: hello
    email: hello
  - id: role
    wait_for: {event: job.opened, timeout: 90 days}
    then:
      - {id: share, email: share}
      - id: which
        branch:
          - when: candidate.can_email
            steps: [{id: inner, wait: 1 day}]
          - otherwise: []
    otherwise:
      - {id: coffee, email: coffee}
  - {id: last, email: last}
"""


HEAD = "sequence: a\ntitle: A\nowner: o\npurpose: internal\nenroll: {on: manual}\nexit: []\n"


def plan(steps: str = STEPS, version: int = 3, head: str = HEAD) -> Plan:
    source = read_text(f"{head}steps:\n{steps}", Path("x.yaml"))
    return plan_of(Sequence.model_validate(source.data), version)


def test_a_plan_begins_at_the_first_step_and_has_all_steps_in_the_order_of_the_file() -> None:
    assert plan().first == "hello"
    assert list(plan().steps) == ["hello", "role", "share", "which", "inner", "coffee", "last"]


@pytest.mark.parametrize(
    ("step", "following"),
    [
        ("hello", "role"),
        ("role", "last"),
        ("share", "which"),
        ("which", "last"),
        ("inner", "last"),
        ("coffee", "last"),
        ("last", None),
    ],
)
def test_after_a_step_comes_the_next_one_and_after_a_block_what_follows_the_step_around_it(
    step: str, following: str | None
) -> None:
    assert plan().after(step) == following


@pytest.mark.parametrize(
    ("step", "number", "start"),
    [("role", 0, "share"), ("role", 1, "coffee"), ("which", 0, "inner"), ("which", 1, "last")],
)
def test_a_block_begins_with_its_first_step_and_an_empty_one_goes_on(step: str, number: int, start: str) -> None:
    assert plan().block(step, number) == start


ROUNDS_AND_TRACKS = """\
  - id: rounds
    repeat:
      every: 1 day
      times: 2
      steps:
        - id: both
          together:
            tracks:
              a: [{id: in-a, wait: 1 day}, {id: also-in-a, branch: [{otherwise: [{id: deep-in-a, wait: 1 day}]}]}]
              b: [{id: in-b, wait: 1 day}]
  - {id: last, email: last}
"""


@pytest.mark.parametrize(
    ("step", "following"),
    [("rounds", "last"), ("both", "rounds"), ("in-a", "also-in-a"), ("deep-in-a", None), ("in-b", None)],
)
def test_a_round_leads_back_to_its_repeat_and_a_track_ends_where_it_ends(step: str, following: str | None) -> None:
    assert plan(ROUNDS_AND_TRACKS).after(step) == following


@pytest.mark.parametrize(
    ("one", "other", "side_by_side"),
    [("in-a", "in-b", True), ("deep-in-a", "in-b", True), ("in-a", "deep-in-a", False), ("both", "in-a", False)],
)
def test_steps_of_different_tracks_stand_side_by_side(one: str, other: str, side_by_side: bool) -> None:
    assert plan(ROUNDS_AND_TRACKS).are_side_by_side(one, other) is side_by_side
    assert plan(ROUNDS_AND_TRACKS).are_side_by_side(other, one) is side_by_side


def test_it_is_known_which_steps_stand_around_another() -> None:
    around = [step for step in plan(ROUNDS_AND_TRACKS).steps if plan(ROUNDS_AND_TRACKS).is_around(step, "deep-in-a")]
    assert around == ["rounds", "both", "also-in-a"]


def test_a_plan_written_as_json_and_read_again_is_the_same() -> None:
    again = Plan.from_json(plan().to_json())
    assert again == plan()
    assert again.version == 3
    assert again.after("inner") == plan().after("inner")


def test_another_version_is_another_plan() -> None:
    assert plan(version=1) != plan(version=2)


COUNTDOWN = """\
  - {id: hello, email: hello}
  - {id: before, wait: until 3 days before hire.start_date at 09:00}
  - {id: plan, email: plan}
  - {id: text, sms: text}
  - id: site
    branch:
      - when: candidate.can_email
        steps: [{id: office, email: office}, {id: day, wait: 1 day}, {id: next-day, email: next-day}]
      - otherwise: [{id: remote, email: remote, if_late: send}]
  - {id: joined, email: joined}
  - {id: after, wait: until 3 days after hire.start_date at 09:00}
  - {id: how-is-it, email: how-is-it}
"""


@pytest.mark.parametrize(
    ("step", "if_late", "why"),
    [
        ("hello", None, "nothing is counted down yet"),
        ("plan", "skip", "it comes right after the wait"),
        ("text", "skip", "so does what follows it at once"),
        ("office", "skip", "and what a branch begins with"),
        ("next-day", None, "a day later it is no countdown any more"),
        ("remote", "send", "what the author says counts"),
        ("joined", None, "nobody knows how long the branch took"),
        ("how-is-it", None, "after a date nothing is counted down"),
    ],
)
def test_what_comes_right_after_a_wait_for_a_time_before_a_date_is_skipped_when_it_is_late(
    step: str, if_late: str | None, why: str
) -> None:
    assert plan(COUNTDOWN).steps[step].if_late == if_late, why


def test_the_digest_of_the_sequence_is_that_of_every_mail_that_says_nothing_itself() -> None:
    head = HEAD.replace("exit: []", "exit: []\nsend: {digest: daily at 10:00}")
    mails = "- {id: a, email: a}\n- {id: b, email: a, digest: daily at 11:00}\n- {id: c, email: a, digest: none}\n"
    made = plan(mails, head=head)
    again = Plan.from_json(made.to_json())
    for each in (made, again):
        digests = {name: step.digest for name, step in each.steps.items() if isinstance(step, EmailStep)}
        assert {name: str(digest) for name, digest in digests.items()} == {
            "a": "daily at 10:00",
            "b": "daily at 11:00",
            "c": "None",
        }
