"""Whom the sweep finds: enrollments whose streams have gone on without them."""

from datetime import datetime, timedelta

import pytest

from nurture.domain.events import EventType
from nurture.store import wakeups
from tests.unit.service.desk import MAYAS, Desk, maya, maya_is_rejected, sequence

RUN = f"warm/application/{MAYAS}/1"
STEPS = "- {id: a-week, wait: 1 week}\n- {id: hello, email: one}\n"


@pytest.fixture(autouse=True)
def _inside(desk: Desk) -> None:
    desk.publish(sequence(STEPS))
    desk.hear(maya_is_rejected())
    desk.note_started(RUN)


def behind(desk: Desk, *, before: timedelta = timedelta(minutes=1)) -> list[tuple[str, int, bool]]:
    with desk.parts.store.read() as conn:
        found = wakeups.behind(conn, before=desk.clock.at + before, limit=10)
    return [(each.enrollment_id, each.newest_event, each.is_concerned) for each in found]


@pytest.mark.parametrize(
    ("kind", "is_concerned"), [(EventType.APPLICATION_UNREJECTED, True), (EventType.OFFER_CREATED, False)]
)
def test_it_is_told_whether_what_happened_concerns_them(desk: Desk, kind: EventType, is_concerned: bool) -> None:
    assert behind(desk) == []
    desk.hear(maya(kind), pokes=False)
    assert behind(desk) == [(RUN, 2, is_concerned)]


def test_what_is_noted_is_not_found_again_until_more_happens(desk: Desk) -> None:
    desk.hear(maya(EventType.OFFER_CREATED), pokes=False)
    with desk.parts.store.write() as conn:
        wakeups.note_heard(conn, wakeups.behind(conn, before=desk.clock.at + timedelta(minutes=1), limit=10))
    assert behind(desk) == []
    desk.hear(maya(EventType.OFFER_UPDATED), pokes=False)
    assert behind(desk) == [(RUN, 3, False)]


def test_whoever_has_looked_within_a_grace_is_not_found(desk: Desk) -> None:
    grace = "[{on: application.unrejected, as: back, grace: 2 days}]"
    desk.publish(sequence(STEPS, name="graceful", exit=grace, enroll="{on: application.updated, again: never}"))
    desk.hear(maya(EventType.APPLICATION_UPDATED))
    desk.note_started(f"graceful/application/{MAYAS}/1")
    desk.hear(maya(EventType.APPLICATION_UNREJECTED))
    desk.run(until=datetime(2026, 3, 2, 10, 0, tzinfo=desk.clock.at.tzinfo))
    assert behind(desk) == []


def test_one_who_has_left_or_was_never_started_is_not_found(desk: Desk) -> None:
    desk.hear(maya_is_rejected(application="greenhouse:2"))
    desk.hear(maya(EventType.CANDIDATE_REPLIED))
    desk.run(days=0.1)
    assert behind(desk) == []


def test_the_names_of_many_streams_are_looked_up_in_parts(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(wakeups, "_NAMES_AT_ONCE", 1)
    with desk.parts.store.read() as conn:
        found = wakeups.of_streams(conn, ["greenhouse:57683", "greenhouse:1", "greenhouse:2"])
    assert [each.enrollment_id for each in found] == [RUN]
