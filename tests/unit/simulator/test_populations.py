"""Populations: drawn from distributions, played in batches, and counted by rules of their own."""

import json
from collections import Counter
from datetime import UTC, datetime, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest

from nurture.language.cap import Cap
from nurture.language.mailboxes import MailboxLimits
from nurture.language.sequence import Purpose
from nurture.simulator.crowd import BATCH, Crowd, play, read_population
from nurture.simulator.log import Line, Log, Person
from nurture.simulator.population import Population
from nurture.simulator.report import as_json, report
from nurture.simulator.story import Entry, Kind, PersonStory, Story
from nurture.simulator.tally import Tally, Yardstick, tally
from nurture.values import replace
from tests.office import SEQUENCES

QUARTER = SEQUENCES / "rehearsals" / "populations" / "a-quarter.yaml"
MONDAY = datetime(2026, 3, 2, 9, 0, tzinfo=UTC)
MAIL = "maya@lindqvist.example"


@pytest.fixture(scope="module")
def quarter() -> Population:
    """The population that ships with the sequences."""
    read = read_population(QUARTER)
    assert read.population is not None, read.diagnostics
    return read.population


def test_somebody_is_the_same_whatever_is_drawn_beside_them(quarter: Population) -> None:
    alone, among = quarter.drawn(range(7, 8), seed=3), quarter.drawn(range(20), seed=3)
    assert alone.people["p7"] == among.people["p7"]
    assert [each for each in alone.events if each.who == "p7"] == [each for each in among.events if each.who == "p7"]


def test_another_seed_draws_others(quarter: Population) -> None:
    assert quarter.drawn(range(20), seed=1) != quarter.drawn(range(20), seed=2)


def test_weights_and_days_are_kept_to(quarter: Population) -> None:
    log = quarter.drawn(range(2_000), seed=1)
    germans = sum(person.country == "DE" for person in log.people.values())
    applied = [line.at.date() for line in log.events if line.applied]
    hired = sum(line.hired is not None for line in log.events)
    assert 1_100 < germans < 1_300
    assert min(applied) == quarter.starts
    assert max(applied) == quarter.starts + timedelta(days=quarter.days - 1)
    assert 150 < hired < 250


def test_nobody_applies_for_a_job_that_opens_later(quarter: Population) -> None:
    assert {line.applied for line in quarter.drawn(range(200), seed=1).events if line.who and line.applied} == {
        "robotics",
        "firmware",
    }


def test_decisions_fall_on_working_hours(quarter: Population) -> None:
    for line in quarter.drawn(range(300), seed=1).events:
        if line.who and not line.applied:
            assert line.at.weekday() < 5
            assert 9 <= line.at.hour < 17


@pytest.mark.parametrize(
    ("old", "new", "says"),
    [
        ("days: 90", "days: 0", "`days`"),
        ("after: 1-9 days", "after: soon", "“soon” is not a span of days"),
        ("after: 1-9 days", "after: 9-1 days", "“9-1 days” is not a span of days"),
        ("withdrew: true", "withdraw: true", "unknown key `withdraw`"),
        ("hiring_manager: tomasz", "hiring_manager: tomas", "no `tomas` in `team`"),
        ("recruiter: kim}", "recruiter: kin}", "no `kin` in `team`"),
        ("opened: more-firmware", "opened: less-firmware", "no `less-firmware` in `jobs`"),
    ],
)
def test_a_population_that_is_wrong_is_told_with_its_place(tmp_path: Path, old: str, new: str, says: str) -> None:
    path = tmp_path / "population.yaml"
    path.write_text(QUARTER.read_text().replace(old, new, 1))
    (told,) = read_population(path).diagnostics
    assert says in told.message
    assert told.line == path.read_text().partition(new)[0].count("\n") + 1


def test_nobody_of_a_crowd_gets_what_must_never_be_sent() -> None:
    crowd = Crowd(file=QUARTER, folder=SEQUENCES, sequences=(), size=40, seed=1)
    (counted,) = play(crowd)
    assert counted.people == 40
    assert counted.mails > 60
    assert counted.wrong == []


def test_what_is_held_is_counted_by_what_somebody_has_to_see_to() -> None:
    told = ("there is nobody to read ask: no address for recruiter\nGive it to somebody.", "there is nobody to sign")
    held = tuple(Entry(at=MONDAY, kind=Kind.HELD, text=text, rule="held") for text in (*told, told[0]))
    person = PersonStory(name="maya", called="Maya", zone=ZoneInfo("UTC"), entries=held, open=())
    log = Log.model_construct(zone="UTC", people={"maya": Person(email=MAIL)}, jobs={}, events=())
    by = Yardstick(purposes={"warm": Purpose.NURTURE}, cap=None)
    assert tally(Story(zone=ZoneInfo("UTC"), people=(person,)), log, by).reasons == {
        ("held", "there is nobody to read ask: no address for recruiter"): 2,
        ("held", "there is nobody to sign"): 1,
    }


@pytest.mark.slow
def test_a_crowd_in_batches_comes_to_the_same_in_any_number_of_processes() -> None:
    crowd = Crowd(file=QUARTER, folder=SEQUENCES, sequences=("application-received",), size=BATCH + 10, seed=1)
    first, second = play(crowd, processes=2)
    assert [first, second] == list(play(crowd, processes=1))
    assert (first.people, second.people) == (BATCH, 10)
    total = Tally()
    for each in (first, second):
        total.add(each)
    assert total.mails == first.mails + second.mails
    assert report(total).startswith(f"{BATCH + 10} people, {total.mails} mails\n")


