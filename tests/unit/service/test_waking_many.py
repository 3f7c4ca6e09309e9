"""A delivery may concern thousands: some are started and woken by it, in batches, and the rest by the sweep."""

import pytest

from nurture.contracts import BroadcastRun, Poke, TakenIn
from nurture.domain.events import EventType
from nurture.service import intake
from tests.unit.service.desk import Desk, maya, maya_is_rejected, sequence
from workflows.intake import BATCH, batches

STEPS = "- {id: a-week, wait: 1 week}\n"


def test_what_is_too_much_for_one_message_is_left_to_the_sweep(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(intake, "MOST_STARTED", 1)
    monkeypatch.setattr(intake, "MOST_WOKEN", 1)
    desk.publish(sequence(STEPS, name="a"), sequence(STEPS, name="b"))
    with desk.parts.store.write() as conn:
        entered = intake.hear(desk.parts, conn, maya_is_rejected()).taken
    with desk.parts.store.write() as conn:
        woken = intake.hear(desk.parts, conn, maya(EventType.APPLICATION_UNREJECTED)).taken
    assert [run.enrollment_id.partition("/")[0] for run in entered.started] == ["a"]
    assert len(woken.pokes) == 1


def pokes(count: int) -> tuple[Poke, ...]:
    return tuple(Poke(enrollment_id=f"run-{number}", event=1) for number in range(count))


@pytest.mark.parametrize(
    ("taken", "sizes"),
    [
        (TakenIn(), []),
        (TakenIn(pokes=pokes(3)), [3]),
        (TakenIn(pokes=pokes(BATCH)), [BATCH]),
        (TakenIn(pokes=pokes(2 * BATCH + 1)), [BATCH, BATCH, 1]),
        (TakenIn(broadcasts=(BroadcastRun(broadcast_id="b", sequence="s"),), pokes=pokes(2)), [0, 2]),
    ],
)
def test_many_are_woken_a_number_at_a_time(taken: TakenIn, sizes: list[int]) -> None:
    assert [len(batch.pokes) for batch in batches(taken)] == sizes
    assert tuple(poke for batch in batches(taken) for poke in batch.pokes) == taken.pokes
