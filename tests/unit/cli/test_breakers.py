import pytest
import typer

from nurture.cli.breakers import Deed, breakers
from nurture.store import audit
from nurture.store import breakers as record
from tests.office import REJECTED, Office


def test_sequences_that_have_stopped_are_listed_and_let_go_on(
    bureau: Office, capsys: pytest.CaptureFixture[str]
) -> None:
    bureau.publish()
    with bureau.parts.store.write() as conn:
        record.note(conn, "silver-medalist", at=REJECTED, why="6 of 100 mails within 7 days came back")

    breakers()
    line = next(line for line in capsys.readouterr().out.splitlines() if line.startswith("silver-medalist"))
    assert "2026-03-02" in line
    assert "6 of 100 mails within 7 days came back" in line

    breakers(Deed.RESUME, "silver-medalist", by="ops")
    assert capsys.readouterr().out == "silver-medalist goes on.\n"
    with bureau.parts.store.read() as conn:
        assert audit.latest(conn, limit=1)[0].who == "ops"

    breakers()
    assert capsys.readouterr().err == "Nothing has stopped.\n"


def test_a_mailbox_is_let_go_on_by_its_address(bureau: Office, capsys: pytest.CaptureFixture[str]) -> None:
    with bureau.parts.store.write() as conn:
        record.note(conn, "kim@acme.example", at=REJECTED, why="6 of 100 mails within 7 days came back")
    breakers(Deed.RESUME, "Kim@acme.example", by="ops")
    with bureau.parts.store.read() as conn:
        assert record.stopped(conn) == ()
        assert audit.latest(conn, limit=1)[0].what == "resumed kim@acme.example"


def test_to_let_one_go_on_it_has_to_be_named(bureau: Office) -> None:
    with pytest.raises(typer.BadParameter, match="which is to go on"):
        breakers(Deed.RESUME)
