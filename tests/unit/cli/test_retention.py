"""`nurture retention` and `nurture hold`."""

from datetime import timedelta
from pathlib import Path

import pytest

from nurture.store import records
from tests.office import CALLS, MARA, REJECTED, Office, mara_is_rejected
from tests.unit.cli.conftest import Run


@pytest.fixture
def known(bureau: Office, tmp_path: Path) -> Office:
    """Mara was turned down a year ago, in no sequence; people are kept for two months."""
    folder = tmp_path / "files"
    folder.mkdir()
    company = CALLS["company.yaml"] + "retention:\n  application: {GB: 2 months}\n"
    (folder / "company.yaml").write_text(company)
    (folder / "calls.yaml").write_text(CALLS["calls.yaml"])
    bureau.hear(mara_is_rejected(REJECTED - timedelta(days=365)))
    bureau.publish(folder)
    return bureau


def first_name(office: Office) -> str | None:
    with office.parts.store.read() as conn:
        return records.candidate(conn, MARA).first_name


def test_it_lists_and_then_forgets(known: Office, run: Run) -> None:
    listed = run("retention", "--dry-run").out.splitlines()[1]
    assert listed.split("  ") == [MARA, "2025-05-02 09:00", "retention: application, GB: 2 months"]
    assert first_name(known) == "Mara"
    assert run("retention", "--yes").out.splitlines()[-1] == "1 person forgotten."
    assert first_name(known) is None
    assert run("retention").err == "Nobody is to be forgotten.\n"


def test_who_is_on_hold_is_not_forgotten_by_anybody(known: Office, run: Run) -> None:
    assert run("hold", MARA, "--because", "claim of 2 March").out == f"{MARA} is on hold.\n"
    assert run("retention", "--dry-run").err == "Nobody is to be forgotten.\n"
    ran = run("forget", MARA, "--reason", "asked", "--yes")
    assert (ran.code, f"{MARA} is on hold: claim of 2 March" in ran.err) == (1, True)
    assert run("hold", MARA, "--lift", "--because", "settled").out == f"{MARA} can be erased again.\n"
    assert run("hold", MARA, "--lift", "--because", "settled").err == f"{MARA} is not on hold\n"
    assert MARA in run("retention", "--dry-run").out
