"""The short form of `make soak`: kills, restarts and a mail server in bad moods, and nobody is the worse for it."""

from pathlib import Path

import pytest

from tests.soak.run import soak

pytestmark = [pytest.mark.temporal, pytest.mark.postgres, pytest.mark.slow, pytest.mark.timeout(240)]

SEED = 1
SECONDS = 15.0
"""Of trouble; it takes some half a minute longer until all have come to their end."""


def test_nothing_is_sent_twice_lost_or_late_whatever_is_killed(tmp_path: Path) -> None:
    soaked = soak(tmp_path, seed=SEED, seconds=SECONDS)
    for server in ("workers killed", "restarts of PostgreSQL", "restarts of Temporal", "mail sessions in trouble"):
        assert soaked.done[server], server
    assert len(soaked.evidence.seen) > len(soaked.evidence.runs) > 0
    assert soaked.verdict.is_clean, soaked.verdict.faults
