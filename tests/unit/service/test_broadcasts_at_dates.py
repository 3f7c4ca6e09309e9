"""Dates on records at which people come in: looked at on the hour, each once."""

from datetime import UTC, date, datetime, timedelta

import pytest

from nurture.domain.intake import Intake, RelatedUpdate
from nurture.domain.subject import Subject, SubjectKind
from nurture.service import broadcasting
from tests.unit.service.desk import MONDAY, Desk, sequence
from tests.unit.service.test_broadcasts import NOBODY_LEAVES, STEPS, carry_out, due, person, told

BEFORE = sequence(
    STEPS,
    name="before",
    purpose="onboarding",
    enroll="{at: 10 days before hire.start_date at 09:00}",
    exit=NOBODY_LEAVES,
    **{"for": "hire"},
)
RUN = "before/hire/greenhouse:100"


def looks(desk: Desk, until: datetime) -> list[tuple[str, datetime]]:
    """What the looks on the hour let in until then."""
    entered: list[tuple[str, datetime]] = []
    while desk.clock.at < until:
        desk.run(until=desk.clock.at + timedelta(hours=1))
        entered += [(run, desk.clock.at) for each in due(desk) for run in carry_out(desk, each)]
        broadcasting.note_started(desk.parts.store, due(desk), now=desk.clock.at)
    return entered


def test_a_date_lets_in_at_its_moment_and_once(desk: Desk) -> None:
    desk.publish(BEFORE)
    told(desk, person(1, start=date(2026, 3, 14)))
    moment = datetime(2026, 3, 4, 9, 0, tzinfo=UTC)
    assert looks(desk, moment + timedelta(days=2)) == [(f"{RUN}/1", moment)]


def test_a_date_that_moves_moves_it_and_another_date_lets_in_again(desk: Desk) -> None:
    desk.publish(BEFORE)
    told(desk, person(1, start=date(2026, 3, 14)))
    told(desk, person(1, start=date(2026, 3, 15)))
    moment = datetime(2026, 3, 5, 9, 0, tzinfo=UTC)
    assert looks(desk, moment) == [(f"{RUN}/1", moment)]
    desk.run(days=2)
    told(desk, person(1, start=date(2026, 3, 20)))
    again = datetime(2026, 3, 10, 9, 0, tzinfo=UTC)
    assert looks(desk, again) == [(f"{RUN}/2", again)]


@pytest.mark.parametrize(("if_late", "entered"), [("skip", []), ("enter", [f"{RUN}/1"])])
def test_a_moment_that_passed_before_the_record_was_known_is_too_late(
    desk: Desk, if_late: str, entered: list[str]
) -> None:
    desk.publish(BEFORE.replace("09:00}", f"09:00, if_late: {if_late}}}"))
    told(desk, person(1, start=date(2026, 3, 8)))
    assert [run for run, _ in looks(desk, MONDAY + timedelta(hours=2))] == entered


def test_the_date_of_an_interview_lets_its_run_in(desk: Desk) -> None:
    desk.publish(
        sequence(
            STEPS,
            name="before",
            purpose="internal",
            enroll="{at: 2 days before interview.starts_at at 09:00}",
            **{"for": "interview"},
        )
    )
    told(desk, person(1))
    onsite = Subject(kind=SubjectKind.INTERVIEW, id="greenhouse:500")
    starts = datetime(2026, 3, 6, 14, 0, tzinfo=UTC)
    update = RelatedUpdate(of=onsite, application_id="greenhouse:100", fields={"starts_at": starts})
    desk.hear(Intake(at=MONDAY, related=(update,)))
    moment = datetime(2026, 3, 4, 9, 0, tzinfo=UTC)
    assert looks(desk, moment + timedelta(days=1)) == [("before/interview/greenhouse:500/1", moment)]
