"""docs/questions.md: every excerpt is played by a test, under its first line."""

from pathlib import Path

from tests.unit.docs.markdown import blocks
from tests.unit.questions.rehearsed import PAGE, excerpts


def test_every_excerpt_has_a_first_line_of_its_own_and_is_played() -> None:
    assert len(excerpts()) == len(blocks(PAGE, "yaml"))
    tests = "".join(each.read_text() for each in Path(__file__).parent.glob("test_w*.py"))
    assert [caption for caption in excerpts() if f'"{caption}"' not in tests] == []


def test_all_ten_questions_have_an_answer_of_themselves() -> None:
    headings = [line for line in PAGE.read_text().splitlines() if line.startswith("## ")]
    assert [heading.split(".")[0] for heading in headings] == [f"## {number}" for number in range(1, 11)]
    assert len([caption for caption in excerpts() if caption.startswith("of itself: ")]) == len(headings)
