"""Whoever was not woken by what happened is woken by the sweep, and nobody else, and once."""

import asyncio
from collections.abc import Iterator
from datetime import timedelta

import pytest

from nurture.ingress import sweep
from nurture.ingress.edge import Edge
from nurture.ingress.sweep import sweep_once
from nurture.service.intake import note_started
from nurture.service.replies import record_reply
from nurture.store import standings
from tests.edge import RecordingWorkflows
from tests.office import MARA, RUN, Office, mara_is_rejected, office


@pytest.fixture
def bureau(sqlite_url: str) -> Iterator[Office]:
    """Somebody is in a sequence, whose workflow runs."""
    with office(sqlite_url) as bureau:
        bureau.publish()
        bureau.hear(mara_is_rejected())
        note_started(bureau.parts, (RUN,))
        yield bureau


def swept(
    bureau: Office, workflows: RecordingWorkflows, after: timedelta = timedelta(minutes=1)
) -> list[tuple[str, int]]:
    """Whom a sweep wakes that comes so much later, by which event."""
    workflows.poked.clear()
    bureau.clock.at += after
    parts = bureau.parts
    asyncio.run(sweep_once(Edge(settings=parts.settings, store=parts.store, clock=bureau.clock, workflows=workflows)))
    return [(poke.enrollment_id, poke.event) for poke in workflows.poked]


def test_a_reply_of_which_nobody_was_told_wakes_whom_it_concerns_once(
    bureau: Office, workflows: RecordingWorkflows
) -> None:
    assert swept(bureau, workflows) == []
    record_reply(bureau.parts, MARA, at=bureau.clock.at)
    assert swept(bureau, workflows) == [(RUN, 2)]
    assert swept(bureau, workflows) == []


def test_what_just_happened_is_left_to_whoever_tells_it(bureau: Office, workflows: RecordingWorkflows) -> None:
    record_reply(bureau.parts, MARA, at=bureau.clock.at)
    assert swept(bureau, workflows, after=timedelta(0)) == []


def test_whoever_has_looked_is_not_woken(bureau: Office, workflows: RecordingWorkflows) -> None:
    record_reply(bureau.parts, MARA, at=bureau.clock.at)
    bureau.play(RUN, until=bureau.clock.at + timedelta(hours=2))
    with bureau.parts.store.read() as conn:
        assert standings.get(conn, RUN).outcome == "replied"
    assert swept(bureau, workflows) == []


def test_a_workflow_that_is_gone_is_started_anew(bureau: Office, workflows: RecordingWorkflows) -> None:
    record_reply(bureau.parts, MARA, at=bureau.clock.at)
    workflows.gone = {RUN}
    assert swept(bureau, workflows) == [(RUN, 2)]
    assert swept(bureau, workflows) == []
    assert [run.enrollment_id for run in workflows.enrolled] == [RUN]


def test_many_are_woken_batch_by_batch_in_one_sweep(
    bureau: Office, workflows: RecordingWorkflows, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sweep, "BATCH", 1)
    record_reply(bureau.parts, MARA, at=bureau.clock.at)
    assert swept(bureau, workflows) == [(RUN, 2)]
