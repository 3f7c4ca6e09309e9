"""`nurture forget`."""

from io import StringIO

import pytest

from nurture.store import audit, records
from tests.office import MARA, RUN, Office, mara_is_rejected
from tests.unit.cli.conftest import Run

REQUEST = ("--reason", "request of 2 March")


@pytest.fixture
def known(bureau: Office) -> Office:
    """Mara is inside a sequence."""
    bureau.publish()
    bureau.hear(mara_is_rejected())
    return bureau


def test_it_shows_what_goes_and_asks_first(known: Office, run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    ran = run("forget", "mara@home.example", *REQUEST, "--dry-run")
    assert ran.out.splitlines()[-1] == "Nothing was erased."
    assert "addresses and numbers" in ran.out
    assert f"{RUN} ends." in ran.err
    assert f"What the ATS holds of {MARA} stays there until its own people erase it." in ran.err
    monkeypatch.setattr("sys.stdin", StringIO("n\n"))
    assert run("forget", MARA, *REQUEST).code == 1, "nobody said yes"
    with known.parts.store.read() as conn:
        assert records.candidate(conn, MARA).first_name == "Mara"


def test_it_erases_once(known: Office, run: Run) -> None:
    ran = run("forget", "mara@home.example", *REQUEST, "--yes", "--by", "kim")
    assert (ran.code, ran.out.splitlines()[-1]) == (0, f"{MARA} is forgotten.")
    with known.parts.store.read() as conn:
        assert records.candidate(conn, MARA).first_name is None
        assert [each.what for each in audit.latest(conn)].count("forgot a person") == 1
    assert f"{MARA} was erased on " in run("forget", MARA, *REQUEST, "--yes").out
    assert run("forget", "mara@home.example", *REQUEST).err.startswith("nobody is on record as mara@home.example")
