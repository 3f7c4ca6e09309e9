"""`nurture backfill`: what it says, also where it can't be done."""

import pytest

from nurture.store import records
from tests.doubles.api import Answer
from tests.doubles.lever import KEY, LeverDouble
from tests.office import Office
from tests.unit.cli.conftest import Run


def test_it_goes_on_where_the_ats_refused(bureau: Office, run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    with LeverDouble() as double:
        for name, value in {"VENDOR": "lever", "API": double.url, "API_KEY": KEY, "SECRETS": '["x"]'}.items():
            monkeypatch.setenv(f"NURTURE_ATS__HIRING__{name}", value)
        double.script.append(Answer(status=503))
        ran = run("backfill", "hiring")
        assert (ran.code, ran.err.splitlines()[-1]) == (1, "Go on with: --resume")
        ran = run("backfill", "hiring", "--resume", "--by", "kim")
    assert (ran.code, ran.err) == (0, "")
    assert ran.out == "6 put on record\n1 of people who were anonymized there, or are not shown to us\n"
    with bureau.parts.store.read() as conn:
        assert len(records.applications_of(conn, "hiring:c-mara")) == 6


def test_a_place_that_the_ats_does_not_know_any_more_is_left_for_the_first_page(
    bureau: Office, run: Run, monkeypatch: pytest.MonkeyPatch
) -> None:
    with LeverDouble() as double:
        for name, value in {"VENDOR": "lever", "API": double.url, "API_KEY": KEY, "SECRETS": '["x"]'}.items():
            monkeypatch.setenv(f"NURTURE_ATS__HIRING__{name}", value)
        double.script.extend([None, None, None, Answer(status=400)])
        ran = run("backfill", "hiring")
        assert (ran.code, "begin with: --anew" in ran.err) == (1, True)
        ran = run("backfill", "hiring")
        assert "--anew" in ran.err
        double.asked.clear()
        ran = run("backfill", "hiring", "--anew")
        assert "offset" not in double.asked[0]
    assert (ran.code, ran.err) == (0, "")
    assert run("backfill", "hiring", "--anew", "--resume").code == 2


@pytest.mark.parametrize(
    ("connection", "said"),
    [
        ("own", "Your own system can't be back-filled: it has no API that we know"),
        ("greenhouse", "Greenhouse's API can't be asked: NURTURE_GREENHOUSE_CLIENT_ID and"),
        ("levr", "no ATS is connected as"),
    ],
)
def test_what_can_not_be_read_is_told_of(
    bureau: Office, run: Run, connection: str, said: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("NURTURE_ATS__OWN__VENDOR", "generic")
    monkeypatch.setenv("NURTURE_GREENHOUSE_SECRETS", '["x"]')
    ran = run("backfill", connection)
    assert (ran.code, said in ran.err) == (1, True)
