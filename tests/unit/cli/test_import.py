"""`nurture import`: what it says, and that it takes in a file as a whole."""

from pathlib import Path

from nurture.store import listings
from tests.office import CALLS, Office
from tests.unit.cli.conftest import Run

GOOD = "first name;E-Mail;tags\nMara;mara@home.example;fair\nOtto;otto@home.example;\n"
WEEKLY = """\
sequence: weekly
title: Jobs of the week
owner: talent@acme.example
purpose: nurture
for: candidate
enroll: {every: monday at 09:00, where: '"fair" in candidate.tags', again: after 6 days}
exit: [{on: candidate.replied, as: replied}, {on: application.rejected, as: rejected}]
steps:
  - {id: call, task: Call them, assign: talent, due: 2 days, outcomes: [done]}
"""


def a_file(tmp_path: Path, content: str) -> str:
    path = tmp_path / "fair.csv"
    path.write_text(content)
    return str(path)


def people(bureau: Office) -> int:
    with bureau.parts.store.read() as conn:
        return len(listings.people(conn))


def test_a_dry_run_counts_and_takes_nothing_in(bureau: Office, run: Run, tmp_path: Path) -> None:
    ran = run("import", a_file(tmp_path, GOOD), "--dry-run")
    assert (ran.code, ran.out, ran.err) == (0, "2 not on record so far\n", "Nothing was taken in.\n")
    assert people(bureau) == 0


def test_a_file_is_taken_in_once(bureau: Office, run: Run, tmp_path: Path) -> None:
    file = a_file(tmp_path, GOOD)
    ran = run("import", file, "--name", "fair 2026", "--by", "kim")
    assert (ran.code, ran.out) == (0, "2 put on record\n")
    again = run("import", file, "--name", "fair 2026")
    assert again.code == 0
    assert again.out.startswith(f"{file} was taken in on ")
    assert people(bureau) == 2


def test_where_a_row_is_refused_nothing_is_taken_in_unless_that_is_asked_for(
    bureau: Office, run: Run, tmp_path: Path
) -> None:
    file = a_file(tmp_path, GOOD + "Nobody;nope;\n")
    ran = run("import", file)
    assert (ran.code, ran.out) == (1, "")
    assert ran.err.splitlines() == [
        f"{file}:4: “nope” is no mail address",
        "Nothing was taken in. Mend the rows, or take in the rest with --skip.",
    ]
    assert people(bureau) == 0
    ran = run("import", file, "--skip")
    assert (ran.code, ran.out) == (0, "2 put on record\n1 refused\n")
    assert people(bureau) == 2


def test_a_column_that_nobody_knows_and_an_ats_that_nobody_knows_are_told_of(
    bureau: Office, run: Run, tmp_path: Path
) -> None:
    file = a_file(tmp_path, "E-Mail,frist name\nmara@home.example,Mara\n")
    ran = run("import", file)
    assert (ran.code, ran.err) == (
        1,
        f"{file}:1: column “frist name”: nobody knows what it is; say so with --map, and did you mean `first_name`?\n",
    )
    assert "no ATS is connected as “levr”" in run("import", file, "--connection", "levr").err


def test_sequences_that_find_people_by_themselves_are_named(bureau: Office, run: Run, tmp_path: Path) -> None:
    folder = tmp_path / "sequences"
    folder.mkdir()
    (folder / "company.yaml").write_text(CALLS["company.yaml"])
    (folder / "weekly.yaml").write_text(WEEKLY)
    assert run("import", a_file(tmp_path, GOOD)).err == ""
    bureau.publish(folder)
    ran = run("import", a_file(tmp_path, GOOD + "Ada;ada@home.example;fair\n"))
    assert ran.err == "From now on weekly may let in whom of them their conditions name.\n"
