"""What is done about deliveries whose intake nobody started."""

import asyncio
import logging
import threading
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta

import pytest
from sqlalchemy import text, update

from nurture.clock import FixedClock
from nurture.config import Settings
from nurture.contracts import Poke
from nurture.errors import NotSetUp
from nurture.inbound.envelope import Envelope
from nurture.ingress import sweep
from nurture.ingress.edge import Edge
from nurture.ingress.sweep import BATCH, forget_once, retain_once, sweep_once, sweeping
from nurture.language.company import CompanyFile
from nurture.service.mail import keeping as mail
from nurture.store import Store, inbox, intake, open_store, records
from nurture.store.sequences import publish_company
from nurture.store.tables import inbox as inbox_table
from nurture.store.words import InboxState
from nurture.values import replace
from tests.edge import RecordingWorkflows
from tests.office import MARA, RUN, mara_is_rejected, office

NOON = datetime(2026, 3, 16, 12, 0, tzinfo=UTC)


@pytest.fixture
def edge(settings: Settings, store: Store, workflows: RecordingWorkflows) -> Edge:
    return Edge(settings=settings, store=store, clock=FixedClock(at=NOON), workflows=workflows)


def keep(store: Store, delivery_id: str, *, age: timedelta) -> int:
    with store.write() as conn:
        return inbox.store(
            conn,
            connection="greenhouse",
            delivery_id=delivery_id,
            body=b"{}",
            headers={},
            received_at=NOON - age,
        ).id


def test_deliveries_that_were_left_behind_are_started_oldest_first(
    edge: Edge, store: Store, workflows: RecordingWorkflows
):
    younger = keep(store, "younger", age=timedelta(minutes=1))
    older = keep(store, "older", age=timedelta(hours=1))
    assert asyncio.run(sweep_once(edge)) == 2
    assert workflows.started == [("greenhouse", "older", older), ("greenhouse", "younger", younger)]


def test_a_delivery_that_just_came_is_left_to_its_own_request(edge: Edge, store: Store, workflows: RecordingWorkflows):
    keep(store, "new", age=timedelta(seconds=1))
    assert asyncio.run(sweep_once(edge)) == 0
    assert workflows.started == []


@pytest.mark.parametrize("state", [state for state in InboxState if state is not InboxState.RECEIVED])
def test_a_delivery_that_is_settled_is_left_alone(edge: Edge, store: Store, state: InboxState):
    keep(store, "settled", age=timedelta(hours=1))
    with store.write() as conn:
        conn.execute(update(inbox_table).values(state=state))
    assert asyncio.run(sweep_once(edge)) == 0


def test_after_a_long_outage_they_are_started_batch_by_batch(edge: Edge, store: Store):
    for number in range(BATCH + 1):
        keep(store, f"delivery-{number}", age=timedelta(hours=1))
    assert asyncio.run(sweep_once(edge)) == BATCH


def test_while_temporal_is_away_the_sweep_says_so(edge: Edge, store: Store, workflows: RecordingWorkflows):
    keep(store, "older", age=timedelta(hours=1))
    workflows.is_away = True
    with pytest.raises(NotSetUp):
        asyncio.run(sweep_once(edge))


@dataclass
class AwayAtFirst:
    """Fails a number of times, then starts, and lets others wait for that."""

    failures: int
    is_started: threading.Event = field(default_factory=threading.Event)

    async def start_intake(self, connection: str, delivery_id: str, inbox_id: int) -> None:
        if self.failures:
            self.failures -= 1
            raise NotSetUp("Temporal did not answer: not yet")
        self.is_started.set()

    async def poke(self, pokes: Sequence[Poke]) -> tuple[str, ...]:
        raise AssertionError("nobody is to be woken")


def test_the_sweep_goes_on_until_temporal_is_back(settings: Settings, store: Store):
    keep(store, "older", age=timedelta(hours=1))
    workflows = AwayAtFirst(failures=3)
    edge = Edge(settings=settings, store=store, clock=FixedClock(at=NOON), workflows=workflows)

    async def run() -> None:
        async with sweeping(edge, every=timedelta(0)):
            await asyncio.to_thread(workflows.is_started.wait, 20)

    asyncio.run(run())
    assert workflows.is_started.is_set()
    assert workflows.failures == 0


class Noticing(logging.Handler):
    """Lets others wait for a line in the log."""

    def __init__(self) -> None:
        super().__init__()
        self.has_noticed = threading.Event()

    def emit(self, record: logging.LogRecord) -> None:
        self.has_noticed.set()


