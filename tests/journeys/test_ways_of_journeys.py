"""Journeys with splits, day by day on a virtual clock."""

from datetime import UTC, datetime, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest

from nurture.domain.facts import Facts
from nurture.domain.moves import Progress
from nurture.domain.records import Candidate, Company, Records
from nurture.domain.subject import Subject, SubjectKind
from nurture.engine.next_move import after, begin, next_move
from nurture.language.check import check_folder
from nurture.language.plan import Plan, plan_of
from nurture.values import replace
from tests.rehearsal import Played, facts_for, play

HERE = Path(__file__).parent
FOLDERS = {"wake-up": "j06-wake-up"}
LONDON = ZoneInfo("Europe/London")
ACME = Company(name="Acme", postal_address="1 Example Street", zone="Europe/London", country="GB")
MAYA = Candidate(id="greenhouse:1", first_name="Maya", zone="Europe/London", country="GB")


def plan(name: str) -> Plan:
    """One of the journeys, as it is checked for publishing."""
    checked = check_folder(HERE / FOLDERS[name])
    assert checked.ok, checked.diagnostics
    [sequence] = [each.sequence for each in checked.sequences if each.sequence.sequence == name]
    return plan_of(sequence, version=1)


def at(month: int, day: int, hour: int = 10) -> datetime:
    """A moment of 2026 on London's clocks."""
    return datetime(2026, month, day, hour, tzinfo=LONDON).astimezone(UTC)


def days(played: Played) -> list[tuple[str, str]]:
    """What was sent on which day in London."""
    return [(step, f"{when.astimezone(LONDON):%a %-d %b}") for step, when in played.sent]


START = at(3, 2)


def cold(person: Candidate, cycle: int = 1, entered_at: datetime = START) -> Facts:
    """Facts about somebody who was enrolled by hand, for the n-th time."""
    facts = facts_for(person, entered_at=entered_at, company=ACME, records=Records(candidate=person))
    subject = Subject(kind=SubjectKind.CANDIDATE, id=person.id)
    run = replace(facts.enrollment, id=f"wake-up/candidate/{person.id}/{cycle}", subject=subject, cycle=cycle)
    return replace(facts, enrollment=run)


def arm(progress: Progress) -> str:
    """The arm that somebody is in."""
    return progress.outcomes["opening"].result


def somebody_in(name: str) -> Candidate:
    """The first of many people who is in that arm."""
    wake_up = plan("wake-up")
    people = (replace(MAYA, id=f"greenhouse:{number}") for number in range(1_000))
    return next(person for person in people if arm(play(wake_up, cold(person), start=START).moves[-1].progress) == name)


@pytest.mark.parametrize(
    ("name", "sent"),
    [
        ("subject-a", [("a-hello", "Mon 2 Mar"), ("a-news", "Mon 9 Mar"), ("a-last", "Mon 23 Mar")]),
        ("subject-b", [("b-hello", "Mon 2 Mar"), ("b-news", "Mon 9 Mar"), ("b-last", "Mon 23 Mar")]),
        ("holdout", []),
    ],
)
def test_j06_each_arm_gets_its_own_three_mails_and_the_holdout_none(name: str, sent: list[tuple[str, str]]) -> None:
    assert days(play(plan("wake-up"), cold(somebody_in(name)), start=START)) == sent


def test_j06_the_holdout_is_over_after_thirty_days() -> None:
    played = play(plan("wake-up"), cold(somebody_in("holdout")), start=START)
    assert played.moves[-1].outcome == "completed"
    assert played.moves[0].at == at(4, 1)


def test_j06_who_bounces_at_once_is_counted_in_their_arm_and_is_in_it_again_when_they_come_back() -> None:
    wake_up, person = plan("wake-up"), somebody_in("subject-b")
    first = next_move(wake_up, begin(wake_up, entered_at=START, seen_event=0), cold(person), (), START)
    bounced = after(wake_up, first.progress, "b-hello", "rejected", START)
    assert arm(bounced) == "subject-b"
    back = START + timedelta(days=90)
    again = next_move(wake_up, begin(wake_up, entered_at=back, seen_event=0), cold(person, 2, back), (), back)
    assert arm(again.progress) == "subject-b"
