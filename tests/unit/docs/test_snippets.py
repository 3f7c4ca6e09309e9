"""What the pages show of the language is right in the eyes of the checker."""

from collections.abc import Mapping
from pathlib import Path
from shutil import copy

import pytest
import yaml

from nurture.language.check import Checked, check_files
from nurture.language.company import CompanyFile
from nurture.language.diagnostics import render
from nurture.language.load import read, read_text
from nurture.language.steps import STEP_KINDS
from nurture.timing.wait import Wait
from tests.unit.docs.markdown import ROOT, Block, blocks, named, table_under

LANGUAGE, README = ROOT / "docs/language.md", ROOT / "README.md"
SEQUENCES = ROOT / "sequences"

COMPANY = "name: Acme\npostal_address: 1 Main Street, 10115 Berlin\nzone: UTC\n"
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
    data = yaml.load(snippet, yaml.BaseLoader) or {}
    if isinstance(data, list):
        indented = "".join(f"  {line}" for line in snippet.splitlines(keepends=True))
        return HEAD + ENROLL + EXIT + f"steps:\n{indented}"
    assert isinstance(data, dict)
    if "sequence" in data:
        return snippet
    if data and data.keys() <= {"where", "if", "when"}:
        return HEAD + CONDITIONS.format_map(data)
    parts = {"enroll": ENROLL, "exit": EXIT, "steps": STEPS}
    return HEAD + snippet + "".join(part for key, part in parts.items() if key not in data)


def is_of_company(snippet: str) -> bool:
    """Whether a snippet is a part of company.yaml."""
    data = yaml.load(snippet, yaml.BaseLoader)
    return isinstance(data, dict) and data.keys() <= CompanyFile.model_fields.keys()


def lay_out(folder: Path, text: str) -> Path:
    """Writes a sequence beside our company.yaml, with our templates where it names one of ours.

    What the page shows of company.yaml is added to ours; such a part has a sequence beside it.
    """
    ours = dict(read(SEQUENCES / "company.yaml").data or {})
    declared = [block.text for block in blocks(LANGUAGE, "yaml") if is_of_company(block.text)]
    for part in (*declared, *([text] if is_of_company(text) else [])):
        ours |= read_text(part, SEQUENCES).data or {}
    text = whole("- {id: hello, email: hello}") if is_of_company(text) else text
    (folder / "company.yaml").write_text(yaml.safe_dump(ours))
    path = folder / "example.yaml"
    path.write_text(text)
    steps = yaml.load(text, yaml.BaseLoader)["steps"]
    for name in _named("enroll", steps):
        copy(SEQUENCES / f"{name}.yaml", folder / f"{name}.yaml")
    named = {f"{name}.sms" for name in _named("sms", steps)}
    named = named.union(*(_named(key, steps) for key in ("email", "otherwise", "template")))
    for name in named:
        template = folder / "templates" / f"{name}.md"
        template.parent.mkdir(parents=True, exist_ok=True)
        ours = SEQUENCES / "templates" / f"{name}.md"
        template.write_text(ours.read_text() if ours.exists() else _words(name))
    return path


def _words(name: str) -> str:
    words = "[Answer]({{ survey_url }})" if name.startswith("surveys/") else "Hello."
    return "Hello.\n" if name.endswith(".sms") else f"---\nsubject: Hello\n---\n{words}\n"


def _named(key: str, node: object) -> set[str]:
    """The names that stand under that key of any step."""
    if isinstance(node, list):
        return {name for each in node for name in _named(key, each)}
    if not isinstance(node, Mapping):
        return set()
    value = node.get(key)
    own = {str(each) for each in value} if isinstance(value, list) else {value} if isinstance(value, str) else set()
    return own.union(*(_named(key, each) for each in node.values()))


def said(checked: Checked) -> str:
    """What the checker says, as it says it."""
    return render(checked.diagnostics, checked.sources)


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
    text = snippet.text if is_of_company(snippet.text) else whole(snippet.text)
    checked = check_files([lay_out(tmp_path, text)])
    assert not checked.diagnostics, said(checked)


def test_a_snippet_that_is_wrong_is_found(tmp_path: Path) -> None:
    assert not check_files([lay_out(tmp_path, whole("- id: a\n  wait: 3 buisness days\n"))]).ok


def test_each_form_of_a_wait_that_the_language_page_lists_can_be_read() -> None:
    forms = [row[0].strip("`") for row in table_under(LANGUAGE, "Waits")]
    assert len(forms) > 5
    assert all(str(Wait.parse(form)) for form in forms)
