"""What the pages of events and facts show is right in the eyes of the checker."""

from pathlib import Path

import pytest

from nurture.cli.pages.examples import example
from nurture.cli.pages.fact_pages import RECORDS, facts_of
from nurture.domain.concern import ALWAYS_END
from nurture.domain.events import BY_OUR_MAILS, EVENTS, EventType
from nurture.language.error_pages import check_example
from nurture.language.rules.beginning import begins_nothing
from tests.unit.docs.markdown import ROOT, blocks


@pytest.mark.parametrize("event", EVENTS)
def test_an_event_can_be_begun_with_waited_for_and_ended_on_as_its_page_shows(event: str, tmp_path: Path) -> None:
    shown = [block.text for block in blocks(ROOT / "docs" / "events" / f"{event}.md", "yaml")]

    if event in ALWAYS_END or event == EventType.RUN_STOPPED:
        wanted = []
    elif begins_nothing(event) or event in BY_OUR_MAILS:
        wanted = ["steps", "exit"]
    else:
        wanted = ["enroll", "steps", "exit"]
    assert [text.partition(":")[0] for text in shown] == wanted
    for number, text in enumerate(shown):
        assert event in text
        assert check_example(example(text), tmp_path / str(number)).diagnostics == ()


@pytest.mark.parametrize("event", [event for event, spec in EVENTS.items() if spec.carries])
def test_the_page_of_an_event_tells_all_that_it_carries(event: str) -> None:
    text = (ROOT / "docs" / "events" / f"{event}.md").read_text()

    assert [name for name in EVENTS[event].carries if f"| `event.{name}` |" not in text] == []


FACTS = [(record, name) for record in RECORDS for name in facts_of(record)]


@pytest.mark.parametrize(("record", "name"), FACTS, ids=lambda part: str(part))
def test_a_fact_can_be_named_in_a_condition_and_a_template_as_its_page_shows(
    record: str, name: str, tmp_path: Path
) -> None:
    condition, template = blocks(ROOT / "docs" / "facts" / f"{record}.{name}.md")

    shown = example(condition.text, f"---\nsubject: Hello\n---\n\n{template.text}")
    assert f".{name}" in condition.text
    assert f".{name}" in template.text
    assert check_example(shown, tmp_path).diagnostics == ()


@pytest.mark.parametrize(("record", "name"), FACTS, ids=lambda part: str(part))
def test_the_fallback_on_the_page_of_a_fact_is_needed(record: str, name: str, tmp_path: Path) -> None:
    page = ROOT / "docs" / "facts" / f"{record}.{name}.md"
    condition, template = blocks(page)
    bare = template.text.replace(' | or("…")', "")

    found = check_example(example(condition.text, f"---\nsubject: Hello\n---\n\n{bare}"), tmp_path).diagnostics

    needs_it = bare != template.text and "It may be missing." in page.read_text()
    assert [each.code for each in found] == (["N024"] if needs_it else [])
