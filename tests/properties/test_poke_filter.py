"""Whoever is not woken by a delivery would have done the same had they been woken."""

from collections.abc import Callable
from datetime import datetime, timedelta
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from nurture.contracts import Look
from nurture.demo import greenhouse
from nurture.demo.cast import FIRMWARE, JONAS, MAYA, MORE_FIRMWARE, Applicant
from nurture.domain.moves import Move
from nurture.service import journeys
from nurture.service.intake import note_started
from nurture.values import replace
from tests.properties.copies import a_copy
from tests.unit.service.desk import MONDAY, Desk, sequence

SEQUENCES = (
    sequence(
        """\
        - {id: moved, wait_for: {event: application.stage_changed, where: event.to_stage == "Onsite", timeout: 9 days}}
        - {id: hello, email: one}
        - {id: opening, wait_for: {event: [job.opened, application.rejected], timeout: 20 days}}
        - {id: bye, email: two}
        """,
        name="applied",
        purpose="application",
        exit="[{on: application.hired, as: hired}]",
    ),
    sequence(
        """\
        - {id: before, wait: until 3 days before hire.start_date at 10:00}
        - {id: welcome, email: one}
        """,
        name="starting",
        purpose="onboarding",
        enroll="{on: application.hired, again: always}",
        exit="[{on: application.unhired, as: unhired}]",
        **{"for": "hire"},
    ),
    sequence(
        """\
        - {id: first, email: one, hold: 2 days}
        - {id: pause, wait: 1 week}
        - {id: second, email: two}
        """,
        exit="[{on: candidate.replied, as: replied}, {when: candidate.title == 'Captain', as: captain}]",
    ),
)

Delivery = Callable[[Applicant, datetime], bytes]
STAGES = ("Application Review", "Onsite", "Offer")

deliveries: st.SearchStrategy[Delivery] = st.one_of(
    st.just(greenhouse.applied),
    st.sampled_from(STAGES).map(lambda stage: lambda who, at: greenhouse.moved(who, at, stage=stage)),
    st.sampled_from(STAGES).map(lambda stage: lambda who, at: greenhouse.rejected(who, at, stage=stage)),
    st.integers(1, 30).map(
        lambda days: lambda who, at: greenhouse.hired(who, at, starts=(MONDAY + timedelta(days=days)).date())
    ),
    st.sampled_from([FIRMWARE, MORE_FIRMWARE]).map(lambda job: lambda _who, at: greenhouse.opened(job, at)),
)
said = st.tuples(
    st.sampled_from([MAYA, JONAS, replace(MAYA, title="Captain")]),
    deliveries,
    st.integers(0, 72),  # hours that pass before it comes
    st.integers(-12, 0),  # hours by which it is late
)


def gist(move: Move) -> tuple[object, ...]:
    """What a move amounts to."""
    return (move.action, move.step, move.visit, move.at, move.outcome, move.held)


def check_who_sleeps(desk: Desk, woken: set[str]) -> None:
    """Everybody who was not woken stands at what a look would tell."""
    for carrier in desk.carriers.values():
        if carrier.enrollment_id in woken or carrier.is_over:
            continue
        asked = Look(enrollment_id=carrier.enrollment_id, progress=carrier.move.progress)
        assert gist(journeys.look(desk.parts, asked)) == gist(carrier.move), carrier.enrollment_id


@pytest.mark.parametrize("is_noted", [True, False], ids=["starts are noted", "starts are never noted"])
@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(told=st.lists(said, min_size=2, max_size=7))
def test_nobody_sleeps_through_what_concerns_them(
    migrated: Path, is_noted: bool, told: list[tuple[Applicant, Delivery, int, int]]
) -> None:
    with a_copy(migrated) as desk:
        desk.publish(*SEQUENCES)
        for who, delivery, hours, late in told:
            desk.run(until=desk.clock.at + timedelta(hours=hours))
            taken = desk.deliver(delivery(who, desk.clock.at + timedelta(hours=late)))
            new = {run.enrollment_id for run in taken.started} - set(desk.carriers)
            desk.wake(taken)
            if is_noted:
                note_started(desk.parts, tuple(new))
            check_who_sleeps(desk, {poke.enrollment_id for poke in taken.pokes})
