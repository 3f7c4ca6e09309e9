"""`nurture check` on 200 files, against what starting Python and doing nothing costs."""

import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path

FILES = 200
ROUNDS = 7
SEQUENCE = Path(__file__).parent / "sequence"


def measure() -> None:
    """Alternates both commands, and prints the medians and their difference."""
    with tempfile.TemporaryDirectory() as name:
        folder = _many(Path(name))
        nurture = Path(sys.executable).with_name("nurture")
        commands = {"python": [sys.executable, "-c", ""], "check": [nurture, "check", "--folder", folder]}
        seconds: dict[str, list[float]] = {key: [] for key in commands}
        for _ in range(ROUNDS):
            for key, command in commands.items():
                started = time.perf_counter()
                subprocess.run(command, check=True, capture_output=True)
                seconds[key].append(time.perf_counter() - started)
    start, check = (statistics.median(seconds[key]) for key in ("python", "check"))
    spread = max(seconds["check"]) - min(seconds["check"])
    beyond = f"{check - start:.2f} s beyond Python's start of {start:.2f} s"
    print(f"check: {FILES} files with 3 templates each in {check:.2f} s, {beyond} (spread {spread:.2f} s)")


def _many(folder: Path) -> Path:
    """A folder with as many sequences, each with templates of its own."""
    (folder / "templates").mkdir()
    (folder / "company.yaml").write_text((SEQUENCE / "company.yaml").read_text())
    text = (SEQUENCE / "three-mails.yaml").read_text()
    for number in range(FILES):
        own = text.replace("three-mails", f"sequence-{number}")
        for template in ("first", "second", "third"):
            own = own.replace(f"email: {template}", f"email: s{number}/{template}")
            target = folder / "templates" / f"s{number}" / f"{template}.md"
            target.parent.mkdir(exist_ok=True)
            target.write_text((SEQUENCE / "templates" / f"{template}.md").read_text() + f"\nNumber {number}.\n")
        (folder / f"sequence-{number}.yaml").write_text(own)
    return folder
