"""`nurture simulate --population` through ten steps: CPU seconds, people per second, memory, and who takes the time.

CPU is that of the command and all of its processes, their start included; memory is the peak of the largest of them.
The shares are those of batches in this process, by samples of its CPU time; reading the files is among the rest.
"""

import os
import signal
import subprocess
import sys
import time
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from types import FrameType
from typing import Final

from nurture.simulator.crowd import BATCH, Crowd, play

SIZES: Final = tuple(int(size) for size in os.environ.get("BENCH_PEOPLE", "10000 100000").split())
FOLDER: Final = Path(__file__).parent / "crowd"
FILE: Final = FOLDER / "rehearsals" / "populations" / "turned-down.yaml"
SAMPLED_BATCHES: Final = 8
BETWEEN_SAMPLES: Final = 0.002
"""Seconds of CPU time."""
LAYERS: Final = {
    "engine and gate": "/nurture/engine/",
    "drawing people": "/nurture/simulator/population.py",
    "reading what happens": "/nurture/simulator/news.py",
    "counting": "/nurture/simulator/tally.py",
    "records and runs": "/nurture/simulator/quick/",
}
"""Whose time it is: of the first of these that is at work, itself or by what it calls."""


def measure() -> None:
    """Prints a line for each size, and the shares."""
    for size in SIZES:
        print(_played(size))
    shares = _shares()
    told = ", ".join(f"{name} {100 * count / shares.total():.0f} %" for name, count in shares.most_common())
    print(f"population: of the CPU: {told}")


def _played(size: int) -> str:
    command: list[str | Path] = ["simulate", "--folder", FOLDER, "--events", FILE, "--population", str(size)]
    started = time.perf_counter()
    process = subprocess.Popen(
        [Path(sys.executable).with_name("nurture"), *command], stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL
    )
    _, status, used = os.wait4(process.pid, 0)
    process.returncode = os.waitstatus_to_exitcode(status)
    seconds, cpu = time.perf_counter() - started, used.ru_utime + used.ru_stime
    if process.returncode:
        raise subprocess.CalledProcessError(process.returncode, process.args)
    cost = f"{cpu / size * 1000:.2f} ms CPU a person ({cpu:.1f} s)"
    return f"population: {size} people: {cost}, {size / seconds:.0f} people/s, {used.ru_maxrss / 1024:.0f} MB at most"


def _shares() -> Counter[str]:
    """Samples by layer, of batches that follow one that is not counted: what is worked out once is done by then."""
    _play_batch(seed=0)
    found: Counter[str] = Counter()
    with _sampled(found):
        for seed in range(1, SAMPLED_BATCHES + 1):
            _play_batch(seed=seed)
    return found


def _play_batch(seed: int) -> None:
    for _ in play(Crowd(file=FILE, folder=FOLDER, sequences=(), size=BATCH, seed=seed)):
        pass


@contextmanager
def _sampled(found: Counter[str]) -> Iterator[None]:
    """Adds to `found` at whose work the process was, time and again."""

    def look(_: int, frame: FrameType | None) -> None:
        found[_layer(frame)] += 1

    before = signal.signal(signal.SIGPROF, look)
    signal.setitimer(signal.ITIMER_PROF, BETWEEN_SAMPLES, BETWEEN_SAMPLES)
    try:
        yield
    finally:
        signal.setitimer(signal.ITIMER_PROF, 0)
        signal.signal(signal.SIGPROF, before)


def _layer(frame: FrameType | None) -> str:
    files = []
    while frame is not None:
        files.append(frame.f_code.co_filename)
        frame = frame.f_back
    return next((name for name, part in LAYERS.items() if any(part in file for file in files)), "the rest")
