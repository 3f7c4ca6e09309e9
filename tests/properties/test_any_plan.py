"""What is true of every plan, whatever happens to the person in it."""

from datetime import timedelta
from itertools import combinations, pairwise

from hypothesis import assume, given, settings
from hypothesis import strategies as st

from nurture.contracts import EnrollmentRun
from nurture.domain.instances import parts_of
from nurture.domain.moves import FINISH, LOOK, Move
from nurture.engine.journey import Journey
from nurture.engine.next_move import next_move
from nurture.language.steps import EmailStep, WaitForStep
from nurture.payloads import DATA_CONVERTER
from nurture.store.codec import progress_from_json, progress_to_json
from nurture.timing.closed import is_closed
from nurture.values import replace
from tests.properties.player import play
from tests.properties.worlds import START, World, worlds

many = settings(max_examples=120, deadline=None)
delays = st.lists(st.timedeltas(timedelta(minutes=1), timedelta(days=4)), min_size=1, max_size=4)


@many
@given(worlds)
def test_it_ends_or_waits_for_ever_and_says_for_what(world: World) -> None:
    last = play(world).last
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
def test_every_mail_leaves_in_its_hours(world: World) -> None:
    for step_id, _, at in play(world).sent:
        step = world.plan.steps[step_id]
        assert isinstance(step, EmailStep)
        journey = Journey(plan=world.plan, facts=world.facts_at(at), events=(), now=at)
        zone = journey.zone if step.is_to_candidate else journey.office_zone
        window = step.hours or world.plan.sequence.send.hours
        assert window.is_open(at, zone, journey.calendar)
        assert not is_closed(at, zone, world.plan.sequence.send.closed)


@many
@given(worlds)
def test_no_visit_of_a_step_sends_or_gives_a_task_twice(world: World) -> None:
    trace = play(world)
    for done in (trace.sent, trace.given):
        assert len({(step, visit) for step, visit, _ in done}) == len(done)


@many
@given(worlds)
def test_nothing_is_sent_or_given_once_an_exit_has_come(world: World) -> None:
    over_at = world.over_at
    if over_at is None:
        return
    trace = play(world)
    assert trace.last.action == FINISH
    assert all(at < over_at for _, _, at in (*trace.sent, *trace.given))
    assert trace.looks[-1] <= over_at


@many
@given(worlds)
def test_what_is_done_for_an_item_is_done_while_it_is_in_the_list(world: World) -> None:
    trace = play(world)
    for step, _, at in (*trace.sent, *trace.given):
        item = parts_of(step)[1]
        assert item is None or item in world.facts_at(at).candidate.tags


@many
@given(worlds, delays)
def test_looking_more_often_changes_nothing(world: World, delays: list[timedelta]) -> None:
    seldom = play(world)
    often = play(world, extra_looks=[at + delay for at in seldom.looks for delay in delays])
    assert (often.sent, often.given) == (seldom.sent, seldom.given)
    assert (often.last.action, often.last.outcome) == (seldom.last.action, seldom.last.outcome)
    assert often.last.progress == seldom.last.progress
    if seldom.last.action == FINISH:
        assert often.looks[-1] == seldom.looks[-1]


@many
@given(worlds)
def test_events_that_are_told_again_make_for_the_same_move(world: World) -> None:
    """An attempt that was lost is made again, from where the journey stood and with the same events."""
    for glance in play(world).glances:
        assert next_move(world.plan, glance.before, glance.facts, glance.heard, glance.now) == glance.move


@many
@given(worlds)
def test_what_was_heard_once_is_not_heard_again(world: World) -> None:
    heard = [event.number for glance in play(world).glances for event in glance.heard]
    assert len(set(heard)) == len(heard)


@many
@given(worlds, st.floats(0.01, 0.99))
def test_events_that_are_heard_late_make_for_the_same_move_if_nothing_was_due_meanwhile(
    world: World, part: float
) -> None:
    assume(not any(isinstance(step, WaitForStep) and step.wait_for.when for step in world.plan.steps.values()))
    before = START
    for one, following in pairwise(play(world).glances):
        late = one.now + (following.now - one.now) * part
        said_nothing_new = world.facts_at(late).records == world.facts_at(before).records
        before = one.now
        if one.heard and late > one.now and said_nothing_new:
            heard_late = next_move(world.plan, one.before, one.facts, one.heard, late)
            told = replace(one.facts, event=one.facts.told.get(one.move.progress.event or 0))
            assert _gist(heard_late) == _gist(next_move(world.plan, one.move.progress, told, (), late))


def _gist(move: Move) -> tuple[object, ...]:
    """What a move comes to; when its steps were done is told by the clock of whoever looked."""
    return (move.action, move.step, move.visit, move.at, move.outcome, move.progress.places)


@many
@given(worlds)
def test_one_event_ends_one_wait_of_a_track(world: World) -> None:
    last = play(world).last
    used = [(step, outcome.event) for step, outcome in last.progress.outcomes.items() if outcome.event is not None]
    for (one, event), (other, same) in combinations(used, 2):
        assert event != same or world.plan.are_side_by_side(one, other)


def through_the_database(move: Move) -> Move:
    return replace(move, progress=progress_from_json(progress_to_json(move.progress)))


def through_temporal(move: Move) -> Move:
    """As a workflow hands a move on to the one that continues it."""
    run = EnrollmentRun(enrollment_id="1", sequence="at-random", candidate_id="1", move=replace(move, because=()))
    converter = DATA_CONVERTER.payload_converter
    back: EnrollmentRun = converter.from_payloads(converter.to_payloads([run]), [EnrollmentRun])[0]
    assert back.move is not None
    return back.move


@many
@given(worlds)
def test_it_survives_the_database_and_continue_as_new_at_any_move(world: World) -> None:
    def travel(move: Move) -> Move:
        assert through_the_database(move) == move
        assert through_temporal(move) == replace(move, because=())
        return through_temporal(through_the_database(move))

    travelled, stayed = play(world, travel=travel), play(world)
    assert travelled.moves == stayed.moves
    assert (travelled.sent, travelled.given) == (stayed.sent, stayed.given)
