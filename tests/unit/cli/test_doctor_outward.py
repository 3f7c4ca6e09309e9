"""The doctor tells whether other systems can be told what the sequences want them told."""

from pathlib import Path

import pytest

from nurture.domain.dispatches import Dispatch
from nurture.store import dispatches
from tests.doubles.harvest import HarvestDouble
from tests.doubles.receiver import KEY
from tests.office import MARA, REJECTED, RUN, Office, mara_is_rejected

COMPANY = """\
name: Acme
postal_address: 1 Main Street, 10115 Berlin
zone: UTC
webhooks:
  payroll: {url: https://hooks.acme.example/p, secret: PAYROLL_WEBHOOK_SECRET}
  nobody: {url: https://hooks.acme.example/n, secret: UNUSED_SECRET}
"""
SEQUENCE = """\
sequence: outward
title: Outward
owner: ops@acme.example
purpose: internal
enroll: {on: application.created}
steps:
"""


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder of sequences, and nothing else."""
    monkeypatch.setenv("NURTURE_SEQUENCES", str(tmp_path))
    monkeypatch.setenv("NURTURE_DATABASE_URL", f"sqlite:///{tmp_path / 'none.db'}")
    monkeypatch.setenv("NURTURE_TEMPORAL_ADDRESS", "127.0.0.1:9")
    (tmp_path / "company.yaml").write_text(COMPANY)
    return tmp_path


def lines(out: str, part: str) -> list[str]:
    return [line for line in out.splitlines() if f" {part}: " in line]


def test_what_no_step_needs_is_not_missed(run, folder: Path) -> None:
    (folder / "outward.yaml").write_text(f"{SEQUENCE}  - {{id: wait, wait: 1 day}}\n")
    out = run("doctor").out
    assert lines(out, "Write-back") == lines(out, "Webhook") == []


def test_missing_access_and_keys_are_told_by_the_names_of_their_settings(run, folder: Path) -> None:
    steps = "  - {id: tag, ats: {tag: x}}\n  - {id: tell, webhook: payroll}\n"
    (folder / "outward.yaml").write_text(SEQUENCE + steps)
    out = run("doctor").out
    [write_back], [webhook] = lines(out, "Write-back"), lines(out, "Webhook")
    assert write_back.startswith("!")
    assert "NURTURE_GREENHOUSE_CLIENT_ID" in out
    assert webhook.startswith("!")
    assert "PAYROLL_WEBHOOK_SECRET is not set" in out


def test_access_and_keys_that_are_there_are_tried(run, folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    steps = "  - {id: tag, ats: {tag: x}}\n  - {id: tell, webhook: payroll}\n"
    (folder / "outward.yaml").write_text(SEQUENCE + steps)
    monkeypatch.setenv("PAYROLL_WEBHOOK_SECRET", KEY)
    monkeypatch.setenv("NURTURE_GREENHOUSE_CLIENT_ID", "us")
    monkeypatch.setenv("NURTURE_GREENHOUSE_CLIENT_SECRET", "them")
    monkeypatch.setenv("NURTURE_GREENHOUSE_USER_ID", "4080")
    with HarvestDouble() as double:
        monkeypatch.setenv("NURTURE_GREENHOUSE_TOKEN_URL", f"{double.url}/token")
        out = run("doctor").out
    assert lines(out, "Write-back")[0].startswith("✓")
    assert lines(out, "Webhook")[0].startswith("✓")
    assert KEY not in out


def test_what_may_or_may_not_have_arrived_is_counted(bureau: Office, run) -> None:
    bureau.publish()
    bureau.hear(mara_is_rejected())
    with bureau.parts.store.write() as conn:
        note = Dispatch(
            id=f"{RUN}#note#1",
            candidate_id=MARA,
            application_id=None,
            enrollment_id=RUN,
            step="note",
            visit=1,
            kind="note",
            to="greenhouse",
            summary="note: called twice",
            at=REJECTED,
            claimed_at=REJECTED,
        )
        dispatches.claim(conn, note, is_repeatable=False)
        dispatches.give_up(conn, note.id, why="lost", at=REJECTED)
    out = run("doctor").out
    assert lines(out, "Other systems") == [
        "! Other systems: of 1 nobody knows whether it arrived; none is repeated by itself"
    ]
    assert "called twice" in run("show", MARA).out
