"""What the page about writing sequences shows is what the commands do."""

import shlex
from pathlib import Path

import pytest
from typer.testing import CliRunner

from nurture.cli import application
from nurture.language.check import check_folder
from nurture.language.layout import lay_out
from nurture.language.sequence import Sequence
from tests.unit.docs.markdown import ROOT, blocks

PAGE = ROOT / "docs/authoring.md"
HEAD = "sequence: a\ntitle: A\nowner: me\npurpose: internal\n\nenroll:\n  on: manual\n\n"
FACTS, BEFORE, AFTER = (block.text for block in blocks(PAGE, "yaml"))


def test_the_layout_is_changed_as_shown() -> None:
    made = lay_out(HEAD + BEFORE, Path("a.yaml"), Sequence)
    assert made.text == HEAD + AFTER


def test_the_facts_of_ones_own_are_shown(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("NURTURE_SEQUENCES", str(ROOT / "sequences"))
    (tmp_path / "mara.yaml").write_text(FACTS)
    words = ["preview", "silver-medalist", "share-role", "--text", "--candidate", str(tmp_path / "mara.yaml")]
    ran = CliRunner().invoke(application(words), words)
    assert ran.exit_code == 0
    assert "Hi Mara" in ran.stdout
    assert "Senior Optics Engineer" in ran.stdout


def test_the_script_that_answers_by_options_is_asked_nothing(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    [script] = (block.text for block in blocks(PAGE, "sh"))
    words = shlex.split(script.replace("\\\n", " "))[1:]
    assert CliRunner().invoke(application(words), words, input="").exit_code == 0
    assert check_folder(tmp_path / "try-out").ok
