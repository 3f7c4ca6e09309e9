"""A vendor whose deliveries say next to nothing, on a real Temporal server: its API is asked until it answers."""

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

import httpx
import pytest
from pydantic import SecretStr

from nurture.config import AtsSettings
from nurture.contracts import intake_workflow_id
from nurture.devserver import DevServer
from nurture.store import standings
from nurture.store.standings import Standing
from tests.doubles.api import Answer, Trouble
from tests.doubles.lever import KEY, LeverDouble
from tests.integration.sequences import THREE_MAILS
from tests.integration.world import World, a_world
from tests.rigs.lever import RIG, signed

pytestmark = pytest.mark.temporal


@pytest.fixture
def lever() -> Iterator[LeverDouble]:
    with LeverDouble() as double:
        yield double


@pytest.fixture
def world(temporal_server: DevServer, tmp_path: Path, lever: LeverDouble) -> Iterator[World]:
    account = AtsSettings(secrets=(SecretStr(RIG.secret),), api_key=SecretStr(KEY), api=lever.url)
    url = f"sqlite:///{tmp_path / 'nurture.db'}"
    address = temporal_server.address
    with (
        a_world(tmp_path, temporal_address=address, database_url=url, ats={"lever": account}) as world,
        world.worker(),
        world.web(),
    ):
        yield world


def test_a_delivery_waits_for_an_api_that_is_away_and_its_journey_begins_once(world: World, lever: LeverDouble) -> None:
    world.publish(THREE_MAILS)
    lever.script += [
        Answer(status=429, headers={"Retry-After": "1"}),
        Trouble.CLOSE_BEFORE_ACTING,
        Answer(status=401),
        Answer(status=503),
    ]
    posted = signed("applicationCreated", RIG.body("applicationCreated"), RIG.secret, datetime.now(UTC))
    with httpx.Client(base_url=f"http://127.0.0.1:{world.settings.web_port}") as client:
        answers = [client.post("/hooks/lever", content=posted.raw).status_code for _ in range(2)]
    assert answers == [200, 200]

    def entered() -> tuple[Standing, ...]:
        with world.parts.store.read() as conn:
            return standings.of_candidate(conn, "lever:c-mara")

    [standing] = world.until("she is in", entered)
    assert standing.enrollment.id == "three-mails/application/lever:o-new/1"
    assert not lever.script, "each trouble was met"
    events = world.history_of(intake_workflow_id("lever", RIG.connected().adapter.delivery_id(posted))).events
    [asked] = [each for each in events if each.HasField("timer_started_event_attributes")]
    wait = asked.timer_started_event_attributes.start_to_fire_timeout.ToTimedelta()
    assert wait >= timedelta(seconds=1), "as long as Lever wants, before anybody asks it again"
    [activity] = [each for each in events if each.HasField("activity_task_scheduled_event_attributes")]
    limit = activity.activity_task_scheduled_event_attributes.start_to_close_timeout.ToTimedelta()
    assert limit.total_seconds() == world.settings.activity_timeout, (
        "what did not work at once is seen with its attempts"
    )
