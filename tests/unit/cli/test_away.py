from datetime import date

import pytest
from sqlalchemy import select

from nurture.store import audit
from nurture.store.tables import people
from tests.office import Office, mara_is_rejected

KIM = "kim@acme.example"


@pytest.fixture(autouse=True)
def _kim_is_known(bureau: Office) -> None:
    bureau.hear(mara_is_rejected())


def on_record(bureau: Office) -> tuple[date | None, date | None, bool]:
    """How Kim stands."""
    with bureau.parts.store.read() as conn:
        query = select(people.c.away_from, people.c.away_until, people.c.is_gone).where(people.c.email == KIM)
        away_from, away_until, is_gone = conn.execute(query).one()
    return away_from, away_until, is_gone


@pytest.mark.parametrize(
    ("arguments", "said", "stands"),
    [
        (
            ("--from", "2026-07-01", "--until", "2026-07-14"),
            "away from 2026-07-01 until 2026-07-14",
            (date(2026, 7, 1), date(2026, 7, 14), False),
        ),
        (("--from", "2026-07-01"), "away from 2026-07-01 until further notice", (date(2026, 7, 1), None, False)),
        (("--gone",), "gone", (None, None, True)),
        (("--back",), "there", (None, None, False)),
    ],
)
def test_who_is_away_is_put_on_record_with_who_said_so(
    bureau: Office, run, arguments: tuple[str, ...], said: str, stands: tuple[date | None, date | None, bool]
) -> None:
    ran = run("away", KIM, *arguments)
    assert (ran.code, ran.out) == (0, f"Kim Park is {said}.\n")
    assert on_record(bureau) == stands
    with bureau.parts.store.read() as conn:
        assert audit.latest(conn)[0].what == f"said that {KIM} is {said}"


@pytest.mark.parametrize(
    ("arguments", "told"),
    [
        (("--back", "--gone"), "is not away"),
        (("--gone", "--until", "2026-07-14"), "does not come back"),
        (("--from", "2026-07-14", "--until", "2026-07-01"), "lies before the first"),
    ],
)
def test_what_does_not_go_together_is_refused(bureau: Office, run, arguments: tuple[str, ...], told: str) -> None:
    ran = run("away", KIM, *arguments)
    assert ran.code == 2
    assert told in ran.err
    assert on_record(bureau) == (None, None, False)


def test_a_stranger_is_nobody_of_ours(run) -> None:
    ran = run("away", "sam@elsewhere.example", "--gone")
    assert (ran.code, ran.err.splitlines()[0]) == (1, "nobody of ours has the address sam@elsewhere.example")
