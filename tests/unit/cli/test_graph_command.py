"""`nurture graph` finds a sequence by its name or file."""

from pathlib import Path

import pytest
from typer.testing import CliRunner, Result

from nurture.cli import application
from nurture.errors import LanguageError, NotFound

SEQUENCES = Path(__file__).parents[3] / "sequences"


def nurture(*words: object) -> Result:
    return CliRunner().invoke(application(["graph"]), ["graph", *map(str, words)])


def test_a_name_and_a_file_give_the_same_picture() -> None:
    by_name = nurture("silver-medalist", "--folder", SEQUENCES)
    assert by_name.stdout == nurture(SEQUENCES / "silver-medalist.yaml").stdout
    assert "flowchart TD" in by_name.stdout


def test_svg_on_request() -> None:
    assert nurture("silver-medalist", "--folder", SEQUENCES, "--format", "svg").stdout.startswith("<svg ")


def test_a_name_that_is_not_there_is_told_with_the_nearest() -> None:
    error = nurture("silver-medallist", "--folder", SEQUENCES).exception
    assert isinstance(error, NotFound)
    assert error.hint == "did you mean `silver-medalist`?"


def test_a_sequence_with_errors_is_not_drawn(tmp_path: Path) -> None:
    path = tmp_path / "broken.yaml"
    path.write_text("sequence: broken\n")
    ran = nurture(path)
    assert isinstance(ran.exception, LanguageError)
    assert "N011" in ran.stderr


@pytest.mark.parametrize("form", ["mermaid", "svg"])
def test_the_same_sequence_gives_the_same_text(form: str) -> None:
    first, second = (nurture("new-hire-onboarding", "--folder", SEQUENCES, "--format", form) for _ in range(2))
    assert first.stdout == second.stdout != ""
