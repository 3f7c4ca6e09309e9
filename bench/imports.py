"""`nurture import` of a file of 100,000 people on SQLite: looked at, taken in, killed on the way and resumed, repeated.

Memory is the peak of the process. BENCH_ROWS asks for another size.
"""

import csv
import os
import signal
import sqlite3
import subprocess
import sys
import tempfile
import time
from collections.abc import Mapping
from pathlib import Path
from typing import Final

ROWS: Final = int(os.environ.get("BENCH_ROWS", "100000"))
NURTURE: Final = Path(sys.executable).with_name("nurture")
FULL: Final = ("first_name", "last_name", "email", "phone", "company", "title", "tags", "skills", "country", "language")
KILLED_AT: Final = 0.4
"""Of the rows, after which the process is killed once."""


def measure() -> None:
    """Prints a line for each, and demands that what was killed ends as if it had not been."""
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        file = _people(folder / "people.csv")
        whole = _database(folder / "whole.db")
        print(_ran("a dry run", file, whole, "--dry-run"))
        print(_ran("taken in", file, whole))
        print(_ran("the same file again", file, whole))
        killed = _database(folder / "killed.db")
        came_to = _killed(file, killed)
        print(_ran(f"killed at row {came_to}, and resumed", file, killed, "--resume"))
        same = _content(folder / "whole.db") == _content(folder / "killed.db")
        print(f"import: what was killed and resumed is {'the same' if same else 'NOT the same'} record")
        if not same:
            raise SystemExit(1)


def _people(path: Path) -> Path:
    with path.open("w", newline="", encoding="utf-8") as file:
        table = csv.writer(file)
        table.writerow((*FULL, "consent_given_at", "consent_source"))
        for number in range(ROWS):
            phone = f"+4930{number:07d}"
            words = f"fair-2026;{'abc'[number % 3]}"
            named = (f"First{number}", f"Last{number}", f"person{number}@home.example", phone, "Example Works")
            agreed = ("2026-03-02", "signed at the fair") if number % 2 else ("", "")
            table.writerow((*named, "Engineer", words, "python;sql", "DE", "de", *agreed))
    return path


def _database(path: Path) -> Mapping[str, str]:
    env = {**os.environ, "NURTURE_DATABASE_URL": f"sqlite:///{path}"}
    subprocess.run([NURTURE, "migrate"], env=env, check=True, capture_output=True)
    return env


def _ran(what: str, file: Path, env: Mapping[str, str], *options: str) -> str:
    started = time.perf_counter()
    process = subprocess.Popen([NURTURE, "import", file, *options], env=env, stdout=subprocess.DEVNULL)
    _, status, used = os.wait4(process.pid, 0)
    process.returncode = os.waitstatus_to_exitcode(status)
    seconds = time.perf_counter() - started
    if process.returncode:
        raise subprocess.CalledProcessError(process.returncode, process.args)
    cpu = used.ru_utime + used.ru_stime
    return f"import: {ROWS} people: {what}: {seconds:.1f} s ({cpu:.1f} s CPU), {used.ru_maxrss / 1024:.0f} MB at most"


def _killed(file: Path, env: Mapping[str, str]) -> int:
    """Kills it, as nothing can be caught, once it has come so far; how many rows are on record then."""
    database = env["NURTURE_DATABASE_URL"].removeprefix("sqlite:///")
    process = subprocess.Popen([NURTURE, "import", file], env=env, stdout=subprocess.DEVNULL)
    while _rows(database) < ROWS * KILLED_AT and process.poll() is None:
        time.sleep(0.05)
    process.send_signal(signal.SIGKILL)
    process.wait()
    return _rows(database)


def _rows(database: str) -> int:
    with sqlite3.connect(database) as conn:
        found = conn.execute("SELECT rows FROM imports").fetchone()
    return found[0] if found else 0


def _content(database: Path) -> list[list[tuple[object, ...]]]:
    """Everything that came from the file, apart from when it came."""
    columns = "id, first_name, last_name, email, phone, tags, skills, country, language, merged_into"
    with sqlite3.connect(database) as conn:
        return [
            conn.execute(query).fetchall()
            for query in (
                f"SELECT {columns} FROM candidates ORDER BY id",
                "SELECT candidate_id, kind, value, source FROM contact_points ORDER BY 1, 2, 3, 4",
                "SELECT candidate_id, at, source FROM consents ORDER BY 1, 2",
                "SELECT rows, counts FROM imports",
            )
        ]
