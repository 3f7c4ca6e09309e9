"""What the simulator says is what a real Temporal server does: the same contacts and decisions, at the same times.

Each example's rehearsal is played twice: by the simulator, and by a worker on a Temporal server while the log is told
in journey time. That time runs slowly around the moments at which the simulator does anything, and leaps from one to
the next, so that months pass in seconds.
"""

import asyncio
import os
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from functools import partial
from pathlib import Path

import pytest
from _pytest.mark import ParameterSet
from temporalio.testing import ActivityEnvironment

from activities.intake import IntakeActivities
from nurture import temporal
from nurture.clock import Pace
from nurture.contracts import TakenIn
from nurture.devserver import DevServer
from nurture.domain.events import EventType
from nurture.domain.touchpoints import Direction, SendState
from nurture.errors import Conflict
from nurture.language.check import Checked, check_folder
from nurture.service.publishing import publish
from nurture.simulator.news import Hand, News, id_of
from nurture.simulator.newsroom import Newsroom
from nurture.simulator.reading import read_log
from nurture.simulator.rehearsal import rehearsal, tell
from nurture.simulator.simulate import only
from nurture.store import Store, contacts, decisions, standings
from nurture.timing.zones import zone_of
from tests.integration.by_hand import do_by_hand
from tests.integration.world import PATIENCE, World, a_world
from tests.journeys.journeys import every_journey

pytestmark = [pytest.mark.temporal, pytest.mark.slow, pytest.mark.timeout(1200)]

WORKER = Path(__file__).with_name("rehearsal_worker.py")
SEQUENCES = Path(__file__).parents[2] / "sequences"
EXAMPLES = ("application-received", "new-hire-onboarding", "silver-medalist")
ITEMS = Path(__file__).parents[1] / "fixtures" / "items"
BEST = ITEMS.with_name("best")
WISHES = ITEMS.with_name("wishes")
CASES = [
    *((SEQUENCES, (name,), SEQUENCES / "rehearsals" / f"{name}.yaml") for name in EXAMPLES),
    *((journey.folder, (), rehearsal.log) for journey in every_journey() for rehearsal in journey.rehearsals),
    (BEST, (), BEST / "rehearsals" / "best.yaml"),
    (ITEMS, (), ITEMS / "rehearsals" / "looks.yaml"),
    (WISHES, (), WISHES / "rehearsals" / "wishes.yaml"),
]
"""Every example and every journey: a folder, the sequences of it that are played (all if none is named), and a log."""
EVERY_TIME = {"sequences", "items", "j09-interns/check", "j22-documents/check", "j24-another-date/check"}
"""The examples, and a journey each for rounds on slots, reminders until done, and a date that moves."""
ALL = "NURTURE_AGREE_ON_ALL"
"""The variable that has all of them played: they take a quarter of an hour, four at a time. `make agree` sets it."""

HOUR = timedelta(hours=1)
SLOW = HOUR.total_seconds() / 1.5
"""An hour takes 1.5 seconds around the moments at which something is done."""
BY_CALENDAR = HOUR.total_seconds() / 6
"""It takes six where people come in by the calendar, which is looked at once a second at most, or the best first."""
LEAP = timedelta(days=1).total_seconds() / 0.01
BEFORE, AFTER = timedelta(minutes=6), HOUR
SLOWER = (1, 3)
"""How many times as slowly it is played first, and again where that was not slow enough for a busy machine."""
TOLERANCE = HOUR
"""A timer fires, a worker answers and a poll looks some real time after the moment: 1.5 seconds are an hour here."""
STARTUP = timedelta(seconds=5)
"""Before the clock starts, for the worker's process to come up."""

Contact = tuple[str, str | None, str | None, int, SendState | None]


def is_by_calendar(checked: Checked) -> bool:
    """Whether anybody comes in at a time that comes again, at a date on record, or since nothing happens."""
    triggers = [trigger for each in checked.sequences for trigger in each.sequence.enroll]
    return any(trigger.at or trigger.every or EventType.APPLICATION_IDLE in trigger.events for trigger in triggers)


