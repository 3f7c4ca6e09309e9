"""`nurture demo` as CI and newcomers run it: real processes, a real Temporal server, and about forty seconds."""

import signal
import socket
import subprocess
import threading
import time
from collections.abc import Iterator
from contextlib import ExitStack
from dataclasses import dataclass
from pathlib import Path

import psutil
import pytest

from nurture.devserver import is_free
from tests.acceptance.commands import left_behind, start

pytestmark = [pytest.mark.temporal, pytest.mark.slow, pytest.mark.timeout(240)]

PREFERRED_PORTS = (7233, 8233, 8000, 8001)
TOLD = (
    "Maya   applies",
    "“We have your application for Robotics Engineer”",
    "leaves application-received: moving-on",
    "“Welcome, Maya”",
    "“Good morning”",
    "mail to Jonas Weber: “Danke für die Gespräche mit uns”",
    "mail to Jonas Weber: “Bei dieser Stelle haben wir an Sie gedacht”",
    "mail to Kim Berger: “Worth a call — Jonas Weber”",
    "mail to Priya Nair: “Thank you, Priya”",
    "leaves silver-medalist: replied",
    "Priya Nair, Product Designer; times in Asia/Kolkata",
    "Next: waits until 30 days after hire.start_date at 10:00, then sends first-month",
    "As it must be: all 13 contacts, each of them once, and nothing after an end.",
)


@dataclass(frozen=True)
class Ran:
    """How a run ended."""

    code: int
    said: str
    seconds: float


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """One for all runs: each must find what the one before has left."""
    return tmp_path_factory.mktemp("demo")


def run(folder: Path) -> Ran:
    began = time.monotonic()
    output = folder / "said"
    process = start("demo", folder=folder, output=output)
    return Ran(code=process.wait(), said=output.read_text(), seconds=time.monotonic() - began)


@pytest.fixture
def preferred_ports_taken() -> Iterator[None]:
    with ExitStack() as taken:
        for port in filter(is_free, PREFERRED_PORTS):
            listener = taken.enter_context(socket.socket())
            listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            listener.bind(("127.0.0.1", port))
            listener.listen()
        yield


def test_it_comes_out_right_within_a_minute_and_leaves_nothing_running(folder: Path) -> None:
    ran = run(folder)
    assert ran.code == 0, ran.said
    assert [line for line in TOLD if line not in ran.said] == []
    assert ran.seconds < 75  # a minute, and what a busy machine takes to start and end
    assert left_behind(folder) == []


@pytest.mark.usefixtures("preferred_ports_taken")
def test_a_second_run_comes_out_right_while_the_usual_ports_are_taken(folder: Path) -> None:
    ran = run(folder)
    assert ran.code == 0, ran.said
    assert [line for line in TOLD if line not in ran.said] == []
    assert not any(f"127.0.0.1:{port}" in ran.said for port in PREFERRED_PORTS)


@pytest.fixture
def playing(folder: Path) -> Iterator[subprocess.Popen[bytes]]:
    """A demo whose story has begun."""
    output = folder / "said"
    process = start("demo", folder=folder, output=output)
    pause = threading.Event()
    while "What happens" not in output.read_text() and process.poll() is None:
        pause.wait(0.05)
    yield process
    process.terminate()
    process.wait()


def test_a_worker_that_dies_ends_the_demo_with_1_and_the_end_of_its_log(
    folder: Path, playing: subprocess.Popen[bytes]
) -> None:
    (worker,) = (child for child in psutil.Process(playing.pid).children() if "worker.py" in child.cmdline()[-1])
    worker.kill()
    assert playing.wait() == 1
    said = (folder / "said").read_text()
    assert f"The worker ended by itself, with code {-signal.SIGKILL}." in said
    assert "working on nurture at 127.0.0.1:" in said
    assert left_behind(folder) == []


@pytest.mark.parametrize("name", ["SIGINT", "SIGTERM", "SIGHUP"])
def test_a_demo_that_is_interrupted_leaves_nothing_running(
    name: str, folder: Path, playing: subprocess.Popen[bytes]
) -> None:
    playing.send_signal(signal.Signals[name])
    assert playing.wait() == 130
    assert left_behind(folder) == []
