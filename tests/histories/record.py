"""Records the histories beside this file from real runs: `python -m tests.histories.record`.

A change of the workflows must replay those that are here, which are never edited. Record anew only what is recorded for
the first time, under a new name.
"""

import asyncio
import sys
import tempfile
from collections.abc import Callable
from datetime import timedelta
from pathlib import Path

from temporalio.client import WorkflowHistory

from nurture import contracts, temporal
from nurture.contracts import Command
from nurture.demo import greenhouse
from nurture.demo.cast import FIRMWARE
from nurture.devserver import DevServer
from nurture.service.replies import record_reply
from nurture.store.broadcasts import Broadcast
from tests.integration.many import OPENINGS, STOPPED, STOPS, arrive, newest
from tests.integration.sequences import THREE_MAILS, WAITS_FOR_A_STAGE
from tests.integration.world import World, a_world
from tests.servers import temporal_cli

HERE = Path(__file__).parent
SCENARIOS: dict[str, Callable[[World], WorkflowHistory]] = {}


def scenario(play: Callable[[World], WorkflowHistory]) -> Callable[[World], WorkflowHistory]:
    """Registers a scenario under its name."""
    SCENARIOS[play.__name__.replace("_", "-")] = play
    return play


def _apply(world: World, sequence: str) -> str:
    """Maya applies; gives her enrollment's id once her first mail has left."""
    world.publish(sequence)
    world.deliver(greenhouse.applied(world.maya, world.now()), delivery="applied")
    world.until("the first mail has left", lambda: world.sent(world.maya))
    return world.enrollments(world.maya)[0].enrollment.id


@scenario
def completed(world: World) -> WorkflowHistory:
    """Three mails, two waits, to the end."""
    enrollment = _apply(world, THREE_MAILS)
    world.ended(world.maya)
    return world.history(enrollment)


@scenario
def continued(world: World) -> WorkflowHistory:
    """The last run of a journey that continues as new at every wait."""
    return completed(world)


@scenario
def hired(world: World) -> WorkflowHistory:
    """An exit event during a wait."""
    enrollment = _apply(world, WAITS_FOR_A_STAGE)
    starts = (world.now() + timedelta(days=30)).date()
    world.deliver(greenhouse.hired(world.maya, world.now(), starts=starts))
    world.ended(world.maya)
    return world.history(enrollment)


@scenario
def paused(world: World) -> WorkflowHistory:
    """Paused during a wait, resumed, and on to the end."""
    enrollment = _apply(world, THREE_MAILS)
    world.update(enrollment, "pause", Command(by="somebody", reason="to see"))
    world.update(enrollment, "resume", Command(by="somebody", reason="seen"))
    world.ended(world.maya)
    return world.history(enrollment)


@scenario
def timed_out(world: World) -> WorkflowHistory:
    """A wait for an event that never comes, with a signal that changes nothing on the way."""
    enrollment = _apply(world, WAITS_FOR_A_STAGE.replace("90 days", "40 hours"))
    world.deliver(greenhouse.moved(world.maya, world.now(), stage="Phone interview"))
    world.ended(world.maya)
    return world.history(enrollment)


@scenario
def intake(world: World) -> WorkflowHistory:
    """A delivery that starts a journey."""
    _apply(world, THREE_MAILS)

    return _fetched(world, contracts.intake_workflow_id("greenhouse", "applied"))


@scenario
def intake_at_once(world: World) -> WorkflowHistory:
    """The same since short activities are tried within the workflow's own task."""
    return intake(world)


@scenario
def broadcast(world: World) -> WorkflowHistory:
    """A job opens, and one of those on record comes in."""
    return _fetched(world, contracts.broadcast_workflow_id(_opened(world).id))


@scenario
def opening(world: World) -> WorkflowHistory:
    """The delivery that opens a broadcast."""
    _opened(world)
    return _fetched(world, contracts.intake_workflow_id("greenhouse", "opened"))


@scenario
def scope(world: World) -> WorkflowHistory:
    """An exit that ends another run of the person, and wakes it."""
    world.publish(STOPS, STOPPED)
    world.deliver(greenhouse.applied(world.maya, world.now()))
    both = world.until("both run", lambda: len(runs := world.enrollments(world.maya)) == 2 and runs)
    stops = next(each.enrollment.id for each in both if each.enrollment.sequence == "stops")
    pokes = record_reply(world.parts, world.maya.candidate_id, at=world.now()).pokes
    world.signal(next(poke for poke in pokes if poke.enrollment_id == stops))
    world.until("both have ended", lambda: all(each.ended_at for each in world.enrollments(world.maya)))
    return world.history(stops)


def _opened(world: World) -> Broadcast:
    """The broadcast of a job that opens, once it is done."""
    world.publish(OPENINGS)
    arrive(world, [world.maya])
    world.deliver(greenhouse.opened(FIRMWARE, world.now()), delivery="opened")
    return world.until("the broadcast is done", lambda: newest(world))


def _fetched(world: World, workflow_id: str) -> WorkflowHistory:
    async def fetch() -> WorkflowHistory:
        client = await temporal.connect(world.settings)
        handle = client.get_workflow_handle(workflow_id)
        await handle.result()
        return await handle.fetch_history()

    return asyncio.run(fetch())


def main() -> None:
    """Records the scenarios named on the command line, or all that are not here yet."""
    wanted = sys.argv[1:] or [name for name in SCENARIOS if not (HERE / f"{name}.json").exists()]
    with tempfile.TemporaryDirectory() as folder:
        for name in wanted:
            home = Path(folder) / name
            home.mkdir()
            limits = {"history_limit": 1} if name == "continued" else {}
            with (
                DevServer(
                    temporal_cli(),
                    log_file=home / "temporal.log",
                    ui=False,
                    search_attributes=contracts.SEARCH_ATTRIBUTES,
                ) as server,
                a_world(
                    home,
                    temporal_address=server.address,
                    database_url=f"sqlite:///{home / 'nurture.db'}",
                    **limits,
                ) as world,
                world.worker(),
                world.web(),
            ):
                (HERE / f"{name}.json").write_text(SCENARIOS[name](world).to_json())
            print(f"recorded {name}")


if __name__ == "__main__":
    main()
