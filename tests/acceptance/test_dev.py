"""`nurture dev`: everything on one machine, and sequences that are published as they are edited."""

import shutil
import signal
import subprocess
import threading
import time
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest

from tests.acceptance.commands import NURTURE, environment, left_behind, start
from tests.servers import ROOT

pytestmark = [pytest.mark.temporal, pytest.mark.slow]

PATIENCE = 60


@dataclass
class Dev:
    """A running `nurture dev`, and the folder it works in."""

    process: subprocess.Popen[bytes]
    folder: Path

    @property
    def said(self) -> str:
        """All it has said."""
        return (self.folder / "said").read_text()

    def hears(self, words: str, *, times: int = 1) -> None:
        """Waits until it has said that so often."""
        pause, deadline = threading.Event(), time.monotonic() + PATIENCE
        while self.said.count(words) < times:
            assert self.process.poll() is None, self.said
            assert time.monotonic() < deadline, f"never said {words!r}:\n{self.said}"
            pause.wait(0.05)

    def edit(self, before: str, after: str) -> None:
        """Changes the sequence for silver medalists."""
        path = self.folder / "sequences" / "silver-medalist.yaml"
        text = path.read_text()
        assert before in text
        path.write_text(text.replace(before, after))


@pytest.fixture
def dev(tmp_path: Path) -> Iterator[Dev]:
    shutil.copytree(ROOT / "sequences", tmp_path / "sequences")
    dev = Dev(process=start("dev", folder=tmp_path, output=tmp_path / "said"), folder=tmp_path)
    dev.hears("Watching sequences")
    dev.hears("Published silver-medalist as version 1.")
    yield dev
    dev.process.terminate()
    dev.process.wait()


def test_it_publishes_good_edits_refuses_bad_ones_and_ends_well_on_ctrl_c(dev: Dev) -> None:
    for name in ("Temporal's UI", "Console", "Greenhouse hook", "for trying out only"):
        assert name in dev.said
    dev.edit("wait: 3 weeks", "wait: 4 weeks")
    dev.hears("Published silver-medalist as version 2.")
    dev.edit("wait: 4 weeks", "wait: 4 weks")
    dev.hears("Nothing was published.")
    assert "silver-medalist.yaml:" in dev.said
    dev.edit("wait: 4 weks", "wait: 4 weeks")
    dev.hears("All of it is published already.")
    assert "as version 3" not in dev.said
    dev.process.send_signal(signal.SIGINT)
    assert dev.process.wait(PATIENCE) == 0
    assert left_behind(dev.folder) == []


def test_a_second_one_in_the_same_folder_is_refused(dev: Dev) -> None:
    second = subprocess.run(
        [NURTURE, "dev"], cwd=dev.folder, env=environment(), capture_output=True, text=True, timeout=PATIENCE
    )
    assert (second.returncode, second.stderr.splitlines()[0]) == (1, "`nurture dev` runs in this folder already.")
