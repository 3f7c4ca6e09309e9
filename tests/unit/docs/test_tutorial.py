"""Who follows the tutorial sees what it shows, and plays an ATS that the web edge believes."""

import subprocess
from datetime import UTC, datetime
from pathlib import Path
from shutil import copy

import pytest
from typer.testing import CliRunner

from nurture.ats import Posted
from nurture.ats.greenhouse import Greenhouse
from nurture.cli import application
from nurture.cli.dev import HOOK_KEY
from nurture.domain.events import EventType
from nurture.language.check import check_files
from nurture.language.diagnostics import render
from nurture.language.layout import lay_out
from nurture.language.sequence import Sequence
from tests.unit.docs.markdown import ROOT, blocks

TUTORIAL = ROOT / "docs/tutorial.md"
PRINTS = "curl() { printf '%s\\0' \"$@\"; }\n"
"""In the place of curl: its arguments, each ended by a zero."""


@pytest.fixture
def sequence(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The tutorial's sequence, in a folder in which all its files were made as it says."""
    monkeypatch.chdir(tmp_path)
    written = {Path(block.file): block.text for block in blocks(TUTORIAL) if block.file and "/" in block.file}
    assert [path.suffix for path in written] == [".yaml", ".md", ".md"]
    for path, text in written.items():
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text)
    copy(ROOT / "sequences/company.yaml", "sequences/company.yaml")
    return next(iter(written))


def test_the_mistakes_are_told_as_shown(sequence: Path) -> None:
    shown = next(block.text for block in blocks(TUTORIAL, "") if "N031" in block.text)
    checked = check_files([sequence])
    assert render(checked.diagnostics, checked.sources).strip() == shown.strip()


@pytest.fixture
def corrected(sequence: Path) -> Path:
    """The same, corrected as the tutorial says."""
    thanks = Path("sequences/templates/after-the-onsite/thanks.md")
    for path, wrong, right in (
        (sequence, "3 buisness days", "3 business days"),
        (thanks, "{{ candidate.first_name }}", '{{ candidate.first_name | or("there") }}'),
    ):
        assert f"`{right}`" in TUTORIAL.read_text()
        path.write_text(path.read_text().replace(wrong, right))
    return sequence


def test_corrected_as_it_says_the_sequence_is_right(corrected: Path) -> None:
    checked = check_files([corrected])
    assert not checked.diagnostics, render(checked.diagnostics, checked.sources)


def test_corrected_as_it_says_the_sequence_is_laid_out_as_all_are(corrected: Path) -> None:
    assert lay_out(corrected.read_text(), corrected, Sequence).text == corrected.read_text()


@pytest.mark.parametrize(("number", "options"), [(0, []), (1, ["--unknown"])])
def test_the_first_mail_is_shown_as_it_says(
    corrected: Path, monkeypatch: pytest.MonkeyPatch, number: int, options: list[str]
) -> None:
    monkeypatch.delenv("NURTURE_SEQUENCES", raising=False)
    words = ["preview", "after-the-onsite", "thanks", "--text", *options]
    out = CliRunner().invoke(application(words), words).stdout.splitlines()
    assert set(blocks(TUTORIAL, "text")[number].text.splitlines()) <= set(out)


def test_the_web_edge_would_believe_the_script_that_plays_the_ats(tmp_path: Path) -> None:
    script = tmp_path / "ats.sh"
    script.write_text(PRINTS + next(block.text for block in blocks(TUTORIAL, "sh") if block.file == "ats.sh"))

    ran = subprocess.run(["sh", script, "Debrief"], check=True, capture_output=True, timeout=30)
    given = ran.stdout.decode().split("\0")
    headers = dict(given[at + 1].split(": ", 1) for at, each in enumerate(given) if each == "-H")
    body = given[given.index("--data-binary") + 1].encode()

    posted, now = Posted(raw=body, headers=headers), datetime.now(UTC)
    assert Greenhouse().why_untrusted(posted, [HOOK_KEY], now=now) is None
    intake = Greenhouse().understand(posted, received_at=now)
    assert [each.type for each in intake.happenings] == [EventType.APPLICATION_STAGE_CHANGED]
    assert intake.applications[0].fields["stage"] == "Debrief"
