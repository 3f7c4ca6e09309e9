"""`nurture simulate`, and the rehearsals that ship with the sequences."""

import json
from pathlib import Path

import pytest

from tests.office import SEQUENCES
from tests.unit.cli.conftest import Run

REHEARSALS = SEQUENCES / "rehearsals"
LOG = REHEARSALS / "silver-medalist.yaml"
EXPECTED = REHEARSALS / "silver-medalist.expected.txt"
QUARTER = REHEARSALS / "populations" / "a-quarter.yaml"


@pytest.fixture(autouse=True)
def _folder(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("NURTURE_SEQUENCES", str(SEQUENCES))


@pytest.mark.parametrize("log", sorted(REHEARSALS.glob("*.yaml")), ids=lambda log: log.stem)
def test_a_rehearsal_still_comes_to_what_was_recorded(run: Run, log: Path) -> None:
    recorded = log.with_name(f"{log.stem}.expected.txt")
    ran = run("simulate", log.stem, "--events", str(log), "--format", "timeline", "--expect", str(recorded))
    assert (ran.code, ran.out) == (0, "")


def test_every_sequence_has_its_rehearsal() -> None:
    assert {log.name for log in REHEARSALS.glob("*.yaml")} == {
        path.name for path in SEQUENCES.glob("*.yaml") if path.name != "company.yaml"
    }


def test_output_is_the_story_and_nothing_else(run: Run) -> None:
    ran = run("simulate", "silver-medalist", "--events", str(LOG), "--format", "timeline")
    assert (ran.code, ran.out, ran.err) == (0, EXPECTED.read_text(), "")


def test_what_differs_from_the_record_is_shown_and_ends_with_code_1(run: Run, tmp_path: Path) -> None:
    log = tmp_path / "log.yaml"
    log.write_text(LOG.read_text().replace("2026-03-26 09:30", "2026-03-27 09:30"))
    ran = run("simulate", "silver-medalist", "--events", str(log), "--format", "timeline", "--expect", str(EXPECTED))
    assert ran.code == 1
    assert "-  2026-03-26 Thu 09:30  sent        silver-medalist/share-role" in ran.out
    assert "+  2026-03-27 Fri 09:30  sent        silver-medalist/share-role" in ran.out


def test_a_result_is_recorded_and_then_expected(run: Run, tmp_path: Path) -> None:
    record = tmp_path / "new" / "calendar.txt"
    assert run("simulate", "--events", str(LOG), "--record", str(record)).out == ""
    assert run("simulate", "--events", str(LOG), "--expect", str(record)).code == 0
    assert run("simulate", "--events", str(LOG), "--expect", str(record), "--record", str(record)).code == 2
    assert "--record" in run("simulate", "--events", str(LOG), "--expect", str(tmp_path / "none")).err


def test_a_log_that_is_wrong_is_told_as_a_check_would_and_nothing_is_rehearsed(run: Run, tmp_path: Path) -> None:
    log = tmp_path / "log.yaml"
    log.write_text(LOG.read_text().replace("who: priya, applied", "who: pria, applied"))
    ran = run("simulate", "--events", str(log))
    assert (ran.code, ran.out) == (1, "")
    assert f"{log}:45:33  N013  there is no `pria` in `people`" in ran.err
    assert "did you mean `priya`?" in ran.err


def test_a_folder_that_is_wrong_is_told_and_nothing_is_rehearsed(run: Run, tmp_path: Path) -> None:
    ran = run("simulate", "--events", str(LOG), "--folder", str(tmp_path))
    assert (ran.code, ran.out) == (1, "")
    assert "there are no sequences" in ran.err


def test_a_population_is_counted_and_the_count_can_be_recorded(run: Run, tmp_path: Path) -> None:
    asked = ("simulate", "application-received", "--events", str(QUARTER), "--population", "12")
    ran = run(*asked)
    assert (ran.code, ran.out.splitlines()[0].startswith("12 people, ")) == (0, True)
    assert "people per second" in ran.err
    assert run(*asked, "--record", str(tmp_path / "count.txt")).code == 0
    assert run(*asked, "--expect", str(tmp_path / "count.txt")).code == 0
    assert run(*asked, "--seed", "2", "--expect", str(tmp_path / "count.txt")).code == 1


def test_a_population_has_no_calendar(run: Run) -> None:
    ran = run("simulate", "--events", str(QUARTER), "--population", "12", "--format", "timeline")
    assert ran.code == 2
    assert "one report" in ran.err


@pytest.mark.parametrize("days", [("--from", "0001-01-01"), ("--until", "9999-12-31"), ("--until", "1971-01-01")])
def test_days_far_off_are_no_trouble(run: Run, days: tuple[str, str]) -> None:
    assert run("simulate", "silver-medalist", "--events", str(LOG), *days).code == 0


def test_days_the_wrong_way_round_are_refused(run: Run) -> None:
    ran = run("simulate", "--events", str(LOG), "--from", "2026-05-01", "--until", "2026-01-01")
    assert ran.code == 2
    assert "--until is before --from" in ran.err


def test_json_holds_the_timeline_with_moments_in_utc(run: Run) -> None:
    told = json.loads(run("simulate", "silver-medalist", "--events", str(LOG), "--format", "json").out)
    jonas = told["people"][0]
    assert (told["zone"], jonas["who"], jonas["open"]) == ("Europe/Berlin", "jonas", [])
    assert {
        "at": "2026-03-04T08:00:00Z",
        "kind": "sent",
        "sequence": "silver-medalist",
        "step": "thanks",
        "text": "Danke für die Gespräche mit uns",
        "to": "jonas@weber.example",
    } in jonas["entries"]
