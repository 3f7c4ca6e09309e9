"""`nurture consent`: a person's history, and what is noted by hand."""

import pytest

from nurture.store import audit, consents
from tests.office import MARA, Office, mara_is_rejected
from tests.unit.cli.conftest import Run

MAIL = "mara@home.example"


@pytest.fixture(autouse=True)
def _mara(bureau: Office) -> None:
    bureau.publish()
    bureau.hear(mara_is_rejected())


def test_a_history_is_noted_and_shown(bureau: Office, run: Run) -> None:
    ran = run("consent", MAIL)
    assert (ran.code, ran.out, ran.err) == (0, "", "Nothing is on record of a consent of Mara Lindqvist.\n")
    ran = run("consent", "give", MAIL, "--until", "2027-01-31", "--source", "signed at the fair")
    assert (ran.code, ran.out) == (0, "Mara Lindqvist: consent to nurture mail is given until 2027-01-31.\n")
    assert "it is on record; whoever enters by it is started later" in ran.err
    assert run("consent", "withdraw", MAIL).out == "Mara Lindqvist: consent to nurture mail is withdrawn.\n"
    shown = run("consent", MAIL).out
    assert "2027-01-31" in shown
    assert "signed at the fair" in shown
    assert "withdrawn" in shown
    with bureau.parts.store.read() as conn:
        assert len(consents.history(conn, MARA)) == 2
        deed = audit.latest(conn)[0]
        assert (deed.what, deed.why) == ("noted consent to nurture mail as withdrawn", "told by hand")


def test_it_is_told_as_an_event_too(bureau: Office, run: Run) -> None:
    assert (
        run("happened", "candidate.consent_given", "--candidate", MAIL, "until=2027-01-31", "source=a call").code == 0
    )
    with bureau.parts.store.read() as conn:
        [entry] = consents.history(conn, MARA)
    assert (str(entry.until), entry.source) == ("2027-01-31", "a call")
    ran = run("happened", "candidate.consent_withdrawn", "--candidate", MAIL, "purpose=fun")
    assert "no sequence is for fun" in ran.err


@pytest.mark.parametrize(
    ("arguments", "told"),
    [
        (("grant", MAIL), "is not understood: write give or withdraw, and one candidate."),
        (("withdraw", MAIL, "--until", "2027-01-31"), "What is taken back has no last day."),
        (("give", MAIL, "--at", "2999-01-01"), "It lies in the future."),
        (("give", "nobody@home.example"), "nobody is on record as nobody@home.example"),
        (("give", MAIL, "--basis", "whim"), "'whim'"),
    ],
)
def test_what_can_not_be_noted_is_refused(run: Run, arguments: tuple[str, ...], told: str) -> None:
    ran = run("consent", *arguments)
    assert ran.code != 0
    assert told in ran.err
