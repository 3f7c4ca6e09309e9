"""`nurture check` on one file and on a thousand, against what starting Python and doing nothing costs."""

import os
import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path

ROUNDS = 7
SEQUENCE = Path(__file__).parent / "sequence"
TEMPLATES = ("first", "second", "third")


def measure() -> None:
    """Alternates the commands, and prints the medians with how far they are from Python's start."""
    with tempfile.TemporaryDirectory() as name:
        own = _folder(Path(name) / "own", sequences=250, shared=False)
        shared = _folder(Path(name) / "shared", sequences=1_000, shared=True)
        nurture = Path(sys.executable).with_name("nurture")
        commands: dict[str, list[str | Path]] = {
            "python, doing nothing": [sys.executable, "-c", ""],
            "one file": [nurture, "check", "--folder", own, own / "sequence-0.yaml"],
            "1,000 files, of which 750 are templates": [nurture, "check", "--folder", own],
            "1,000 sequences that share three templates": [nurture, "check", "--folder", shared],
        }
        seconds: dict[str, list[float]] = {key: [] for key in commands}
        # As for anybody: where bytecode is not kept, each command compiles the whole program first.
        kept = {name: value for name, value in os.environ.items() if name != "PYTHONDONTWRITEBYTECODE"}
        for command in commands.values():
            subprocess.run(command, check=True, capture_output=True, env=kept)
        for _ in range(ROUNDS):
            for key, command in commands.items():
                started = time.perf_counter()
                subprocess.run(command, check=True, capture_output=True, env=kept)
                seconds[key].append(time.perf_counter() - started)
    for key, found in seconds.items():
        print(f"check: {key}: {statistics.median(found):.2f} s (spread {max(found) - min(found):.2f} s)")


def _folder(folder: Path, *, sequences: int, shared: bool) -> Path:
    """A folder with so many sequences of three mails, which share their templates or have their own."""
    folder.mkdir()
    (folder / "company.yaml").write_text((SEQUENCE / "company.yaml").read_text())
    text = (SEQUENCE / "three-mails.yaml").read_text()
    for number in range(sequences):
        place = "shared" if shared else f"s{number}"
        sequence = text.replace("three-mails", f"sequence-{number}")
        for template in TEMPLATES:
            sequence = sequence.replace(f"email: {template}", f"email: {place}/{template}")
            target = folder / "templates" / place / f"{template}.md"
            target.parent.mkdir(parents=True, exist_ok=True)
            target.write_text((SEQUENCE / "templates" / f"{template}.md").read_text() + f"\nNumber {place}.\n")
        (folder / f"sequence-{number}.yaml").write_text(sequence)
    return folder