def test_the_sweep_survives_a_database_that_does_not_answer(settings: Settings, store: Store):
    keep(store, "older", age=timedelta(hours=1))
    with store.write() as conn:
        conn.execute(text("ALTER TABLE inbox RENAME TO elsewhere"))
    workflows = AwayAtFirst(failures=0)
    edge = Edge(settings=settings, store=store, clock=FixedClock(at=NOON), workflows=workflows)
    noticing = Noticing()
    sweep.log.addHandler(noticing)

    async def run() -> None:
        async with sweeping(edge, every=timedelta(0)):
            await asyncio.to_thread(noticing.has_noticed.wait, 20)
            with store.write() as conn:
                conn.execute(text("ALTER TABLE elsewhere RENAME TO inbox"))
            await asyncio.to_thread(workflows.is_started.wait, 20)

    try:
        asyncio.run(run())
    finally:
        sweep.log.removeHandler(noticing)
    assert noticing.has_noticed.is_set()
    assert workflows.is_started.is_set()


def test_an_enrollment_that_was_never_started_is_started_once(sqlite_url: str, workflows: RecordingWorkflows):
    with office(sqlite_url) as bureau:
        bureau.publish()
        bureau.hear(mara_is_rejected())
        parts = bureau.parts
        edge = Edge(settings=parts.settings, store=parts.store, clock=bureau.clock, workflows=workflows)
        assert asyncio.run(sweep_once(edge)) == 0  # whoever made it is about to start it
        bureau.clock.at += timedelta(minutes=1)
        assert asyncio.run(sweep_once(edge)) == 1
        assert [run.enrollment_id for run in workflows.enrolled] == [RUN]
        assert asyncio.run(sweep_once(edge)) == 0


def test_what_was_said_in_mail_that_came_in_long_ago_is_removed_by_the_sweep(edge: Edge, store: Store) -> None:
    def a_mail(number: int, days: int) -> int:
        with store.write() as conn:
            raw, came = f"Subject: {number}\r\n\r\nYes.\r\n".encode(), NOON - timedelta(days=days)
            kept = mail.keep(conn, raw, Envelope(sender="mara@home.example"), received_at=came)
            inbox.settle(conn, kept.inbox_id, InboxState.IGNORED, note="comes from nobody on record")
            return kept.inbox_id

    old, young = [a_mail(number, 91) for number in range(sweep.FORGETS + 1)], a_mail(-1, 89)
    edge = replace(edge, settings=edge.settings.model_copy(update={"inbound_days": 90}))
    assert asyncio.run(forget_once(edge)) == len(old)
    with store.read() as conn:
        assert not any(inbox.load(conn, each).body or inbox.load(conn, each).headers for each in old)
        assert inbox.load(conn, young).body


def test_the_sweep_looks_for_them_when_it_starts(settings: Settings, store: Store) -> None:
    keep(store, "older", age=timedelta(hours=1))
    with store.write() as conn:
        kept = mail.keep(conn, b"Subject: Hi\r\n\r\n", Envelope(), received_at=NOON - timedelta(days=200))
        inbox.settle(conn, kept.inbox_id, InboxState.TAKEN_IN)
    workflows = AwayAtFirst(failures=0)
    edge = Edge(settings=settings, store=store, clock=FixedClock(at=NOON), workflows=workflows)

    async def run() -> None:
        async with sweeping(edge, every=timedelta(hours=1)):
            await asyncio.to_thread(workflows.is_started.wait, 20)

    asyncio.run(run())
    with store.read() as conn:
        assert inbox.load(conn, kept.inbox_id).body == b""


def test_people_are_forgotten_by_the_sweep_as_company_yaml_says(
    settings: Settings, database_url: str, workflows: RecordingWorkflows
) -> None:
    with office(database_url) as bureau, bureau.parts.store.write() as conn:
        company = CompanyFile.model_validate(
            {
                "name": "Acme",
                "postal_address": "1 Main Street, 10115 Berlin",
                "zone": "UTC",
                "retention": {"application": {"GB": "6 months"}},
            }
        )
        publish_company(conn, company, content_hash="1", now=NOON)
        intake.apply(conn, mara_is_rejected(NOON - timedelta(days=300)), NOON)
    store = open_store(database_url)
    edge = Edge(settings=settings, store=store, clock=FixedClock(at=NOON), workflows=workflows)
    assert retain_once(edge) == 1
    assert retain_once(edge) == 0
    with store.read() as conn:
        assert records.candidate(conn, MARA).is_anonymized
    store.close()
