from datetime import timedelta
from pathlib import Path

import pytest

from nurture.channels.outbox import Failure
from nurture.devserver import DevServer
from nurture.store import breakers, enrollments, inbox
from tests.office import REJECTED, RUN, Office, mara_is_rejected
from tests.servers import temporal_cli

SAFE = {
    "NURTURE_LINK_SECRET": "5f0c1d6e3b7a49d8",
    "NURTURE_PUBLIC_URL": "https://hooks.acme.example",
    "NURTURE_MAIL_DOMAIN": "mail.acme.example",
    "NURTURE_GREENHOUSE_SECRETS": '["9c4e2a7b5d1f8063"]',
}


def _part(out: str, part: str) -> str:
    return next(line for line in out.splitlines() if f" {part}: " in line)


def test_with_nothing_running_each_part_is_told_and_no_traceback_shown(run, tmp_path: Path, monkeypatch) -> None:
    monkeypatch.setenv("NURTURE_DATABASE_URL", f"sqlite:///{tmp_path / 'none.db'}")
    monkeypatch.setenv("NURTURE_TEMPORAL_ADDRESS", "127.0.0.1:9")
    monkeypatch.setenv("NURTURE_SEQUENCES", str(tmp_path / "nowhere"))
    monkeypatch.setenv("NURTURE_CHANNEL", "smtp")
    monkeypatch.setenv("NURTURE_SMTP_PORT", "9")

    ran = run("doctor")

    assert ran.code == 1
    for part in ("Channel", "Database", "Sequences", "Temporal"):
        assert _part(ran.out, part).startswith("✗")
    assert "nurture migrate" in ran.out
    assert "Traceback" not in ran.out + ran.err


def test_a_postgres_that_is_away_is_told_without_its_password(run, monkeypatch) -> None:
    monkeypatch.setenv("NURTURE_DATABASE_URL", "postgresql://nurture:hunter2@127.0.0.1:9/nurture")
    monkeypatch.setenv("NURTURE_TEMPORAL_ADDRESS", "127.0.0.1:9")

    out = run("doctor").out

    assert _part(out, "Database").startswith("✗")
    assert "hunter2" not in out


def test_test_mode_is_told_with_whom_messages_reach_until_production(bureau: Office, run, monkeypatch) -> None:
    assert "TEST MODE" not in run("doctor").out
    monkeypatch.setenv("NURTURE_CHANNEL", "smtp")
    monkeypatch.setenv("NURTURE_ALLOW_TO", '["acme.example"]')
    told = _part(run("doctor").out, "TEST MODE")
    assert told.startswith("!")
    assert "only to acme.example" in told
    monkeypatch.setenv("NURTURE_PRODUCTION", "true")
    assert "TEST MODE" not in run("doctor").out


def test_unsafe_defaults_are_a_warning_in_the_outbox_and_wrong_once_mail_leaves(
    bureau: Office, run, monkeypatch
) -> None:
    trying_out = run("doctor").out
    monkeypatch.setenv("NURTURE_CHANNEL", "smtp")
    leaving = run("doctor").out

    assert _part(trying_out, "Settings").startswith("!")
    assert _part(leaving, "Settings").startswith("✗")
    assert "NURTURE_LINK_SECRET" in leaving


def test_safe_settings_have_nothing_said_about_them(bureau: Office, run, monkeypatch) -> None:
    for name, value in SAFE.items():
        monkeypatch.setenv(name, value)

    out = run("doctor").out

    assert _part(out, "Settings").startswith("✓")
    assert _part(out, "Greenhouse").startswith("✓")


def test_sequences_that_are_not_published_as_they_stand_are_named(bureau: Office, run) -> None:
    before = run("doctor").out
    bureau.publish()
    after = run("doctor").out

    assert "silver-medalist" in _part(before, "Published")
    assert _part(before, "Published").startswith("!")
    assert _part(after, "Published").startswith("✓")


def test_what_waits_for_a_worker_or_a_person_is_counted(bureau: Office, run) -> None:
    bureau.publish()
    bureau.outbox.failing["mara@home.example"] = Failure.UNKNOWN
    bureau.hear(mara_is_rejected())
    bureau.play(RUN, until=REJECTED + timedelta(days=2))
    with bureau.parts.store.write() as conn:
        enrollments.hold(conn, RUN, "a condition fails")
        inbox.store(conn, connection="greenhouse", delivery_id="1", body=b"{}", headers={}, received_at=REJECTED)

    out = run("doctor").out

    assert _part(out, "Deliveries").startswith("✗")
    assert "1 waits, the oldest since 2026-03-02 09:00 UTC" in out
    assert _part(out, "Enrollments").startswith("✗")
    assert _part(out, "Held").startswith("!")
    assert _part(out, "Messages").startswith("!")


@pytest.mark.temporal
def test_temporal_without_search_attributes_or_a_worker_is_told_what_to_do(
    bureau: Office, run, monkeypatch, tmp_path: Path
) -> None:
    with DevServer(temporal_cli(), log_file=tmp_path / "temporal.log", ui=False) as bare:
        monkeypatch.setenv("NURTURE_TEMPORAL_ADDRESS", bare.address)
        out = run("doctor").out

    assert _part(out, "Temporal").startswith("✓")
    assert _part(out, "Namespace").startswith("✓")
    assert _part(out, "Search attributes").startswith("✗")
    assert "--name EnrollmentStatus --type Keyword" in out
    assert _part(out, "Worker").startswith("✗")
    assert "python worker.py" in out


@pytest.mark.temporal
def test_a_namespace_that_does_not_exist_is_told(bureau: Office, run, monkeypatch, temporal_server: DevServer) -> None:
    monkeypatch.setenv("NURTURE_TEMPORAL_ADDRESS", temporal_server.address)
    monkeypatch.setenv("NURTURE_TEMPORAL_NAMESPACE", "nowhere")

    out = run("doctor").out

    assert "nowhere does not exist" in out


def test_a_sequence_that_has_stopped_by_itself_is_named(bureau: Office, run) -> None:
    with bureau.parts.store.write() as conn:
        breakers.note(conn, "silver-medalist", at=REJECTED, why="6 of 100 mails came back")

    assert "silver-medalist sends candidates nothing: 6 of 100 mails came back" in _part(run("doctor").out, "Breakers")