def looked_at(checked: Checked, moments: list[datetime]) -> list[datetime]:
    """When the calendar was looked at last before each moment, by triggers at times that come again.

    A leap over that would leave the look to be made up for right then, and to find what was not so yet in its time.
    """
    assert checked.company is not None
    zone = zone_of(checked.company.zone)
    times = [trigger.every for each in checked.sequences for trigger in each.sequence.enroll if trigger.every]
    return sorted({every.last(at, zone) for every in times for at in moments if every.last(at, zone) > moments[0]})


def has_best(checked: Checked) -> bool:
    """Whether all are looked at before the first comes in: one activity after the other at what is one moment."""
    return any(trigger.rank for each in checked.sequences for trigger in each.sequence.enroll)


def speed_of(checked: Checked) -> float:
    """Seconds of journey time per second around the moments at which something is done."""
    return BY_CALENDAR if is_by_calendar(checked) or has_best(checked) else SLOW


def earliest(checked: Checked) -> timedelta:
    """How long before its time something may be done: not at all, but where the clock leaps over looks at the calendar.

    The look of the hour or the day before is then made up for, when the time that is next is close.
    """
    return -HOUR if is_by_calendar(checked) else timedelta(0)


def paces(moments: list[datetime], speed: float) -> tuple[Pace, ...]:
    """Slowly from a little before each moment to an hour after it, and in leaps between."""
    changes: list[Pace] = []
    for number, at in enumerate(moments):
        if not number or at - BEFORE > moments[number - 1] + AFTER:
            changes.append((at - BEFORE, speed))
        if number + 1 == len(moments) or moments[number + 1] - BEFORE > at + AFTER:
            changes.append((at + AFTER, LEAP if number + 1 < len(moments) else 1.0))
    return tuple(changes)


@dataclass(frozen=True, kw_only=True)
class Record:
    """What is on record of people: messages with their times, each journey's decisions in order, and how it ended.

    Two journeys of a person may come to the same moment, and then nobody says which is first.
    """

    told: dict[Contact, datetime]
    decided: list[tuple[str, str, str, str | None]]
    ended: dict[str, datetime]

    def differences(self, simulated: "Record", *, earliest: timedelta) -> dict[object, object]:
        """What is here and not in the simulation, or the other way round, or not at its time."""
        at, at_simulated = {**self.told, **self.ended}, {**simulated.told, **simulated.ended}
        differences: dict[object, object] = dict.fromkeys(at.keys() ^ at_simulated.keys(), "only once")
        if self.decided != simulated.decided:
            differences["decided"] = [each for each in self.decided if each not in simulated.decided]
        late = {key: at[key] - at_simulated[key] for key in at.keys() & at_simulated.keys()}
        return differences | {key: each for key, each in late.items() if not earliest <= each <= TOLERANCE}


@dataclass(frozen=True, kw_only=True)
class Play:
    """What is played twice."""

    checked: Checked
    news: tuple[News, ...]
    people: tuple[str, ...]


def on_record(store: Store, people: tuple[str, ...]) -> Record:
    """What a store holds of people."""
    record = Record(told={}, decided=[], ended={})
    with store.read() as conn:
        for name in people:
            for each in contacts.of_candidate(conn, id_of(name)):
                if each.direction is Direction.OUTBOUND:
                    record.told[name, each.enrollment_id, each.step, each.visit, each.state] = each.at
            for decision in decisions.of_candidate(conn, id_of(name)):
                if decision.rule != "next":
                    record.decided.append((name, decision.enrollment_id or "", decision.rule, decision.step))
            for standing in standings.of_candidate(conn, id_of(name)):
                if standing.ended_at is not None:
                    record.ended[f"{standing.enrollment.id}: {standing.outcome}"] = standing.ended_at
    record.decided.sort(key=lambda each: each[:2])
    return record


def tell_if_possible(world: World, news: News) -> TakenIn | None:
    """None while it can't be told: a task or a survey that it answers comes a little later than in the simulator."""
    try:
        return tell(world.parts, news)
    except Conflict:
        return None


def _is_time(world: World, at: datetime) -> bool:
    return world.now() >= at


