"""The pages that are made from the program. Making them takes seconds, so those that are only read are made once."""

import shutil
from pathlib import Path

import pytest

from nurture.cli import COMMANDS
from nurture.cli.docs import docs
from nurture.cli.pages.fact_pages import RECORDS, facts_of
from nurture.config import Settings
from nurture.domain.events import EVENTS
from nurture.language.codes import CODES
from nurture.language.steps import STEP_KINDS


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with all pages, to be left as it is."""
    folder = tmp_path_factory.mktemp("made")
    docs(folder=folder)
    return folder


@pytest.fixture
def pages(made: Path, tmp_path: Path) -> Path:
    """A folder with all pages."""
    return shutil.copytree(made, tmp_path / "docs")


def test_pages_are_written_once_and_then_up_to_date(run, tmp_path: Path) -> None:
    folder = str(tmp_path / "docs")

    written = run("docs", "--folder", folder)
    assert written.code == 0
    assert f"{folder}/cli.md" in written.out.splitlines()
    assert run("docs", "--check", "--folder", folder).code == 0


def test_check_names_what_lags_and_writes_nothing(run, pages: Path) -> None:
    events, unknown = pages / "events.md", pages / "steps" / "teleport.md"
    events.write_text("old", encoding="utf-8")
    unknown.write_text("a kind of step that is gone", encoding="utf-8")

    ran = run("docs", "--check", "--folder", str(pages))

    assert ran.code == 1
    assert ran.out.splitlines() == [events.as_posix(), unknown.as_posix()]
    assert events.read_text(encoding="utf-8") == "old"


@pytest.mark.parametrize(
    "gone", ["errors/N999.md", "events/candidate.vanished.md", "facts/candidate.shoe_size.md", "steps/teleport.md"]
)
def test_a_page_that_is_no_longer_made_is_removed(run, pages: Path, gone: str) -> None:
    unknown = pages / gone
    unknown.write_text("gone", encoding="utf-8")

    assert run("docs", "--folder", str(pages)).out == f"{unknown.as_posix()}\n"

    assert not unknown.exists()


def test_everything_there_is_stands_in_the_pages(made: Path) -> None:
    text = {path.relative_to(made).as_posix(): path.read_text(encoding="utf-8") for path in made.rglob("*.md")}

    assert all(f"`NURTURE_{name.upper()}" in text["settings.md"] for name in Settings.model_fields)
    assert all(f"[`{event}`](events/{event}.md)" in text["events.md"] for event in EVENTS)
    assert all(f"events/{event}.md" in text for event in EVENTS)
    assert all(f"steps/{kind}.md" in text for kind in STEP_KINDS)
    assert all(f"errors/{code}.md" in text for code in CODES)
    facts = [f"{record}.{name}" for record in RECORDS for name in facts_of(record)]
    assert all(f"](facts/{fact}.md)" in text["facts.md"] and f"facts/{fact}.md" in text for fact in facts)
    assert all(f"facts/{record}.md" in text for record in RECORDS)


def test_every_command_has_an_example(made: Path) -> None:
    sections = (made / "cli.md").read_text(encoding="utf-8").split("\n## nurture ")[1:]

    assert {section.split("\n", 1)[0] for section in sections} == set(COMMANDS)
    assert [section.split("\n", 1)[0] for section in sections if "For example:" not in section] == []
