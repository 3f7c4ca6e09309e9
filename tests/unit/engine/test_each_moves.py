"""`together: each:` on a virtual clock: a track for every item of a list."""

from datetime import datetime, timedelta

import pytest

from nurture.domain.facts import Facts
from nurture.domain.instances import key_of, parts_of
from nurture.domain.moves import FINISH, Progress
from nurture.engine.next_move import begin, next_move
from nurture.errors import Held
from nurture.store.codec import progress_from_json, progress_to_json
from nurture.values import replace
from tests.rehearsal import plan_from, play
from tests.unit.engine.berlin import MONDAY, at
from tests.unit.engine.tagged import ANY_TIME, ASK, ENDS, REMIND, each, moved, tagged, tags_from

BY_LENGTH = """\
{id: long, branch: [{when: 'tag == "rust"', steps: [{id: days, wait: 4 days}]}]},
{id: short, wait: 1 day}, {id: done-one, email: a}"""


def test_every_item_has_the_same_steps_under_its_own_name() -> None:
    played = play(each(ASK), tagged("rust", "go"), start=MONDAY)
    assert played.sent == [
        ("ask[rust]", MONDAY),
        ("ask[go]", MONDAY),
        ("remind[rust]", at(4, 9)),
        ("remind[go]", at(4, 9)),
        ("last", at(4, 9)),
    ]
    outcomes = played.moves[-1].progress.outcomes
    assert (outcomes["topics"].result, outcomes["topics"].done) == ("all", 2)
    assert played.outcome == "completed"


@pytest.mark.parametrize(
    ("until", "done", "outcome", "last"),
    [
        ("any", 1, "enough", at(3, 9)),
        ("1", 1, "enough", at(3, 9)),
        ("3", 3, "all", at(7, 9)),
        ("all", 3, "all", at(7, 9)),
        ("7", 3, "all", at(7, 9)),
    ],
)
def test_it_goes_on_when_enough_items_are_done(until: str, done: int, outcome: str, last: datetime) -> None:
    played = play(each(BY_LENGTH, until=until), tagged("rust", "go", "c"), start=MONDAY)
    assert played.sent[-1] == ("last", last)
    topics = played.moves[-1].progress.outcomes["topics"]
    assert (topics.result, topics.done) == (outcome, done)


def test_a_condition_knows_the_item_and_what_came_of_its_own_steps() -> None:
    steps = """\
{id: ask, wait_for: {event: application.stage_changed, where: event.to_stage == tag, timeout: 3 days}},
{id: late, branch: [{when: 'steps.ask.outcome == "timeout"', steps: [{id: nag, email: a}]}]}"""
    played = play(each(steps), tagged("Onsite", "Offer"), start=MONDAY, events=(moved(at(3, 9), "Offer"),))
    assert played.sent == [(f"nag[{key_of('Onsite')}]", at(5, 9)), ("last", at(5, 9))]


def test_what_came_of_one_item_is_not_known_outside_of_its_track() -> None:
    plan = plan_from(
        """\
        - id: topics
          together: {each: candidate.tags, as: tag, steps: [{id: ask, email: a}]}
        - id: which
          branch: [{when: steps.ask.outcome, steps: [{id: wrong, email: b}]}]
        - id: count
          branch: [{when: steps.topics.done == 2, steps: [{id: right, email: c}]}]
        """,
        head=ANY_TIME,
    )
    assert play(plan, tagged("rust", "go"), start=MONDAY).steps == ["ask[rust]", "ask[go]", "right"]


@pytest.mark.parametrize("until", ["all", "any", "2"])
def test_without_items_it_goes_on_at_once(until: str) -> None:
    played = play(each(ASK, until=until), tagged(), start=MONDAY)
    assert played.sent == [("last", MONDAY)]
    assert played.moves[-1].progress.outcomes["topics"].result == "none"


def test_an_item_that_comes_later_gets_a_track_of_its_own_from_then() -> None:
    known = tags_from((MONDAY, ("rust",)), (at(3, 12), ("rust", "go")))
    played = play(each(ASK), known, start=MONDAY, events=(moved(at(3, 12), "Onsite"),))
    assert played.sent == [
        ("ask[rust]", MONDAY),
        ("ask[go]", at(3, 12)),
        ("remind[rust]", at(4, 9)),
        ("remind[go]", at(5, 12)),
        ("last", at(5, 12)),
    ]


def test_an_item_that_goes_loses_its_track_and_its_mail_is_recalled() -> None:
    held = "{id: ask, email: a, hold: 2 days}"
    known = tags_from((MONDAY, ("rust", "go")), (at(3, 12), ("rust",)))
    played = play(each(held), known, start=MONDAY, events=(moved(at(3, 12), "Onsite"),))
    assert played.sent == [("ask[rust]", at(4, 9)), ("last", at(4, 9))]
    told = [(each.rule, each.step) for move in played.moves for each in move.because]
    assert ("item-gone", "topics") in told
    assert ("recalled", "ask[go]") in told
    outcomes = played.moves[-1].progress.outcomes
    assert (outcomes["ask[go]"].result, outcomes["topics"].done) == ("recalled", 1)