async def tell_in_time(world: World, news: tuple[News, ...], patience: float) -> None:
    """Tells the log as journey time passes, as the intake's workflow does it; no more once a part can't be told."""
    client = await temporal.connect(world.settings)
    intake = IntakeActivities(world.parts, client)
    for each in news:
        is_time = partial(_is_time, world, each.at)
        await asyncio.to_thread(world.until, f"it is {each.at}", is_time, patience=patience)
        if isinstance(each.told, Hand):
            await do_by_hand(world, client, each.told)
            continue
        taken = await asyncio.to_thread(world.look_for, partial(tell_if_possible, world, each), patience=PATIENCE)
        if taken is None:
            return
        await ActivityEnvironment().run(intake.wake, taken)


def play_on_temporal(
    play: Play, moments: list[datetime], simulated: Record, speed: float, server: DevServer, home: Path
) -> Record:
    """What is on record once every journey has ended that ended in the simulation, or once that takes too long."""
    clock = {
        "clock_began": datetime.now(UTC) + STARTUP,
        "clock_starts": moments[0] - BEFORE,
        "clock_speed": speed,
        "clock_paces": paces(moments, speed),
    }
    patience = PATIENCE + len(moments) * (BEFORE + AFTER).total_seconds() / speed
    url = f"sqlite:///{home / 'nurture.db'}"
    with a_world(home, temporal_address=server.address, database_url=url, **clock) as world:
        store = world.parts.store
        publish(store, play.checked, author=None, commit=None, by="a test", now=world.now())
        with world.worker(WORKER):
            asyncio.run(tell_in_time(world, play.news, patience))
            world.look_for(
                lambda: simulated.ended.keys() <= on_record(store, play.people).ended.keys(), patience=patience
            )
        record = on_record(store, play.people)
        asyncio.run(end_all(world))
        return record


async def end_all(world: World) -> None:
    """Ends what still runs of a world: the next one's journeys are of the same people, and so of the same ids."""
    client = await temporal.connect(world.settings)
    queue = world.settings.task_queue
    async for each in client.list_workflows(f"TaskQueue = '{queue}' AND ExecutionStatus = 'Running'"):
        await client.get_workflow_handle(each.id, run_id=each.run_id).terminate(reason="its world is over")


def case(folder: Path, sequences: tuple[str, ...], path: Path) -> ParameterSet:
    name = f"{folder.name}/{path.stem}"
    # All of them take a quarter of an hour on a quiet machine, more than all other tests together. Nothing goes
    # unseen by that: each run plays every one in the simulator, and `make agree` plays all of them here.
    is_for_every_time = not EVERY_TIME.isdisjoint({folder.name, name})
    rarely = pytest.mark.skipif(not is_for_every_time and ALL not in os.environ, reason="make agree plays it")
    return pytest.param(folder, sequences, path, id=name, marks=rarely)


@pytest.mark.parametrize(("folder", "sequences", "path"), [case(*each) for each in CASES])
def test_the_simulator_and_a_temporal_server_agree(
    folder: Path, sequences: tuple[str, ...], path: Path, temporal_server: DevServer, tmp_path: Path
) -> None:
    checked = only(check_folder(folder), sequences)
    assert checked.company is not None
    own = checked.company.own
    log = read_log(path, own).log
    assert log is not None
    news = tuple(Newsroom(log, company_zone=checked.company.zone, own=own).news())
    play = Play(checked=checked, news=news, people=tuple(log.people))
    with rehearsal(checked, starts=news[0].at) as played:
        played.play(news)
        moments = sorted(set(played.moments))
        moments = sorted({*moments, *looked_at(checked, moments)})
        simulated = on_record(played.parts.store, play.people)
    assert simulated.told
    assert simulated.ended
    for number, slower in enumerate(SLOWER):
        home = tmp_path / str(number)
        home.mkdir()
        really = play_on_temporal(play, moments, simulated, speed_of(checked) / slower, temporal_server, home)
        differences = really.differences(simulated, earliest=earliest(checked))
        if not differences:
            break
    assert differences == {}
