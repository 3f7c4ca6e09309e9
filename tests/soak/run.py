"""One soak from its seed to its verdict."""

import threading
from collections import Counter
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path
from random import Random
from typing import Final

from tests.doubles.smtp import SmtpDouble
from tests.soak import trouble
from tests.soak.evidence import gather
from tests.soak.judge import Evidence, Verdict, judge
from tests.soak.people import People
from tests.soak.world import SoakWorld, soak_world

JOURNEYS_PER_SECOND: Final = 1.2
JOURNEY_HOURS: Final = 75.0
"""About how long a journey takes, in journey time."""
ARRIVING: Final = 0.6
"""The part of the time in which people still come."""
PATIENCE: Final = 60.0
"""Seconds for which nothing may move on record, once nothing is done to the servers any more: a slow machine has a
backlog by then, and is not to be taken for one that loses people."""
LONGEST: Final = 600.0
"""Seconds after which it is over in any case: what only seems to move never comes to its end."""


@dataclass(frozen=True, kw_only=True)
class Soaked:
    """What was done, what came out, and how it is judged."""

    done: Counter[str]
    evidence: Evidence
    verdict: Verdict


def soak(folder: Path, *, seed: int, seconds: float, worker_file: Path | None = None) -> Soaked:
    """Makes trouble for that many seconds, lets all come to their end, and judges, which takes some minutes longer.

    The mail server keeps its moods to the end. `worker_file` is run in place of worker.py.
    """
    pace = hours_per_second(seconds)
    done: Counter[str] = Counter()
    mail = SmtpDouble(moods=trouble.moods(Random(f"{seed} mail"), done))
    with soak_world(folder, mail, done, hours_per_second=pace, worker_file=worker_file) as world:
        random = Random(f"{seed} people")
        journeys = round(seconds * JOURNEYS_PER_SECOND)
        people = People(world, random, journeys=journeys, arriving_for=seconds * ARRIVING, lasting=JOURNEY_HOURS / pace)
        _live_in_trouble(world, people, seed, seconds)
        world.revive()
        evidence = _at_the_end(world, people)
    return Soaked(done=done, evidence=evidence, verdict=judge(evidence))


def hours_per_second(seconds: float) -> float:
    """How fast journey time runs: so that journeys come to their end soon after that time, and no faster.

    The slower, the less journey time goes by while a mail is on its way, and the finer is what can be judged.
    """
    return min(max(JOURNEY_HOURS / (seconds / 2), 0.5), 3.0)


def _live_in_trouble(world: SoakWorld, people: People, seed: int, seconds: float) -> None:
    random, stop = Random(f"{seed} servers"), threading.Event()
    with ThreadPoolExecutor(1) as thread:
        making = thread.submit(trouble.make, world, random, trouble.plan(random, seconds), stop)
        try:
            people.live(until=seconds)
            making.result()
        finally:
            stop.set()


def _at_the_end(world: SoakWorld, people: People) -> Evidence:
    """What there is once nobody is inside, or once nothing moves any more: the judge says who is left."""
    pause, latest = threading.Event(), world.seconds() + LONGEST
    moved_at, before = world.seconds(), None
    while True:
        people.live(until=world.seconds())
        evidence = gather(world.installation, world.mail.accepted, people.told - people.rejected)
        if (stands := (evidence.ledger, evidence.runs)) != before:
            moved_at, before = world.seconds(), stands
        is_over = all(run.ended_at or run.held_reason for run in evidence.runs)
        is_complete = is_over and evidence.told <= {run.who for run in evidence.runs}
        if is_complete or world.seconds() > min(latest, moved_at + PATIENCE):
            return evidence
        pause.wait(1.0)
