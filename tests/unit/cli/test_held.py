import pytest

from nurture.cli.held import held
from nurture.store import enrollments
from tests.office import RUN, Office, mara_is_rejected


def test_held_enrollments_are_listed_with_their_reasons(bureau: Office, capsys: pytest.CaptureFixture[str]) -> None:
    bureau.publish()
    bureau.hear(mara_is_rejected())
    with bureau.parts.store.write() as conn:
        enrollments.hold(conn, RUN, "a condition fails")

    held()

    line = next(line for line in capsys.readouterr().out.splitlines() if line.startswith(RUN))
    assert "Mara Lindqvist" in line
    assert "a condition fails" in line


def test_when_nobody_is_held_only_talk_is_written(bureau: Office, capsys: pytest.CaptureFixture[str]) -> None:
    held()

    told = capsys.readouterr()
    assert told.out == ""
    assert told.err == "Nobody is held.\n"
