"""A rehearsal of `together: each:`: a track for every item, on the virtual clock, under the item's name."""

from pathlib import Path

import pytest

from nurture.language.check import check_folder
from nurture.simulator.formats import FORMATS
from nurture.simulator.reading import read_log
from nurture.simulator.simulate import simulate

ITEMS = Path(__file__).parents[2] / "fixtures" / "items"


@pytest.fixture(scope="module")
def told() -> list[str]:
    """What the rehearsal says, as a timeline, line by line."""
    read = read_log(ITEMS / "rehearsals" / "looks.yaml")
    assert read.log is not None, read.diagnostics
    checked = check_folder(ITEMS)
    assert checked.ok, checked.diagnostics
    return [" ".join(line.split()) for line in FORMATS["timeline"](simulate(checked, read.log).story).splitlines()]


def test_each_item_has_its_own_times_and_an_event_ends_one(told: list[str]) -> None:
    assert [line for line in told if " sent " in line] == [
        "2026-03-03 Tue 09:00 sent looks/ask[rust] What of rust? -> kim@acme.example",
        "2026-03-04 Wed 12:00 sent looks/ask[go] What of go? -> kim@acme.example",
    ]
    assert [line[11:] for line in told if "looks/topics" in line and line > "2026-03"] == [
        "Mon 09:00 went on looks/topics began for rust [together]",
        "Tue 12:00 went on looks/topics began for go [together]",
        "Wed 15:00 went on looks/topics over for rust: application.stage_changed came "
        "Wed 4 Mar 15:00 Europe/Berlin [item-over]",
        "Sat 12:00 went on looks/topics done: rust and go [together-done]",
    ]
    assert not [line for line in told if "[rust]" in line and line > "2026-03-04 Wed 15:00"]


def test_somebody_without_items_goes_straight_through(told: list[str]) -> None:
    assert "2026-02-23 Mon 09:00 went on looks/topics there is nothing in candidate.tags [together-done]" in told
