"""`nurture fmt`: one layout, the same meaning, every comment."""

from pathlib import Path
from textwrap import dedent, indent

import pytest
import yaml
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from nurture.language.blocks import expanded
from nurture.language.codes import CODES, Code
from nurture.language.company import CompanyFile
from nurture.language.layout import lay_out
from nurture.language.layout.comments import comments_of
from nurture.language.load import read_text
from nurture.language.sequence import Sequence
from nurture.language.steps import STEP_KINDS

SEQUENCES = Path(__file__).parents[3] / "sequences"
OURS = sorted(SEQUENCES.glob("*.yaml"))
JOURNEYS = sorted((Path(__file__).parents[2] / "journeys").glob("*/*.yaml"))
WITH_BLOCKS = [path for path in JOURNEYS if "\nblocks:\n" in path.read_text()]
HEAD = "sequence: a\ntitle: A\nowner: me\npurpose: internal\n\nenroll:\n  on: manual\n\n"


def model_of(path: Path) -> type[Sequence | CompanyFile]:
    return CompanyFile if path.name == "company.yaml" else Sequence


def laid(text: str, model: type[Sequence | CompanyFile] = Sequence) -> str:
    made = lay_out(dedent(text), Path("a.yaml"), model)
    assert made.diagnostics == ()
    assert made.why_not is None
    return made.text


def steps(text: str) -> str:
    """The steps of a sequence with these, laid out."""
    made = laid(f"{HEAD}steps:\n{text}")
    return made.removeprefix(f"{HEAD}steps:\n")


@pytest.mark.parametrize("path", OURS, ids=lambda path: path.name)
def test_our_own_files_are_laid_out_already(path: Path) -> None:
    assert laid(path.read_text(), model_of(path)) == path.read_text()


@pytest.mark.parametrize("kind", STEP_KINDS)
def test_the_example_of_a_step_is_laid_out_already(kind: str) -> None:
    text = "".join(f"  {line}" for line in STEP_KINDS[kind].EXAMPLE.splitlines(keepends=True))
    assert steps(text) == text


@pytest.mark.parametrize("code", CODES.values(), ids=lambda code: code.code)
def test_every_example_that_is_right_can_be_laid_out_and_stays_so(code: Code) -> None:
    for path, text in code.good.folder().items():
        if path.endswith(".yaml"):
            once = laid(text, model_of(Path(path)))
            assert laid(once, model_of(Path(path))) == once


