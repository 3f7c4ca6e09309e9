"""What is true of every plan, whatever happens to the person in it."""

from dataclasses import replace
from datetime import timedelta
from itertools import combinations

from hypothesis import given, settings
from hypothesis import strategies as st

from nurture.domain.moves import FINISH, LOOK, Progress
from nurture.engine.journey import Journey
from nurture.language.steps import EmailStep
from nurture.payloads import DATA_CONVERTER
from nurture.store.codec import progress_from_json, progress_to_json
from nurture.timing.closed import is_closed
from tests.properties.plans import EXITS, World, play, worlds

many = settings(max_examples=120, deadline=None)
delays = st.lists(st.timedeltas(timedelta(minutes=1), timedelta(days=4)), min_size=1, max_size=4)


@many
@given(worlds)
def test_it_ends_or_waits_for_ever_and_says_for_what(world: World) -> None:
    last = play(world).last
    assert last is not None
    if last.action == FINISH:
        assert last.outcome
        assert last.because
    else:
        assert (last.action, last.at) == (LOOK, None)
        assert last.step in world.plan.steps
        assert last.summary
        assert last.listen


@many
@given(worlds)
def test_every_mail_leaves_in_its_hours_and_no_visit_of_a_step_sends_twice(world: World) -> None:
    sent = play(world).sent
    assert len({(step, visit) for step, visit, _ in sent}) == len(sent)
    for step_id, _, at in sent:
        step = world.plan.steps[step_id]
        assert isinstance(step, EmailStep)
        journey = Journey(plan=world.plan, facts=world.facts, events=(), now=at)
        window = step.hours or world.plan.sequence.send.hours
        assert window.is_open(at, journey.zone, journey.calendar)
        assert not is_closed(at, journey.zone, world.plan.sequence.send.closed)


@many
@given(worlds)
def test_nothing_is_sent_once_an_exit_has_come(world: World) -> None:
    exits = [event.at for event in world.events if event.type in EXITS]
    trace = play(world)
    if exits:
        assert trace.last is not None
        assert trace.last.action == FINISH
        assert all(at < min(exits) for _, _, at in trace.sent)
        assert trace.looks[-1] <= min(exits)


@many
@given(worlds, delays)
def test_looking_more_often_changes_nothing(world: World, delays: list[timedelta]) -> None:
    seldom = play(world)
    often = play(world, extra_looks=[at + delay for at in seldom.looks for delay in delays])
    assert often.sent == seldom.sent
    assert seldom.last is not None
    assert often.last is not None
    assert (often.last.action, often.last.outcome) == (seldom.last.action, seldom.last.outcome)
    assert often.last.progress == seldom.last.progress
    if seldom.last.action == FINISH:
        assert often.looks[-1] == seldom.looks[-1]


@many
@given(worlds)
def test_one_event_ends_one_wait_of_a_track(world: World) -> None:
    last = play(world).last
    assert last is not None
    used = [(step, outcome.event) for step, outcome in last.progress.outcomes.items() if outcome.event is not None]
    for (one, event), (other, same) in combinations(used, 2):
        assert event != same or world.plan.are_side_by_side(one, other)


def through_the_database(progress: Progress) -> Progress:
    return progress_from_json(progress_to_json(progress))


def through_temporal(progress: Progress) -> Progress:
    converter = DATA_CONVERTER.payload_converter
    back: Progress = converter.from_payloads(converter.to_payloads([progress]), [Progress])[0]
    return back


@many
@given(worlds)
def test_progress_comes_back_from_database_and_temporal_as_it_went(world: World) -> None:
    def travel(progress: Progress) -> Progress:
        assert through_the_database(progress) == progress
        assert through_temporal(progress) == replace(progress)
        return through_temporal(through_the_database(progress))

    assert play(world, travel=travel) == play(world)
