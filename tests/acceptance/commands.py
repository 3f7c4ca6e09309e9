"""The `nurture` command as its users run it: a process of its own, in a folder of its own."""

import os
import subprocess
import sys
from collections.abc import Mapping
from pathlib import Path

import psutil

from tests.servers import temporal_cli

NURTURE = Path(sys.executable).with_name("nurture")


def environment(**more: str) -> Mapping[str, str]:
    """Ours without any settings of Nurture, but for the Temporal CLI."""
    kept = {name: value for name, value in os.environ.items() if not name.startswith("NURTURE_")}
    return {**kept, "NURTURE_TEMPORAL_CLI": str(temporal_cli()), **more}


def start(*arguments: str, folder: Path, output: Path) -> subprocess.Popen[bytes]:
    """Starts it; all it says goes to the file."""
    with output.open("wb") as out:
        return subprocess.Popen(
            [NURTURE, *arguments],
            cwd=folder,
            env=environment(),
            stdin=subprocess.DEVNULL,
            stdout=out,
            stderr=subprocess.STDOUT,
        )


def left_behind(folder: Path) -> list[str]:
    """The processes that still work in that folder."""
    found = []
    for process in psutil.process_iter(["cwd", "cmdline"]):
        if process.info["cwd"] == str(folder):
            found.append(" ".join(process.info["cmdline"] or ()))
    return found