def counted(purpose: Purpose, *events: str, mails: tuple[timedelta, ...] = (timedelta(days=3),), cap: int = 9) -> Tally:
    """The count of somebody who got such mails after these events, each a day after the one before."""
    lines = [
        Line.model_validate({"at": f"{MONDAY + timedelta(days=number):%Y-%m-%d %H:%M}", "who": "maya", word: value})
        for number, (word, value) in enumerate(event.split("=") for event in events)
    ]
    log = Log.model_construct(zone="UTC", people={"maya": Person(email=MAIL)}, jobs={}, events=tuple(lines))
    sent = Entry(at=MONDAY, kind=Kind.SENT, text="A word", sequence="warm", step="first", to=MAIL)
    entries = tuple(replace(sent, at=MONDAY + after) for after in mails)
    person = PersonStory(name="maya", called="Maya", zone=ZoneInfo("UTC"), entries=entries, open=())
    by = Yardstick(purposes={"warm": purpose}, cap=Cap.parse(f"{cap} per week"))
    return tally(Story(zone=ZoneInfo("UTC"), people=(person,)), log, by)


@pytest.mark.parametrize(
    ("purpose", "events", "wrong"),
    [
        (Purpose.APPLICATION, ("applied=robotics",), []),
        (Purpose.APPLICATION, ("applied=robotics", "rejected=no"), ["after the candidate rejected"]),
        (Purpose.NURTURE, ("applied=robotics", "rejected=no"), []),
        (Purpose.DECISION, ("applied=robotics", "rejected=no"), []),
        (Purpose.DECISION, ("applied=robotics", "rejected=no", "unrejected=true"), ["without a decision"]),
        (Purpose.NURTURE, ("applied=robotics", "hired=2026-04-01"), ["after the hire"]),
        (Purpose.NURTURE, ("hired=2026-02-02", "left=2026-03-04"), []),
        (Purpose.NURTURE, ("hired=2026-02-02", "left=2026-03-05"), ["after the hire"]),
        (Purpose.APPLICATION, ("hired=2026-02-02", "left=2026-03-04"), ["after the hire"]),
        (Purpose.ONBOARDING, ("applied=robotics", "hired=2026-04-01"), []),
        (Purpose.NURTURE, ("rejected=no", "opted_out=nurture"), ["after an opt-out"]),
    ],
)
def test_mail_that_must_not_leave_is_found(purpose: Purpose, events: tuple[str, ...], wrong: list[str]) -> None:
    found = counted(purpose, *events).wrong
    assert found == [f"maya: warm/first left {each}" for each in wrong]


def test_mail_over_the_cap_is_found() -> None:
    mails = (timedelta(days=3), timedelta(days=4), timedelta(days=5), timedelta(days=20))
    assert counted(Purpose.NURTURE, "rejected=no", mails=mails, cap=2).wrong == [
        "maya: warm/first was mail 3 within 1 week"
    ]
    assert counted(Purpose.NURTURE, "rejected=no", mails=mails, cap=3).wrong == []


def test_a_report_tells_touches_load_and_what_is_wrong() -> None:
    text = report(counted(Purpose.APPLICATION, "applied=robotics", "rejected=no"))
    assert "1 people, 1 mails" in text
    assert "mails that must not have left: 1\n  maya: warm/first left after the candidate rejected" in text
    assert "mails to one person\n  1         1" in text
    assert "  09:00         0       0       0       1" in text


def test_machines_get_every_day_of_every_mailbox() -> None:
    told = json.loads(as_json(counted(Purpose.NURTURE, "rejected=no", mails=(timedelta(days=1), timedelta(days=3)))))
    assert told["mails"] == 2
    assert told["mailboxes"] == {
        "": {"days": {"2026-03-03": 1, "2026-03-05": 1}, "hours": {"2026-03-03 09:00": 1, "2026-03-05 09:00": 1}}
    }


def test_the_busiest_day_of_a_sequence_is_told() -> None:
    crowd = Crowd(file=QUARTER, folder=SEQUENCES, sequences=("application-received",), size=300, seed=1)
    total = Tally()
    for each in play(crowd):
        total.add(each)
    assert sum(total.entries.values()) == 300
    assert "most who came in on one day\n  application-received, 2026-" in report(total)


def test_what_is_due_beyond_the_limits_of_a_mailbox_is_told() -> None:
    busy = Tally(
        days=Counter({("kim@acme.example", "2026-03-02"): 210, ("talent@acme.example", "2026-03-02"): 500}),
        hours=Counter({("kim@acme.example", "2026-03-02 09:00"): 36, ("kim@acme.example", "2026-03-02 10:00"): 40}),
        limits={"kim@acme.example": MailboxLimits.model_validate({"per_day": 200, "apart": "100 seconds"})},
    )
    total = Tally()
    total.add(busy)
    assert json.loads(as_json(total))["beyond_limits"] == {
        "kim@acme.example, 2026-03-02": 10,
        "kim@acme.example, 2026-03-02 10:00": 4,
    }
    assert "more than a mailbox may send, so that it has to wait\n  kim@acme.example, 2026-03-02" in report(total)
    assert "may send" not in report(Tally())
