"""`nurture suppressions`: who gets no mail and why, by hand, from a list, and after the person's data is gone."""

import csv
import io
from pathlib import Path

import pytest

from nurture.messages.identity import address_hash
from nurture.store import audit, erasing, suppressions
from tests.office import MARA, Office, mara_is_rejected
from tests.unit.cli.conftest import Run

MAIL = "mara@home.example"


@pytest.fixture(autouse=True)
def _mara(bureau: Office) -> None:
    bureau.publish()
    bureau.hear(mara_is_rejected())


def why(bureau: Office, address: str = MAIL, *, purpose: str = "nurture") -> str | None:
    with bureau.parts.store.read() as conn:
        return suppressions.why_suppressed(conn, bureau.parts.address_hash(address), purpose=purpose)


def test_an_address_is_stopped_told_of_and_let_go_on_record(bureau: Office, run: Run) -> None:
    assert run("suppressions").err == "No address is suppressed.\n"
    ran = run("suppressions", "add", MAIL, "--reason", "asked on the phone", "--by", "kim")
    assert (ran.code, ran.out) == (0, f"{MAIL}: all mail is stopped.\n")
    assert "already; the first reason stays" in run("suppressions", "add", MAIL, "--reason", "again").out
    for listed in (run("suppressions").out, run("suppressions", "--of", MAIL.upper()).out):
        assert "asked on the phone" in listed
        assert bureau.parts.address_hash(MAIL) in listed
        assert MAIL not in listed
    assert why(bureau) == "asked on the phone"
    ran = run("suppressions", "remove", MAIL, "--reason", "a mistake", "--by", "kim")
    assert ran.out == f"{MAIL}: all mail is let through again.\n"
    assert why(bureau) is None
    with bureau.parts.store.read() as conn:
        lifted, stopped, *_ = audit.latest(conn)
    assert (lifted.who, stopped.who) == ("kim", "kim")
    assert (lifted.what, lifted.why) == ("lifted the suppression of all mail", "a mistake")


def test_one_scope_alone_is_stopped_and_let_go(bureau: Office, run: Run) -> None:
    for scope in ("nurture", "application"):
        assert run("suppressions", "add", MAIL, "--scope", scope, "--reason", "asked").code == 0
    run("suppressions", "remove", MAIL, "--scope", "application", "--reason", "a mistake")
    assert why(bureau) == "asked"
    assert why(bureau, purpose="application") is None


def test_it_outlives_the_persons_data(bureau: Office, run: Run) -> None:
    run("suppressions", "add", MAIL, "--reason", "asked")
    with bureau.parts.store.write() as conn:
        assert erasing.erase(conn, MARA, now=bureau.clock.at)
    assert why(bureau) == "asked"
    assert "asked" in run("suppressions", "--of", MAIL).out


@pytest.mark.parametrize(
    ("arguments", "told"),
    [
        (("add", MAIL), "Say why"),
        (("remove", MAIL), "Say why"),
        (("remove", MAIL, "--reason", "x"), "nothing stops mail there"),
        (("add", "nobody", "--reason", "x"), "is no mail address"),
        (("add", MAIL, "--reason", "x", "--scope", "nurtur"), "is nothing that can be stopped"),
        (("add", "--reason", "x"), "is not understood"),
        (("stop", MAIL), "is not understood"),
        (("export", MAIL), "is not understood"),
        (("import", "nowhere.csv"), "nowhere.csv can't be read"),
    ],
)
def test_what_can_not_be_done_is_refused(run: Run, arguments: tuple[str, ...], told: str) -> None:
    ran = run("suppressions", *arguments)
    assert ran.code != 0
    assert told in " ".join(ran.err.replace("│", " ").split())


def test_a_list_is_looked_at_then_taken_in_and_written_out_by_hash(bureau: Office, run: Run, tmp_path: Path) -> None:
    path = tmp_path / "old-tool.csv"
    path.write_text(
        f"address,reason,date,scope\n{MAIL},opted out,2025-01-31,nurture\n+49 170 1234567,complained,,\n",
        encoding="utf-8",
    )
    assert "is in order: 2 rows. Nothing was taken in." in run("suppressions", "import", str(path), "--dry-run").out
    assert why(bureau) is None
    assert "2 new, 0 stopped already" in run("suppressions", "import", str(path)).out
    assert "0 new, 2 stopped already" in run("suppressions", "import", str(path)).out
    assert why(bureau) == "opted out"
    assert why(bureau, purpose="application") is None
    assert why(bureau, "+491701234567", purpose="application") == "complained"
    first, _ = csv.DictReader(io.StringIO(run("suppressions", "export").out))
    assert first == {
        "address_hash": address_hash(MAIL, secret=bureau.parts.secret),
        "scope": "nurture",
        "reason": "opted out",
        "source": "list old-tool.csv",
        "at": "2025-01-31T00:00:00+00:00",
        "until": "",
    }


@pytest.mark.parametrize(
    ("text", "faults"),
    [
        ("mail,reason\na@b.example,x\n", ["line 1: there is no column `address`", "line 1: `mail` is no column"]),
        ("", ["line 1: there is no column `address`", "line 1: there is no column `reason`"]),
        (
            f"address,reason,date\n{MAIL},opted out,\nnobody,x,\n{MAIL},,\n{MAIL},x,31.1.2025\n{MAIL},x,2999-01-01\n",
            ["line 3: “nobody” is no", "line 4: it has no reason", "line 5: “31.1.2025” is no date", "line 6: 2999"],
        ),
        (f"address,reason\n{MAIL},x,y\n", ["line 2: it has more cells"]),
        (f"address,reason,scope\n{MAIL},x,nurtur\n", ["line 2: “nurtur” is nothing that can be stopped"]),
        (f'address,reason\n{MAIL},"x\n', ["line 2: this is no table"]),
    ],
)
def test_a_list_with_a_fault_is_not_taken_in_at_all(
    bureau: Office, run: Run, tmp_path: Path, text: str, faults: list[str]
) -> None:
    path = tmp_path / "list.csv"
    path.write_text(text, encoding="utf-8")
    ran = run("suppressions", "import", str(path))
    assert ran.code == 1
    *told, last = ran.err.splitlines()
    assert [fault in line for fault, line in zip(faults, told, strict=True)] == [True] * len(faults)
    assert last == "Nothing was taken in."
    assert why(bureau) is None