@pytest.mark.parametrize(
    ("before", "after"),
    [
        pytest.param("- id: a\n  wait: 3 Business  days", "  - id: a\n    wait: 3 business days\n", id="duration"),
        pytest.param(
            "- {id: a, email: b, hours: Mon - Fri 9:00-17:00}",
            "  - id: a\n    email: b\n    hours: mon-fri 09:00-17:00\n",
            id="hours in braces",
        ),
        pytest.param(
            "- id: a\n  email: b\n  hours: any time", "  - id: a\n    email: b\n    hours: any time\n", id="any time"
        ),
        pytest.param("- 'id': \"a\"\n  exit: 'b'", "  - id: a\n    exit: b\n", id="quotes that are not needed"),
        pytest.param(
            "- id: a\n  email: b\n  if: 'candidate.title == \"a: b\"'",
            "  - id: a\n    email: b\n    if: 'candidate.title == \"a: b\"'\n",
            id="quotes that are needed",
        ),
        pytest.param("- if: now\n  email: b\n  id: a", "  - id: a\n    email: b\n    if: now\n", id="order of keys"),
        pytest.param(
            "- wait_for: {timeout: 1 day, event: job.opened}\n  otherwise: []\n  then: []\n  id: a",
            "  - id: a\n    wait_for:\n      event: job.opened\n      timeout: 1 day\n"
            "    then: []\n    otherwise: []\n",
            id="steps come last",
        ),
        pytest.param(
            "- if: now  # why\n  email: b\n  id: a",
            "  - if: now  # why\n    email: b\n    id: a\n",
            id="order with a comment",
        ),
        pytest.param("-\n    id: a\n    exit: b", "  - id: a\n    exit: b\n", id="a dash of its own"),
        pytest.param(
            "- id: a\n  email: b\n  if: now\n    and\n      now  # c\n",
            "  - id: a\n    email: b\n    if: now\n      and\n      now  # c\n",
            id="text over lines",
        ),
        pytest.param(
            "- id: a\n  email: b\n  if: >-\n        now and\n        now\n",
            "  - id: a\n    email: b\n    if: >-\n      now and\n      now\n",
            id="folded text",
        ),
        pytest.param(
            "- id: a\n  exit: b\n  # of a\n# of c\n- id: c\n  exit: b",
            "  - id: a\n    exit: b\n    # of a\n  # of c\n  - id: c\n    exit: b\n",
            id="comments between steps",
        ),
        pytest.param(
            "- {id: a, exit: b}   # why\n- # odd\n  id: c\n  exit: d\n# the end",
            "  - id: a            # why\n    exit: b\n  # odd\n  - id: c\n    exit: d\n# the end\n",
            id="comments in odd places",
        ),
        pytest.param(
            "- id: a\n  exit: b\n\n\n\n- id: c\n  exit: d\n\n\n",
            "  - id: a\n    exit: b\n\n  - id: c\n    exit: d\n",
            id="empty lines",
        ),
        pytest.param(
            "- id: a\n  wait_for: {event: [ job.opened,'job.closed' ], timeout: 5 Days}",
            "  - id: a\n    wait_for:\n      event: [job.opened, job.closed]\n      timeout: 5 days\n",
            id="a short list",
        ),
        pytest.param(
            "- {id: a,  # one\n   exit: b}  # two\n",
            "  - id: a  # one\n    exit: b  # two\n",
            id="comments between braces",
        ),
        pytest.param(
            "- id: a\n  wait_for:\n    event: [job.opened, # one\n      job.closed] # two\n",
            "  - id: a\n    wait_for:\n      event:            # one\n"
            "        - job.opened\n        - job.closed  # two\n",
            id="comments between brackets",
        ),
    ],
)
def test_steps_are_laid_out(before: str, after: str) -> None:
    assert steps(before) == after


IN_BLOCK = (
    HEAD
    + """\
blocks:
  one:
    given: [n, days]
    steps:
{}

steps:
  - id: b
    block: one
    with:
      n: 2
      days: mon-fri

  - id: c
    block: one
    with:
      n: 3
      days: Mon - Fri
"""
)


@pytest.mark.parametrize(
    ("before", "after"),
    [
        pytest.param("- id: w\n  wait: 3  Days", "- id: w\n  wait: 3 days", id="a value"),
        pytest.param("- wait: <n>  Days\n  id: w", "- id: w\n  wait: <n>  Days", id="what a use fills in stays"),
        pytest.param(
            "- id: m\n  email: x\n  hours: <days> 9:00-17:00",
            "- id: m\n  email: x\n  hours: <days> 9:00-17:00",
            id="whatever it is filled in with",
        ),
        pytest.param(
            "- {id: w, wait: 1 day}\n- {id: m, email: x, if: steps.w.outcome == 'waited'}",
            "- id: w\n  wait: 1 day\n- id: m\n  email: x\n  if: steps.w.outcome == 'waited'",
            id="and so does the name of a step of the block",
        ),
        pytest.param(
            "# why\n- {repeat: {times: <n>, every: 2  Days, steps: [\n"
            "    {hours: MON-FRI 9:00-17:00, email: x, id: m}]}, id: r}",
            "# why\n- id: r\n  repeat:\n    every: 2 days\n    times: <n>\n    steps:\n"
            "      - id: m\n        email: x\n        hours: mon-fri 09:00-17:00",
            id="steps in steps, and comments",
        ),
    ],
)
def test_the_steps_of_a_block_are_laid_out_like_any_other(before: str, after: str) -> None:
    named = "- {id: n, task: <n> <days>}\n"
    last = "- id: n\n  task: <n> <days>\n"
    made = laid(IN_BLOCK.format(indent(named + before, " " * 4)))
    assert made == IN_BLOCK.format(indent(last + after, " " * 6))
    assert laid(made) == made


