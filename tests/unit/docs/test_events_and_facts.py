"""What the pages of events show is right in the eyes of the checker."""

from pathlib import Path

import pytest

from nurture.cli.pages.examples import example
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
