"""What the pages show of the language is right in the eyes of the checker."""

from collections.abc import Mapping
from pathlib import Path
from shutil import copy

import pytest
import yaml

from nurture.language.check import Checked, check_files
from nurture.language.diagnostics import render
from nurture.language.steps import STEP_KINDS
from nurture.timing.wait import Wait
from tests.unit.docs.markdown import ROOT, Block, blocks, named, table_under

LANGUAGE, README = ROOT / "docs/language.md", ROOT / "README.md"
SEQUENCES = ROOT / "sequences"

HEAD = """\
sequence: example
title: An example
owner: talent-ops@acme.example
purpose: internal
"""
ENROLL = """\
enroll:
  on: application.rejected
"""
EXIT = """\
exit:
  - {on: candidate.replied, as: replied}
  - {on: application.created, as: converted}
"""
STEPS = """\
steps:
  - id: hello
    email: hello
"""
WEBHOOKS = """
webhooks:
  payroll:
    url: https://hooks.acme.example/payroll
    secret: PAYROLL_WEBHOOK_SECRET
"""
CONDITIONS = """\
enroll:
  on: application.rejected
  where: {where}
exit:
  - {{on: candidate.replied, as: replied}}
  - {{when: {when}, as: ended}}
steps:
  - id: hello
    email: hello
    if: {if}
"""


def whole(snippet: str) -> str:
    """A sequence around a part of one."""
    data = yaml.load(snippet, yaml.BaseLoader)
    if isinstance(data, list):
        indented = "".join(f"  {line}" for line in snippet.splitlines(keepends=True))
        return HEAD + ENROLL + EXIT + f"steps:\n{indented}"
    assert isinstance(data, dict)
    if "sequence" in data:
        return snippet
    if data.keys() <= {"where", "if", "when"}:
        return HEAD + CONDITIONS.format_map(data)
    parts = {"enroll": ENROLL, "exit": EXIT, "steps": STEPS}
    return HEAD + snippet + "".join(part for key, part in parts.items() if key not in data)


def lay_out(folder: Path, text: str) -> Path:
    """Writes a sequence beside our company.yaml, with our templates where it names one of ours."""
    (folder / "company.yaml").write_text((SEQUENCES / "company.yaml").read_text() + WEBHOOKS)
    path = folder / "example.yaml"
    path.write_text(text)
    steps = yaml.load(text, yaml.BaseLoader)["steps"]
    for name in _named("enroll", steps):
        copy(SEQUENCES / f"{name}.yaml", folder / f"{name}.yaml")
    for name in _named("email", steps):
        template = folder / "templates" / f"{name}.md"
        template.parent.mkdir(parents=True, exist_ok=True)
        ours = SEQUENCES / "templates" / f"{name}.md"
        template.write_text(ours.read_text() if ours.exists() else "---\nsubject: Hello\n---\nHello.\n")
    return path


def _named(key: str, node: object) -> set[str]:
    """What stands under that key of any step."""
    if isinstance(node, list):
        return {name for each in node for name in _named(key, each)}
    if not isinstance(node, Mapping):
        return set()
    own = {str(node[key])} if key in node else set()
    return own.union(*(_named(key, each) for each in node.values()))


def said(checked: Checked) -> str:
    """What the checker says, as it says it."""
    return render(checked.diagnostics, checked.sources)


@pytest.mark.parametrize("block", blocks(LANGUAGE, "yaml company.yaml"), ids=lambda block: str(block.line))
def test_what_the_page_shows_of_company_yaml_is_in_order(block: Block, tmp_path: Path) -> None:
    path = lay_out(tmp_path, HEAD + ENROLL + STEPS)
    (tmp_path / "company.yaml").write_text((SEQUENCES / "company.yaml").read_text() + block.text)
    assert check_files([path], tmp_path).diagnostics == ()


def snippets() -> list[object]:
    """Every block of YAML on the pages that explain the language, and the example of each kind of step."""
    shown = [
        pytest.param(block, id=f"{named(page)}:{block.line}")
        for page in (LANGUAGE, README)
        for block in blocks(page, "yaml")
    ]
    examples = [
        pytest.param(Block(language="yaml", text=kind.EXAMPLE, file=None, line=0), id=f"the example of {name}")
        for name, kind in STEP_KINDS.items()
    ]
    return [*shown, *examples]


@pytest.mark.parametrize("snippet", snippets())
def test_a_snippet_has_neither_errors_nor_warnings(tmp_path: Path, snippet: Block) -> None:
    checked = check_files([lay_out(tmp_path, whole(snippet.text))])
    assert not checked.diagnostics, said(checked)


def test_a_snippet_that_is_wrong_is_found(tmp_path: Path) -> None:
    assert not check_files([lay_out(tmp_path, whole("- id: a\n  wait: 3 buisness days\n"))]).ok


def test_each_form_of_a_wait_that_the_language_page_lists_can_be_read() -> None:
    forms = [row[0].strip("`") for row in table_under(LANGUAGE, "Waits")]
    assert len(forms) > 5
    assert all(str(Wait.parse(form)) for form in forms)
