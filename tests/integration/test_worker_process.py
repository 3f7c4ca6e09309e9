"""The worker as the process that operators run: what it says, and the exit code it ends with."""

import os
import signal
import subprocess
import sys

import pytest

from nurture.demo import greenhouse
from nurture.devserver import free_port
from nurture.devserver.environment import environment_of
from nurture.devserver.stack import worker_file
from tests.integration.sequences import THREE_MAILS
from tests.integration.world import World

pytestmark = pytest.mark.temporal


def test_without_temporal_it_says_what_to_do_and_ends_with_1(world: World) -> None:
    nowhere = world.settings.model_copy(update={"temporal_address": f"127.0.0.1:{free_port()}"})
    ran = subprocess.run(
        [sys.executable, worker_file()], env=environment_of(nowhere), capture_output=True, text=True, check=False
    )
    assert ran.returncode == 1
    assert "does not answer" in ran.stderr
    assert "NURTURE_TEMPORAL_ADDRESS" in ran.stderr
    assert "Traceback" not in ran.stderr


def test_told_to_stop_it_ends_with_0_after_its_work_was_done(world: World) -> None:
    world.publish(THREE_MAILS)
    command = [sys.executable, worker_file()]
    log = world.folder / "worker.log"
    with (
        world.web(),
        log.open("wb") as out,
        subprocess.Popen(command, env=environment_of(world.settings), stdout=out, stderr=out) as worker,
    ):
        try:
            world.deliver(greenhouse.applied(world.maya, world.now()))
            world.ended(world.maya)
            os.kill(worker.pid, signal.SIGTERM)
            assert worker.wait(timeout=30) == 0
        finally:
            worker.kill()
    assert "Traceback" not in log.read_text()
