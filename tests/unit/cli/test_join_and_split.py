"""`nurture join` and `nurture split`."""

from nurture.domain.intake import CandidateUpdate, Intake
from nurture.store import records
from nurture.values import replace
from tests.office import MARA, REJECTED, Office, mara_is_rejected
from tests.unit.cli.conftest import Run

THERE = "other:9"


def test_two_records_are_joined_and_taken_apart_again(bureau: Office, run: Run) -> None:
    bureau.publish()
    bureau.hear(replace(mara_is_rejected(), source="greenhouse"))
    update = CandidateUpdate(id=THERE, fields={"email": "m@else.example", "company": "Elsewhere"})
    bureau.hear(Intake(at=REJECTED, source="other", candidates=(update,)))
    assert run("join", "m@else.example", MARA, "--reason", "told us").out == f"{THERE} is {MARA}.\n"
    with bureau.parts.store.read() as conn:
        assert records.candidate(conn, THERE).id == MARA
    assert run("join", THERE, MARA, "--reason", "again").err == f"{MARA} and {MARA} are one person already\n"
    ran = run("split", MARA, "--reason", "wrong")
    assert (ran.code, ran.err) == (1, f"{MARA} has joined no other record\nThose that have: {THERE}.\n")
    assert run("split", THERE, "--reason", "they are two").out == f"{THERE} is a person of its own again.\n"
    with bureau.parts.store.read() as conn:
        companies = [records.candidate(conn, each).company for each in (THERE, MARA)]
        assert companies == ["Elsewhere", "Example Works"]
