"""Blocks: steps that stand once in the head of a sequence, and are put in where they are used."""

import json
from pathlib import Path

import pytest

from nurture.language.blocks import MOST_STEPS
from nurture.language.check import Checked, check_folder
from nurture.language.layout import lay_out
from nurture.language.sequence import Sequence
from nurture.language.steps import BranchStep, EmailStep, TaskStep, WaitStep
from tests.unit.language.welcome import HEAD, Write, found

BLOCK = """\
blocks:
  milestone:
    given: [day, to]
    steps:
      - id: wait
        wait: <day> days
      - id: ask
        task: Ask after <day> days
        assign: <to>
        outcomes: [good, bad]
      - id: then
        branch:
          - when: steps.ask.outcome == "bad"
            steps:
              - {id: mail, email: hello, if: steps.other.outcome == "done"}
"""
USES = """\
steps:
  - id: other
    task: Look
  - {id: day-3, block: milestone, with: {day: 3, to: recruiter}}
  - {id: day-9, block: milestone, with: {day: 9, to: [coordinator, recruiter]}}
"""


def checked_with(write: Write, blocks: str, steps: str) -> Checked:
    return check_folder(write({"welcome.yaml": HEAD + blocks + steps}))


def sequence_of(checked: Checked) -> Sequence:
    assert not checked.diagnostics, checked.diagnostics
    return checked.sequences[0].sequence


def test_steps_are_put_in_with_what_they_are_given(write: Write) -> None:
    sequence = sequence_of(checked_with(write, BLOCK, USES))
    ids = [step.id for step in sequence.steps]
    assert ids == ["other", "day-3-wait", "day-3-ask", "day-3-then", "day-9-wait", "day-9-ask", "day-9-then"]
    _, wait, ask, then, *_, later, _ = sequence.steps
    assert isinstance(wait, WaitStep)
    assert str(wait.wait) == "3 days"
    assert isinstance(ask, TaskStep)
    assert (ask.task.text, ask.assign) == ("Ask after 3 days", ("recruiter",))
    assert isinstance(later, TaskStep)
    assert later.assign == ("coordinator", "recruiter"), "a list by itself stays a list"
    assert isinstance(then, BranchStep)
    [mail] = then.branch[0].steps
    assert isinstance(mail, EmailStep)
    assert then.branch[0].when is not None
    assert then.branch[0].when.text == 'steps.day_3_ask.outcome == "bad"', "a step of the block is the use's own"
    assert mail.if_ is not None
    assert mail.if_.text == 'steps.other.outcome == "done"', "any other is what it is everywhere"
    assert mail.id == "day-3-mail"


def test_what_is_published_are_the_steps_alone_as_if_they_had_been_written_out(write: Write) -> None:
    block = "blocks:\n  a-day:\n    given: [n]\n    steps: [{id: wait, wait: <n> days}, {id: mail, email: hello}]\n"
    [put_in] = checked_with(write, block, "steps: [{id: one, block: a-day, with: {n: 2}}]\n").sequences
    [plain] = checked_with(write, "", "steps: [{id: one-wait, wait: 2 days}, {id: one-mail, email: hello}]\n").sequences
    assert put_in.content_hash == plain.content_hash
    assert put_in.sequence == plain.sequence
    assert "blocks" not in json.loads(put_in.sequence.model_dump_json(by_alias=True))


def test_a_block_can_be_used_inside_other_steps_and_answer_a_mail_of_its_own(write: Write) -> None:
    block = (
        "blocks:\n  pair:\n    steps:\n      - {id: first, email: hello}\n      - {id: wait, wait: 3 days}\n"
        "      - {id: again, email: hello, reply_to_step: first}\n"
    )
    tracks = (
        "steps:\n- id: both\n  together:\n    tracks:\n      one: [{id: b, block: pair}]\n"
        "      other: [{id: d, wait: 1 day}]\n"
    )
    [both] = sequence_of(checked_with(write, block, tracks)).steps
    again = both.blocks()[0][2]
    assert isinstance(again, EmailStep)
    assert (again.id, again.reply_to_step) == ("b-again", "b-first")