def test_where_all_items_go_the_run_goes_on() -> None:
    known = tags_from((MONDAY, ("rust",)), (at(3, 12), ()))
    played = play(each(ASK), known, start=MONDAY, events=(moved(at(3, 12), "Onsite"),))
    assert played.sent == [("ask[rust]", MONDAY), ("last", at(3, 12))]
    assert played.moves[-1].progress.outcomes["topics"].result == "none"


def test_an_item_that_is_done_and_comes_back_is_not_begun_again() -> None:
    changes = ((MONDAY, ("rust", "go")), (at(3, 12), ("rust",)), (at(3, 15), ("rust", "go")))
    steps = "{id: ask, email: a}, {id: which, branch: [{when: 'tag == \"rust\"', steps: [{id: pause, wait: 5 days}]}]}"
    news = (moved(at(3, 12), "Onsite"), moved(at(3, 15), "Offer", 2))
    played = play(each(steps), tags_from(*changes), start=MONDAY, events=news)
    assert played.steps == ["ask[rust]", "ask[go]", "last"]
    assert played.moves[-1].progress.outcomes["topics"].done == 2


def test_an_item_that_was_not_done_and_comes_back_begins_anew_as_another_visit() -> None:
    changes = ((MONDAY, ("rust", "go")), (at(3, 12), ("rust",)), (at(3, 15), ("rust", "go")))
    news = (moved(at(3, 12), "Onsite"), moved(at(3, 15), "Offer", 2))
    played = play(each(ASK), tags_from(*changes), start=MONDAY, events=news)
    assert [sent for sent in played.sent if sent[0] == "ask[go]"] == [("ask[go]", MONDAY), ("ask[go]", at(3, 15))]
    assert played.moves[-1].progress.outcomes["ask[go]"].visit == 2


def test_it_stands_inside_a_track_of_another() -> None:
    plan = plan_from(
        """\
        - id: both
          together:
            until: any
            tracks:
              topics:
                - id: by-topic
                  together: {each: candidate.tags, as: tag, steps: [{id: ask, email: a, hold: 3 days}]}
              time: [{id: pause, wait: 1 day}]
        """,
        head=ANY_TIME,
    )
    played = play(plan, tagged("rust"), start=MONDAY)
    assert played.sent == []
    assert played.moves[-1].progress.outcomes["ask[rust]"].result == "recalled"
    assert len(played.moves[-1].progress.places) == 1


@pytest.mark.parametrize("steps", [ASK, REMIND, BY_LENGTH])
def test_it_survives_a_restart_at_every_move(steps: str) -> None:
    def through_the_database(progress: Progress) -> Progress:
        assert progress_from_json(progress_to_json(progress)) == progress
        return progress_from_json(progress_to_json(progress))

    plan, known, news = each(steps, more=ENDS), tagged("rust", "go"), (moved(at(3, 12), "rust"),)
    restarted = play(plan, known, start=MONDAY, events=news, restart=through_the_database)
    assert restarted == play(plan, known, start=MONDAY, events=news)


def test_a_list_that_is_too_long_is_held_for_a_person() -> None:
    plan = each(ASK)
    many = tagged(*(f"tag-{number}" for number in range(60)))
    with pytest.raises(Held, match="60 items"):
        next_move(plan, begin(plan, entered_at=MONDAY, seen_event=0), many, (), MONDAY)


def test_the_event_of_a_track_is_the_one_that_its_own_wait_saw() -> None:
    plan = plan_from(
        """\
        - id: both
          together:
            tracks:
              one:
                - id: first
                  wait_for: {event: application.stage_changed}
                - id: pause
                  wait: 2 days
                - id: mail-1
                  branch: [{when: 'event.to_stage == "Onsite"', steps: [{id: right, email: a}]}]
              two:
                - id: rest
                  wait: 36 hours
                - id: second
                  wait_for: {event: application.stage_changed}
        - id: newest
          branch: [{when: 'event.to_stage == "Offer"', steps: [{id: last, email: a}]}]
        """,
        head=ANY_TIME,
    )
    news = (moved(at(2, 12), "Onsite"), moved(at(4, 10), "Offer", 2))

    def known(now: datetime) -> Facts:
        told = {event.number: event for event in news if event.at <= now}
        return replace(tagged(), told=told, event=told.get(max(told, default=0)))

    assert play(plan, known, start=MONDAY, events=news).steps == ["right", "last"]


@pytest.mark.parametrize(
    ("text", "reads"),
    [
        ("rust", "rust"),
        ("greenhouse:57", "greenhouse:57"),
        ("React Native", "react-native~"),
        ("RUST", "rust~"),
        ("日本語", "~"),
        ("a]#b[", "a-b~"),
        ("x" * 200, "x" * 31 + "~"),
    ],
)
def test_an_item_has_a_short_key_of_its_own(text: str, reads: str) -> None:
    key = key_of(text)
    assert key.startswith(reads)
    assert key == text or len(key) == len(reads) + 8
    assert len(key) <= 40
    assert parts_of(f"ask[{key}]") == ("ask", key)


def test_the_same_look_twice_says_the_same() -> None:
    plan, known = each(ASK, more=ENDS), tagged("rust", "go")
    first = next_move(plan, begin(plan, entered_at=MONDAY, seen_event=0), known, (), MONDAY)
    again = next_move(plan, first.progress, known, (), MONDAY + timedelta(minutes=1))
    assert (again.step, again.progress.places) == (first.step, first.progress.places)
    assert again.action != FINISH
