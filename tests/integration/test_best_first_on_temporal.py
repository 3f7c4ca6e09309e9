"""Who is among the best: the same people on a real Temporal server as in a rehearsal, equals told apart by lot."""

import asyncio
from pathlib import Path

import pytest

from nurture import temporal
from nurture.language.check import check_folder
from nurture.service.publishing import publish
from nurture.simulator.newsroom import Newsroom
from nurture.simulator.reading import read_log
from nurture.simulator.rehearsal import rehearsal, tell
from nurture.store import Store, broadcasts, standings
from nurture.store.broadcasts import Broadcast
from nurture.store.words import BroadcastState
from tests.integration.world import World

pytestmark = pytest.mark.temporal

FOLDER = Path(__file__).parents[1] / "fixtures" / "best"
LOG = FOLDER / "rehearsals" / "best.yaml"


def came_in(store: Store) -> set[str]:
    """Everybody who is or was inside, by the ids of their runs."""
    with store.read() as conn:
        people = broadcasts.people_after(conn, None, limit=100)
        return {each.enrollment.id for who in people for each in standings.of_candidate(conn, who)}


def is_done(store: Store) -> Broadcast | None:
    with store.read() as conn:
        found = broadcasts.listed(conn, limit=5)
    return next((each for each in found if each.state is BroadcastState.DONE), None)


def test_the_best_are_the_same_as_in_a_rehearsal(world: World) -> None:
    checked, log = check_folder(FOLDER), read_log(LOG).log
    assert log is not None
    assert checked.company is not None
    news = tuple(Newsroom(log, company_zone=checked.company.zone).news())
    with rehearsal(checked, starts=news[0].at) as played:
        played.play(news)
        rehearsed = came_in(played.parts.store)
    publish(world.parts.store, checked, author=None, commit=None, by="a test", now=world.now())
    opened = [run for each in news for run in tell(world.parts, each).broadcasts]

    async def start() -> None:
        await temporal.start_broadcasts(await temporal.connect(world.settings), world.settings, opened)

    with world.worker():
        asyncio.run(start())
        done = world.until("the broadcast is done", lambda: is_done(world.parts.store))
    assert (done.looked_at, done.fit, done.entered) == (6, 5, 4)
    assert len(rehearsed) == 4
    assert came_in(world.parts.store) == rehearsed
