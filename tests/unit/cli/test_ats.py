"""`nurture ats`: what is connected, what came to nothing, and the beginning of a new adapter."""

import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from nurture.ats import VENDORS
from nurture.cli.ats_scaffold import write_adapter
from nurture.domain.subject import Subject, SubjectKind
from nurture.errors import Conflict, NotFound
from nurture.store import audit, inbox, unread
from nurture.store.words import InboxState
from tests.office import MARA, REJECTED, Office, mara_is_rejected
from tests.unit.cli.conftest import Run
from tests.unit.docs.markdown import ROOT


@pytest.fixture
def failed(bureau: Office) -> int:
    """A delivery of Greenhouse's that could not be understood, and whose id came again twice with another body."""
    with bureau.parts.store.write() as conn:
        for body in (b"{}", b"[]", b"[1]"):
            number = inbox.store(
                conn, connection="greenhouse", delivery_id="d1", body=body, headers={}, received_at=REJECTED
            ).id
        inbox.settle(conn, number, InboxState.FAILED, note="the body of the delivery lacks action")
    return number


def test_connections_are_listed_with_their_addresses_and_keys(
    run: Run, bureau: Office, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("NURTURE_GREENHOUSE_SECRETS", '["one", "two"]')
    monkeypatch.setenv("NURTURE_ATS__LEVER_EU__VENDOR", "lever")
    told = run("ats").out.splitlines()
    assert told[1].split()[:4] == ["greenhouse", "Greenhouse", "/hooks/greenhouse", "2"]
    assert told[2].startswith("lever_eu")
    assert "none: all is refused" in told[2]


def test_what_failed_is_told_with_the_reason_and_what_came_with_another_body(run: Run, failed: int) -> None:
    told = run("ats")
    assert "the body of the delivery lacks action" in told.out
    assert "2 times, last at" in told.out
    assert "Came again with another body" in told.err


def test_what_waits_for_an_api_is_told_with_the_reason(run: Run, bureau: Office) -> None:
    with bureau.parts.store.write() as conn:
        number = inbox.store(
            conn, connection="greenhouse", delivery_id="d2", body=b"{}", headers={}, received_at=REJECTED
        ).id
        inbox.note_waiting(conn, number, "Lever answers 401 to our credentials")
    told = run("ats")
    assert "Lever answers 401" in told.out
    assert "Wait, and are tried again" in told.err


def test_one_that_failed_is_taken_in_again_and_who_asked_is_noted(run: Run, bureau: Office, failed: int) -> None:
    assert run("ats", "again", str(failed)).code == 0
    with bureau.parts.store.read() as conn:
        assert inbox.load(conn, failed).state is InboxState.RECEIVED
        assert audit.latest(conn)[0].what == f"had delivery {failed} taken in again"
    refused = run("ats", "again", str(failed))
    assert (refused.code, "nothing to try again" in refused.err) == (1, True)


@pytest.fixture
def unreadable(bureau: Office) -> int:
    """News of Mara that nobody can make anything of, while a run of hers goes on."""
    bureau.publish()
    bureau.hear(mara_is_rejected())
    with bureau.parts.store.write() as conn:
        kept = inbox.store(
            conn,
            connection="greenhouse",
            delivery_id="d3",
            body=b'{"action": "reject_candidate", "payload": {"application": {"candidate": {"id": 57683}}}}',
            headers={},
            received_at=REJECTED,
            about=(Subject(kind=SubjectKind.CANDIDATE, id=MARA),),
        )
        inbox.settle(conn, kept.id, InboxState.FAILED, note="it lacks application.id")
    return kept.id


def test_whose_mail_waits_for_a_delivery_is_told_wherever_somebody_looks(run: Run, unreadable: int) -> None:
    assert "1 person gets no mail until these are taken in: nurture held" in run("ats").err
    told = run("held")
    assert "Get no mail until a delivery is taken in, or set aside" in told.err
    assert all(word in told.out for word in (MARA, "Mara Lindqvist", "it lacks application.id"))
    assert "1 could not be understood, and 1 person gets no mail until then" in run("doctor").out


def test_one_that_is_set_aside_holds_nobodys_mail_and_who_said_why_is_noted(
    run: Run, bureau: Office, unreadable: int
) -> None:
    assert run("ats", "aside", str(unreadable), "--reason", "a test of theirs").code == 0
    with bureau.parts.store.read() as conn:
        stored = inbox.load(conn, unreadable)
        assert (stored.state, unread.held_back(conn)) == (InboxState.IGNORED, ())
        assert (stored.note or "").endswith(": a test of theirs")
        deed = audit.latest(conn)[0]
        assert (deed.what, deed.why) == (f"set delivery {unreadable} aside", "a test of theirs")
    assert run("held").err == "Nobody is held.\n"


def test_one_that_is_tried_again_names_the_same_people_anew(run: Run, bureau: Office, unreadable: int) -> None:
    run("ats", "aside", str(unreadable), "--reason", "a test of theirs")
    assert run("ats", "again", str(unreadable)).code == 0
    with bureau.parts.store.read() as conn:
        found = unread.oldest_about(conn, MARA)
        assert found is not None
        assert found.delivery == unreadable


@pytest.mark.parametrize(
    ("state", "connection", "arguments", "why"),
    [
        (InboxState.FAILED, "greenhouse", (), "nobody says why"),
        (InboxState.FAILED, "greenhouse", ("--reason", " "), "nobody says why"),
        (InboxState.TAKEN_IN, "greenhouse", ("--reason", "x"), "it is on record"),
        (InboxState.FAILED, "mail", ("--reason", "x"), "what a mail is says nurture inbound"),
    ],
)
def test_what_cannot_be_set_aside_stays(
    run: Run, bureau: Office, state: InboxState, connection: str, arguments: tuple[str, ...], why: str
) -> None:
    with bureau.parts.store.write() as conn:
        kept = inbox.store(conn, connection=connection, delivery_id="d4", body=b"{}", headers={}, received_at=REJECTED)
        inbox.settle(conn, kept.id, state)
    assert run("ats", "aside", str(kept.id), *arguments).code != 0, why
    with bureau.parts.store.read() as conn:
        assert inbox.load(conn, kept.id).state is state


@pytest.mark.parametrize("arguments", [("again",), ("again", "x"), ("aside", "x"), ("new",), ("elsewhere",)])
def test_what_is_missing_or_no_number_is_said(run: Run, bureau: Office, arguments: tuple[str, ...]) -> None:
    assert run("ats", *arguments).code == 2


def test_the_known_ones_are_listed(run: Run) -> None:
    told = run("ats", "--known").out
    assert all(name in told for name in VENDORS)


@pytest.fixture
def code(tmp_path: Path) -> Path:
    """A copy of what adapters and their contract need."""
    for part in ("nurture", "tests/contract", "tests/rigs", "tests/doubles", "tests/fixtures", "tests/unit/ats"):
        shutil.copytree(ROOT / part, tmp_path / part, ignore=shutil.ignore_patterns("__pycache__"))
    for part in ("pyproject.toml", "tests/conftest.py", "tests/servers.py", "tests/greenhouse.py"):
        shutil.copy(ROOT / part, tmp_path / part)
    return tmp_path


def test_a_new_adapter_keeps_the_contract_from_the_start(code: Path, run: Run) -> None:
    made = run("ats", "new", "brassring", "--root", str(code)).out.split()
    assert "nurture/ats/brassring.py" in made
    tests = ["tests/contract/test_ats.py", "tests/unit/ats/test_brassring.py"]
    asked = [sys.executable, "-m", "pytest", "-q", "-p", "no:cacheprovider", "-k", "brassring", *tests]
    ended = subprocess.run(asked, cwd=code, capture_output=True, text=True, check=False)
    assert ended.returncode == 0, ended.stdout
    assert " 0 passed" not in ended.stdout
    modules = [each for each in made if each.endswith(".py")]
    linted = subprocess.run(
        [sys.executable, "-m", "ruff", "check", *modules], cwd=code, capture_output=True, text=True, check=False
    )
    assert linted.returncode == 0, linted.stdout


@pytest.mark.parametrize("name", ["greenhouse", "Brass", "brass-ring", "_x", "", "a__b"])
def test_a_name_that_is_taken_or_can_be_none_is_refused(tmp_path: Path, name: str) -> None:
    with pytest.raises(Conflict, match="can't be the name"):
        write_adapter(tmp_path, name)


def test_nothing_is_written_over_nor_elsewhere(tmp_path: Path) -> None:
    with pytest.raises(NotFound, match="there is no"):
        write_adapter(tmp_path, "brassring")
    registry = tmp_path / "nurture/ats/vendors.py"
    registry.parent.mkdir(parents=True)
    shutil.copy(ROOT / "nurture/ats/vendors.py", registry)
    write_adapter(tmp_path, "brassring")
    with pytest.raises(Conflict, match="is there already"):
        write_adapter(tmp_path, "brassring")
