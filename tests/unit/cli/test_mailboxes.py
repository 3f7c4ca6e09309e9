from datetime import timedelta
from pathlib import Path

import pytest

from nurture.cli.mailboxes import mailboxes
from nurture.store import mailbox_slots
from nurture.store.mailbox_slots import Slot
from tests.office import CALLS, REJECTED, Office, mara_is_rejected

RUN = "calls/application/greenhouse:693/1"


def published(office: Office, folder: Path, **more: str) -> None:
    for name, text in CALLS.items():
        (folder / name).write_text(text + more.get(name.partition(".")[0], ""))
    office.publish(folder)


def test_it_is_told_who_waits_for_a_mailbox_until_when(
    bureau: Office, capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    published(bureau, tmp_path, company="mailboxes: {talent@acme.example: {per_day: 200, apart: 100 seconds}}\n")
    bureau.hear(mara_is_rejected())
    at = REJECTED.replace(year=2999)
    slot = Slot(
        touchpoint_id=f"{RUN}#first#1",
        attempt=0,
        enrollment_id=RUN,
        step="first",
        mailbox="talent@acme.example",
        at=at + timedelta(minutes=2),
        day=at.date(),
        rank=1,
    )
    with bureau.parts.store.write() as conn:
        mailbox_slots.put(conn, slot)

    mailboxes()

    told = [" ".join(line.split()) for line in capsys.readouterr().out.splitlines()]
    assert "talent@acme.example 200 a day, 100 seconds apart 0 1" in told
    assert f"talent@acme.example 2999-03-02 09:02 Mara Lindqvist {RUN} first" in told


def test_without_limits_only_talk_is_written(
    bureau: Office, capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    published(bureau, tmp_path)

    mailboxes()

    told = capsys.readouterr()
    assert told.out == ""
    assert told.err == "No mailbox has a limit: company.yaml has no `mailboxes`.\n"
