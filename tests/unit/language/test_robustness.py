"""Whatever stands in a file: diagnostics or a sequence, never an exception, and always within the text."""

from pathlib import Path

import pytest
import yaml
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from nurture.language.check import Checked, check_folder
from nurture.language.codes import Example
from nurture.language.diagnostics import lines_of, render, to_json
from nurture.language.load import read_text

WHOLE = Example(
    text="""\
exit:
  - on: [candidate.replied, candidate.contacted]
    as: in-touch
conditions:
  is-free: candidate.active_applications == 0
  may-be-asked: is_free and candidate.can_email
blocks:
  mail:
    given: [days, which]
    steps:
      - {id: wait, wait: <days> days}
      - {id: mail, email: <which>, if: may_be_asked and steps.wait.outcome == "waited"}
send:
  from: recruiter
  hours: mon-fri 09:00-17:00
steps:
  - id: role
    wait_for: {event: job.opened, where: event.job.title == "x", timeout: 90 days}
    then:
      - id: which
        branch:
          - when: candidate.can_email
            steps: [{id: inner, wait: 1 day}]
          - otherwise: []
    otherwise:
      - id: coffee
        email: hello
        if: candidate.language == "de"
  - {id: first, block: mail, with: {days: 3, which: hello}}
  - {id: second, block: mail, with: {days: 5, which: hello}}
"""
).folder()["welcome.yaml"]
KEYS = sorted(
    {"sequence", "enroll", "exit", "send", "steps", "id", "email", "wait", "wait_for", "branch", "when", "otherwise"}
    | {"then", "event", "where", "on", "as", "from", "for", "task", "if", "title", "owner", "purpose", "<<", ""}
    | {"split", "weight", "repeat", "every", "times", "until", "together", "tracks"}
    | {"conditions", "blocks", "block", "given", "with"}
)
SLIPS = ["", ":", "- ", "\t", "{", "é", "\n  ", '"', "x"]
VALUES = (
    st.sampled_from(
        [
            "a",
            "job.opened",
            "3 days",
            "50% of 3 days",
            "<a>",
            "a_b and a",
            "always",
            "{{",
            "candidate.x",
            "until x.y",
            "nurture",
            "candidate",
        ]
    )
    | st.text(max_size=20)
    | st.integers()
    | st.floats()
    | st.booleans()
    | st.none()
)
STRUCTURES = st.recursive(
    VALUES,
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.sampled_from(KEYS) | st.text(max_size=8), inner),
    max_leaves=25,
)
USES = st.dictionaries(st.sampled_from(KEYS), VALUES, max_size=4)
bounded = settings(
    max_examples=150, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow]
)


def check_text(text: str, folder: Path) -> Checked:
    for name, content in Example(text="").folder().items():
        (folder / name).parent.mkdir(exist_ok=True)
        (folder / name).write_text(content, encoding="utf-8")
    (folder / "welcome.yaml").write_text(text, encoding="utf-8", errors="surrogatepass", newline="")
    checked = check_folder(folder)
    assert checked.ok == (len(checked.sequences) == 1)
    for each in checked.diagnostics:
        if (content := checked.sources.get(each.path)) is not None and content:
            assert 1 <= each.line <= len(lines_of(content))
            assert 1 <= each.col <= each.mark.end_col
    render(checked.diagnostics, checked.sources)
    to_json(checked.diagnostics)
    return checked


@bounded
@given(st.text(max_size=200))
def test_any_text_is_read_without_an_exception(text: str) -> None:
    source = read_text(text, Path("x.yaml"))
    assert source.data is not None or source.diagnostics


@bounded
@given(st.dictionaries(st.sampled_from(KEYS), STRUCTURES, max_size=8))
def test_any_structure_gives_diagnostics_or_a_sequence(tmp_path: Path, structure: dict[str, object]) -> None:
    check_text(yaml.safe_dump(structure, allow_unicode=True, sort_keys=False), tmp_path)


@bounded
@given(st.integers(0, len(WHOLE)), st.integers(0, 12), st.sampled_from(SLIPS))
def test_a_sequence_with_a_slip_of_the_pen_gives_diagnostics_or_a_sequence(
    tmp_path: Path, start: int, length: int, put: str
) -> None:
    check_text(WHOLE[:start] + put + WHOLE[start + length :], tmp_path)


@bounded
@given(
    st.sampled_from(["conditions", "blocks"]), STRUCTURES, st.dictionaries(st.sampled_from(KEYS), VALUES, max_size=4)
)
def test_whatever_stands_in_the_head_gives_diagnostics_or_a_sequence(
    tmp_path: Path, key: str, structure: object, use: dict[str, object]
) -> None:
    step = yaml.safe_dump({"id": "u", "block": "mail", **use}, default_flow_style=True, width=10_000).strip()
    text = WHOLE.replace("  - id: role", f"  - {step}\n  - id: role")
    known = yaml.safe_load(WHOLE)
    check_text(text, tmp_path)
    check_text(yaml.safe_dump({**known, key: structure}, allow_unicode=True, sort_keys=False), tmp_path)


@pytest.mark.parametrize("line", range(1, WHOLE.count("\n") + 1))
def test_a_sequence_with_a_line_left_out_gives_diagnostics_or_a_sequence(tmp_path: Path, line: int) -> None:
    lines = WHOLE.splitlines(keepends=True)
    check_text("".join(lines[: line - 1] + lines[line:]), tmp_path)