def test_another_use_is_named_by_its_id_in_conditions_and_texts_alike(write: Write) -> None:
    block = """\
blocks:
  after:
    given: [before]
    steps:
      - {id: ask, task: "Ask again, as in <before>", outcomes: [yes, no], if: steps.<before>_ask.outcome == "yes"}
"""
    first = "- {id: hello, email: hello}\n- {id: day-3-ask, task: Ask, outcomes: [yes, no]}\n"
    use = "- {id: d, block: after, with: {before: day-3}}\n"
    *_, ask = sequence_of(checked_with(write, block, f"steps:\n{first}{use}")).steps
    assert isinstance(ask, TaskStep)
    assert ask.if_ is not None
    assert (ask.task.text, ask.if_.text) == ("Ask again, as in day-3", 'steps.day_3_ask.outcome == "yes"')


@pytest.mark.parametrize(
    ("before", "after", "expected", "said"),
    [
        (
            "block: milestone, with: {day: 3,",
            "block: mileston, with: {day: 3,",
            ("N083", 25, 24),
            "no block `mileston`",
        ),
        ("with: {day: 3, to: recruiter}", "with: {day: 3}", ("N084", 25, 24), "is not given `to`"),
        ("{day: 3, to: recruiter}", "{day: 3, to: recruiter, dya: 4}", ("N084", 25, 65), "takes no `dya`"),
        ("given: [day, to]", "given: [day, to, more]", ("N084", 9, 22), "no step of the block names `<more>`"),
        ("Ask after <day> days", "Ask after <dya> days", ("N084", 14, 15), "the block is given no `dya`"),
        ("id: day-3, block", "id: day-3, if: x, block", ("N010", 25, 17), "`if` can't stand beside `block`"),
        ("email: hello, if", "block: milestone, if", ("N086", 21, 35), "a block holds no other"),
        ("    given: [day, to]\n", "    given: [day, to]\n    gives: 3\n", ("N010", 10, 5), "unknown key `gives`"),
    ],
)
def test_a_use_that_makes_no_sense_is_told_in_its_place(
    write: Write, before: str, after: str, expected: tuple[str, int, int], said: str
) -> None:
    text = BLOCK + USES
    assert before in text
    checked = check_folder(write({"welcome.yaml": HEAD + text.replace(before, after, 1)}))
    places = {(each.code, each.line, each.col): each.message for each in checked.diagnostics}
    assert expected in places, places
    assert said in places[expected]


def test_what_is_wrong_in_a_block_is_told_once_there_with_its_uses(write: Write) -> None:
    checked = checked_with(write, BLOCK.replace("assign: <to>", "asign: <to>"), USES)
    [unknown] = [each for each in checked.diagnostics if each.code == "N010"]
    assert (unknown.line, unknown.col) == (15, 9)
    assert unknown.message == "unknown key `asign` (in `day-3`, line 25, and 1 more)"
    assert unknown.mark.use is None


def test_what_one_use_makes_wrong_is_told_with_that_use(write: Write) -> None:
    checked = checked_with(write, BLOCK, USES.replace("day: 9", "day: some"))
    [wrong] = checked.diagnostics
    assert (wrong.code, wrong.line, wrong.col) == ("N031", 12, 15)
    assert wrong.message.endswith("(in `day-9`, line 26)")


def test_a_block_that_nothing_uses_is_a_warning(write: Write) -> None:
    checked = checked_with(write, BLOCK, "steps:\n- {id: hello, email: hello}\n")
    assert found(checked) == [("N087", "welcome.yaml", 8, 3)]
    assert checked.ok


