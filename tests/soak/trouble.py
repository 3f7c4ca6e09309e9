"""What is done to the servers of a soak, drawn from a seed: kills, restarts, and a mail server in bad moods."""

import threading
from collections import Counter
from collections.abc import Callable
from random import Random
from typing import Final

from tests.doubles.smtp import Trouble
from tests.soak.world import SoakWorld

BAD_MOODS: Final = 0.15
"""Of the sessions, how many run into something."""
FIRST_KILL: Final = (4.0, 8.0)
BETWEEN_KILLS: Final = (6.0, 14.0)
"""Seconds from one kill to the next, drawn evenly: a worker needs some to get up, and has to come to its work."""
DATABASE_AWAY: Final = (0.5, 2.5)
"""Seconds for which the database is gone."""


def moods(random: Random, counted: Counter[str]) -> Callable[[], Trouble | None]:
    """What each session with the mail server runs into: mostly nothing."""
    lock = threading.Lock()

    def draw() -> Trouble | None:
        with lock:
            if random.random() >= BAD_MOODS:
                return None
            counted["mail sessions in trouble"] += 1
            return random.choice(list(Trouble))

    return draw


def plan(random: Random, seconds: float) -> list[tuple[float, str]]:
    """What happens when, in seconds from the start: kills all along, and the servers' restarts in between."""
    at, planned = random.uniform(*FIRST_KILL), []
    while at < seconds:
        planned.append((at, "worker"))
        at += random.uniform(*BETWEEN_KILLS)
    for part in (0.35, 0.75) if seconds > 60 else (0.5,):
        planned.append((seconds * part * random.uniform(0.9, 1.1), "database"))
        planned.append((seconds * part * random.uniform(0.9, 1.1), "temporal"))
    return sorted(planned)


def make(world: SoakWorld, random: Random, planned: list[tuple[float, str]], stop: threading.Event) -> None:
    """Does all of that, one after the other, and starts again what it ended."""
    done: dict[str, Callable[[], None]] = {
        "worker": lambda: world.kill_a_worker(random.randrange(len(world.workers))),
        "database": lambda: world.restart_the_database(random.uniform(*DATABASE_AWAY)),
        "temporal": world.restart_temporal,
    }
    for at, what in planned:
        if stop.wait(max(0.0, at - world.seconds())):
            return
        world.revive()
        done[what]()