def test_what_is_wrong_in_a_block_is_told_once_when_it_is_laid_out() -> None:
    text = IN_BLOCK.format("      - {id: w, task: <n> <days>, asign: x}")
    made = lay_out(text, Path("a.yaml"), Sequence)
    assert [each.message for each in made.diagnostics] == ["unknown key `asign` (in `b`, line 16, and 1 more)"]


def test_sections_of_the_head_stand_apart_and_what_it_is_comes_first() -> None:
    before = """\
        title: A
        sequence: a
        owner: me
        purpose: internal
        enroll: {on: manual}
        for: candidate
        steps:
        - {id: a, exit: b}
    """
    assert laid(before) == (
        "sequence: a\ntitle: A\nowner: me\npurpose: internal\nfor: candidate\n\n"
        "enroll:\n  on: manual\n\nsteps:\n  - id: a\n    exit: b\n"
    )


def test_windows_line_ends_and_a_byte_order_mark_go() -> None:
    text = f"\ufeff{HEAD}steps:\n  - id: a\n    exit: b\n"
    assert laid(text.replace("\n", "\r\n")) == text.removeprefix("\ufeff")


def test_what_cant_be_laid_out_safely_stays_as_it_is_and_is_said() -> None:
    text = HEAD.replace("title: A", "title: |2-\n    A") + "steps:\n- id: a\n  exit: b\n"
    made = lay_out(text, Path("a.yaml"), Sequence)
    assert made.text == text
    assert made.why_not == "text that states its indentation can't be laid out safely"


@pytest.mark.parametrize("text", ["a: [", "sequence: a\n", f"{HEAD}steps: []\n"])
def test_what_the_check_refuses_is_told_and_not_touched(text: str) -> None:
    made = lay_out(text, Path("a.yaml"), Sequence)
    assert made.text == text
    assert made.diagnostics


@settings(max_examples=60, deadline=None)
@given(st.data())
def test_however_a_file_is_written_its_meaning_and_comments_stay_and_a_second_time_changes_nothing(data) -> None:
    path = data.draw(st.sampled_from([*OURS, *WITH_BLOCKS]))
    model = model_of(path)
    style = data.draw(
        st.fixed_dictionaries(
            {
                "indent": st.integers(2, 7),
                "default_flow_style": st.sampled_from([False, None, True]),
                "default_style": st.sampled_from([None, None, "'", '"']),
                "width": st.sampled_from([20, 60, 10_000]),
                "sort_keys": st.booleans(),
            }
        )
    )
    text = yaml.dump(read_text(path.read_text(), path).data, allow_unicode=True, **style)
    for _ in range(data.draw(st.integers(0, 6))):
        text = commented(data, text)
    made = lay_out(text, path, model)
    assume(not made.diagnostics)  # a comment may cut a text short

    source = expanded(read_text(text, path))
    assert source.data is not None
    assert made.why_not is None
    again = expanded(read_text(made.text, path))
    assert again.data is not None
    assert model.model_validate(again.data) == model.model_validate(source.data)
    assert [each.text for each in comments_of(made.text)] == [each.text for each in comments_of(text)]
    assert lay_out(made.text, path, model).text == made.text


def commented(data, text: str) -> str:
    """The text with a comment, or an empty line, somewhere; it may come to stand in the middle of a text."""
    lines = text.split("\n")
    at = data.draw(st.integers(0, len(lines) - 1))
    kind = data.draw(st.sampled_from(["beside", "above", "empty"]))
    if kind == "beside":
        lines[at] += f"  # beside {at}"
    else:
        lines.insert(at, f"{' ' * data.draw(st.integers(0, 12))}# above" if kind == "above" else "")
    return "\n".join(lines)
