"""What ends the tracks of `each`, and what happens to the others then."""

import pytest

from nurture.domain.events import Event, EventType
from tests.rehearsal import plan_from, play
from tests.unit.engine.berlin import MONDAY, at
from tests.unit.engine.tagged import ANY_TIME, ASK, ENDS, REMIND, each, moved, tagged, tags_from


def test_an_event_ends_the_track_of_its_item_alone_which_then_counts_as_done() -> None:
    played = play(each(ASK, more=ENDS), tagged("rust", "go"), start=MONDAY, events=(moved(at(3, 12), "rust"),))
    assert played.sent == [("ask[rust]", MONDAY), ("ask[go]", MONDAY), ("remind[go]", at(4, 9)), ("last", at(4, 9))]
    outcomes = played.moves[-1].progress.outcomes
    assert (outcomes["topics"].result, outcomes["topics"].done) == ("all", 2)
    [because] = [each for move in played.moves for each in move.because if each.rule == "item-over"]
    assert "over for rust" in because.sentence


def test_what_happened_before_a_track_began_does_not_end_it() -> None:
    known = tags_from((MONDAY, ("rust",)), (at(3, 12), ("rust", "go")))
    played = play(each(ASK, more=ENDS), known, start=MONDAY, events=(moved(at(3, 11), "go"), moved(at(3, 12), "x", 2)))
    assert "remind[go]" in played.steps


@pytest.mark.parametrize("event", ["{event: application.updated}", "{event: application.stage_changed}"])
def test_one_event_ends_the_waits_of_all_items(event: str) -> None:
    steps = f"{{id: some, wait_for: {event}}}, {{id: more, email: a}}"
    updated = Event(type=EventType.APPLICATION_UPDATED, at=at(3, 9), number=1, application_id="greenhouse:10")
    news = moved(at(3, 9), "Onsite") if "stage" in event else updated
    played = play(each(steps), tagged("rust", "go"), start=MONDAY, events=(news,))
    assert played.sent == [("more[rust]", at(3, 9)), ("more[go]", at(3, 9)), ("last", at(3, 9))]


def test_rounds_inside_are_counted_for_each_item_and_stop_with_its_track() -> None:
    news = (moved(at(3, 12), "rust"),)
    played = play(each(REMIND, more=ENDS), tagged("rust", "go"), start=MONDAY, events=news)
    assert played.steps == ["nag[rust]", "nag[go]", "nag[rust]", "nag[go]", "nag[go]", "last"]
    outcomes = played.moves[-1].progress.outcomes
    assert (outcomes["remind[rust]"].result, outcomes["remind[rust]"].round) == ("stopped", 2)
    assert (outcomes["remind[go]"].result, outcomes["remind[go]"].round) == ("exhausted", 3)


def test_in_another_round_all_items_begin_anew() -> None:
    plan = plan_from(
        """\
        - id: weeks
          repeat:
            every: 1 week
            times: 2
            steps:
              - id: topics
                together: {each: candidate.tags, as: tag, steps: [{id: ask, email: a}]}
        """,
        head=ANY_TIME,
    )
    played = play(plan, tagged("rust", "go"), start=MONDAY)
    assert played.sent == [(f"ask[{tag}]", at(day, 9)) for day in (2, 9) for tag in ("rust", "go")]


def test_an_exit_in_the_track_of_one_item_ends_the_run() -> None:
    steps = "{id: ask, email: a, hold: 3 days}, {id: leave, exit: enough}"
    other = (
        "{id: which, branch: [{when: 'tag == \"go\"', steps: [{id: pause, wait: 1 day}, {id: off, exit: enough}]}]}, "
    )
    played = play(each(other + steps), tagged("rust", "go"), start=MONDAY)
    assert (played.sent, played.outcome) == ([], "enough")
    assert ("recalled", "ask[rust]") in [(each.rule, each.step) for each in played.moves[-1].because]