def test_blocks_do_not_grow_without_end(write: Write) -> None:
    steps = "".join(f"      - {{id: s{number}, wait: 1 day}}\n" for number in range(100))
    uses = "".join(f"- {{id: u{number}, block: many}}\n" for number in range(MOST_STEPS // 100 + 1))
    checked = checked_with(write, f"blocks:\n  many:\n    steps:\n{steps}", f"steps:\n{uses}")
    assert "N086" in {each.code for each in checked.diagnostics}


@pytest.mark.parametrize(
    ("blocks", "with_"),
    [
        ("given: [x]\n    steps:\n      - {id: a, task: " + "<x>" * 1_000 + "}", "{x: " + "y" * 2_000 + "}"),
        ("steps:\n      - {id: a, task: " + "y" * 100_000 + "}", "{}"),
        ("steps:\n      - {id: a, body: [" + "1, " * 60_000 + "1]}", "{}"),
    ],
)
def test_neither_do_texts_and_lists(write: Write, blocks: str, with_: str) -> None:
    uses = "".join(f"- {{id: u{number}, block: many, with: {with_}}}\n" for number in range(20))
    checked = checked_with(write, f"blocks:\n  many:\n    {blocks}\n", f"steps:\n{uses}")
    assert "more than 1000000 characters" in " ".join(each.message for each in checked.diagnostics)


@pytest.mark.parametrize(
    ("block", "use"),
    [
        ("{given: 3, steps: [{id: a, wait: <x>}]}", "{id: u, block: odd, with: {x: 1 day}}"),
        ("{given: day, steps: [{id: a, wait: 1 day}]}", "{id: u, block: odd}"),
        ("{steps: 3}", "{id: u, block: odd}"),
        ("3", "{id: u, block: odd}"),
        ("{steps: [3, {id: 3, wait: 1 day}, {wait: 1 day}]}", "{id: u, block: odd}"),
        ("{steps: [{id: a, wait: 1 day}]}", "{id: u, block: [odd]}"),
        ("{steps: [{id: a, wait: 1 day}]}", "{id: u, block: {odd: 1}}"),
        ("{steps: [{id: a, wait: 1 day}]}", "{id: 3, block: odd}"),
        ("{steps: [{id: a, wait: 1 day}]}", "{id: u, block: odd, with: 3}"),
        ("{given: [x], steps: [{id: a, task: a <x> b}]}", "{id: u, block: odd, with: {x: [[1], {y: 2}]}}"),
    ],
)
def test_whatever_is_written_there_is_told_and_breaks_nothing(write: Write, block: str, use: str) -> None:
    checked = checked_with(write, f"blocks:\n  odd: {block}\n", f"steps:\n- {use}\n- {{id: last, wait: 1 day}}\n")
    assert not checked.ok, checked.diagnostics


def test_a_file_full_of_faults_beside_blocks_is_told_of_before_anybody_gives_up(write: Write) -> None:
    """Each part is looked up when it is copied. Were all of them gone through for each, this would take minutes."""
    steps = "".join(f"- {{id: s{number}, wait: , k: }}\n" for number in range(16_000))
    checked = checked_with(write, "blocks: {}\n", f"steps:\n{steps}")
    assert len(checked.diagnostics) >= 32_000


def test_what_comes_after_a_use_keeps_its_place(write: Write) -> None:
    checked = checked_with(write, BLOCK, USES + "  - {id: last, email: nobody}\n")
    assert ("N050", "welcome.yaml", 27, 23) in found(checked)


def test_two_uses_of_one_name_are_two_steps_of_one_name(write: Write) -> None:
    checked = checked_with(write, BLOCK, USES.replace("id: day-9", "id: day-3"))
    assert {each.code for each in checked.diagnostics} == {"N040"}


def test_a_file_with_blocks_is_laid_out_and_means_the_same() -> None:
    untidy = HEAD + BLOCK.replace("given: [day, to]", "given: [ day,   to ]") + USES
    made = lay_out(untidy, Path("welcome.yaml"), Sequence)
    assert (made.why_not, made.diagnostics) == (None, ())
    assert "given: [day, to]" in made.text
    assert lay_out(made.text, Path("welcome.yaml"), Sequence).text == made.text


def test_a_plan_holds_no_block() -> None:
    with pytest.raises(ValueError, match="put in when its file is read"):
        Sequence.model_validate(
            {
                "sequence": "a",
                "title": "A",
                "owner": "o",
                "purpose": "internal",
                "enroll": {"on": "manual"},
                "steps": [{"id": "b", "block": "c"}],
            }
        )
