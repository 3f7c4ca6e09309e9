"""The hourly look at dates on records: how many people it looks at, and how long it takes, for each trigger.

Of those on record one in ten is hired, and everybody has agreed to hear from us for up to two years; nobody comes in
who has come before. What is measured is the look of an hour in which nothing is new.
"""

import os
import tempfile
import time
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Final

from sqlalchemy import Connection, insert

from nurture.clock import SetClock
from nurture.config import Settings
from nurture.domain.consent import Basis, ConsentKind
from nurture.domain.records import ApplicationStatus
from nurture.language.check import check_folder
from nurture.service.broadcasting import carry_on, open_due
from nurture.service.parts import Parts, parts_from
from nurture.service.publishing import publish
from nurture.store.migrate import migrate
from nurture.store.tables import applications, candidates, consents
from nurture.values import replace

SIZE: Final = int(os.environ.get("BENCH_PEOPLE_ON_RECORD", "20000"))
FOLDER: Final = Path(__file__).parent / "dates"
NOW: Final = datetime(2026, 3, 2, 9, 0, tzinfo=UTC)
TWO_YEARS: Final = 730


def measure() -> None:
    """Prints a line for each trigger."""
    with tempfile.TemporaryDirectory() as folder:
        settings = Settings(database_url=f"sqlite:///{folder}/bench.db")
        migrate(settings.database_url)
        clock = SetClock(at=NOW)
        parts = replace(parts_from(settings), clock=clock)
        try:
            publish(parts.store, check_folder(FOLDER), author=None, commit=None, by="bench", now=NOW)
            with parts.store.write() as conn:
                _put(conn)
            for _ in range(2):
                clock.at += timedelta(hours=1)
                looks = {run.sequence: _look(parts, run.broadcast_id) for run in open_due(parts)}
        finally:
            parts.close()
    for sequence, (looked_at, seconds) in looks.items():
        print(f"at_dates: {sequence}: looks at {looked_at} of {SIZE} people in {seconds:.2f} s")


def _look(parts: Parts, broadcast_id: str) -> tuple[int, float]:
    started = time.perf_counter()
    while not (carried := carry_on(parts, broadcast_id)).standing.is_over:
        pass
    return carried.standing.looked_at, time.perf_counter() - started


def _put(conn: Connection) -> None:
    people = [f"bench:{number}" for number in range(SIZE)]
    conn.execute(
        insert(candidates),
        [{"id": each, "first_name": "Kim", "email": f"{each[6:]}@bench.example", "updated_at": NOW} for each in people],
    )
    conn.execute(
        insert(consents),
        [
            {
                "candidate_id": each,
                "purpose": "nurture",
                "kind": ConsentKind.GIVEN,
                "at": NOW - timedelta(days=200),
                "until": NOW.date() + timedelta(days=1 + number % TWO_YEARS),
                "basis": Basis.CONSENT,
                "source": "bench",
                "recorded_at": NOW,
            }
            for number, each in enumerate(people)
        ],
    )
    conn.execute(
        insert(applications),
        [
            {
                "id": f"{each}0",
                "candidate_id": each,
                "status": ApplicationStatus.HIRED,
                "start_date": NOW.date() + timedelta(days=number % 400 - 200),
            }
            for number, each in enumerate(people[::10])
        ],
    )
