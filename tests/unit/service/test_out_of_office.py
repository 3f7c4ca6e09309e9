"""Nurture mail to somebody whose automatic reply says that they are away."""

from datetime import UTC, date, datetime, timedelta

import pytest

from nurture.domain.events import EventType
from nurture.domain.records import ApplicationStatus
from tests.unit.service.desk import KIM, MAIL, MONDAY, Desk, maya, maya_is_rejected, sequence

ONE = "- {id: hello, email: one}"
SINCE = datetime(2026, 3, 1, 12, 0, tzinfo=UTC)


@pytest.mark.parametrize(
    ("since", "until", "leaves"),
    [
        (SINCE, date(2026, 3, 6), datetime(2026, 3, 9, 0, 0, tzinfo=UTC)),  # a Friday, so the Monday after
        (SINCE, date(2026, 3, 10), datetime(2026, 3, 11, 0, 0, tzinfo=UTC)),
        (datetime(2026, 3, 2, 8, 0, tzinfo=UTC), None, datetime(2026, 3, 9, 8, 0, tzinfo=UTC)),
        (SINCE, date(2026, 2, 20), MONDAY),  # they are back
        (datetime(2026, 2, 10, 8, 0, tzinfo=UTC), None, MONDAY),
        (None, None, MONDAY),
    ],
)
def test_it_waits_until_they_are_back(desk: Desk, since: datetime | None, until: date | None, leaves: datetime) -> None:
    desk.publish(sequence(ONE))
    desk.hear(maya_is_rejected(away_since=since, away_until=until))
    desk.run(days=30)
    assert desk.letters()["hello"].at == leaves
    assert ("out-of-office" in desk.rules()) is (leaves != MONDAY)


def test_an_absence_that_turns_out_longer_puts_it_off_again(desk: Desk) -> None:
    desk.publish(sequence(ONE))
    desk.hear(maya_is_rejected(away_since=SINCE, away_until=date(2026, 3, 6)))
    desk.run(days=3)
    desk.hear(maya_is_rejected(at=desk.clock.at, away_since=desk.clock.at, away_until=date(2026, 3, 13)), pokes=False)
    desk.run(days=30)
    assert desk.letters()["hello"].at == datetime(2026, 3, 16, 0, 0, tzinfo=UTC)


def test_only_nurture_mail_to_the_candidate_waits(desk: Desk) -> None:
    steps = "- {id: tell, email: two, to: recruiter}"
    desk.publish(sequence(steps), sequence("- {id: got-it, email: three}", name="receipt", purpose="internal"))
    desk.hear(
        maya(
            EventType.APPLICATION_CREATED,
            EventType.APPLICATION_REJECTED,
            status=ApplicationStatus.REJECTED,
            first_name="Maya",
            email=MAIL,
            team={"recruiter": KIM},
            away_since=SINCE,
            away_until=date(2026, 3, 20),
        )
    )
    desk.run(until=MONDAY + timedelta(hours=1))
    assert sorted(desk.sent) == ["three for Maya", "two for Maya"]
