"""Journeys that practitioners run: each can be written, is in order, and comes to what it must, day by day."""

from pathlib import Path

import pytest

from nurture.language.check import check_folder
from nurture.simulator.formats import timeline
from nurture.simulator.reading import read_log
from nurture.simulator.simulate import simulate
from nurture.simulator.story import Story
from tests.journeys.cookbook import pages
from tests.journeys.journeys import Journey, Rehearsal, every_journey

DOCS = Path(__file__).parents[2] / "docs"
JOURNEYS = list(every_journey())
REHEARSALS = [(journey, rehearsal) for journey in JOURNEYS for rehearsal in journey.rehearsals]
named = pytest.mark.parametrize(
    ("journey", "rehearsal"), REHEARSALS, ids=[f"{each.folder.name}/{log.log.stem}" for each, log in REHEARSALS]
)


def played(journey: Journey, rehearsal: Rehearsal) -> Story:
    checked = check_folder(journey.folder)
    assert checked.company is not None, checked.diagnostics
    log = read_log(rehearsal.log, checked.company.own)
    assert log.log is not None, log.diagnostics
    return simulate(checked, log.log).story


@pytest.mark.parametrize("journey", JOURNEYS, ids=lambda each: each.folder.name)
def test_a_journey_is_in_order_and_has_no_warnings(journey: Journey) -> None:
    assert check_folder(journey.folder).diagnostics == ()


@named
def test_a_journey_comes_to_what_it_must_and_still_to_what_was_recorded(journey: Journey, rehearsal: Rehearsal) -> None:
    story, musts = played(journey, rehearsal), rehearsal.musts()
    assert musts
    assert [must.text for must in musts if not must.is_met(story)] == [], timeline(story)
    assert timeline(story) == rehearsal.expected.read_text()


def test_the_cookbook_shows_the_journeys_as_they_are() -> None:
    for path, text in pages().items():
        assert (DOCS / path).read_text() == text, f"{path} is out of date. Write it again: make docs"
