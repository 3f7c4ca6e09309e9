"""`spread`: the mails of many people leave one after another, each person's always at the same time."""

from datetime import UTC, datetime, timedelta

from nurture.values import replace
from tests.rehearsal import MAYA, facts_for, plan_from, play

MORNING = datetime(2026, 3, 2, 9, 0, tzinfo=UTC)  # 10:00 in Berlin
SPREAD = plan_from("- {id: news, email: news, spread: 3 hours}")


def leaves(person: str, start: datetime = MORNING) -> datetime:
    """When that person's mail leaves."""
    [(_, at)] = play(SPREAD, facts_for(replace(MAYA, id=person), entered_at=start), start=start).sent
    return at


def test_many_mails_are_spread_evenly_over_the_time() -> None:
    after = [leaves(f"greenhouse:{number}") - MORNING for number in range(600)]
    assert all(timedelta() <= each < timedelta(hours=3) for each in after)
    by_half_hour = [sum(1 for each in after if each // timedelta(minutes=30) == half) for half in range(6)]
    assert all(70 <= count <= 130 for count in by_half_hour)


def test_a_persons_turn_is_always_the_same() -> None:
    assert leaves("greenhouse:5") == leaves("greenhouse:5")
    assert leaves("greenhouse:5", MORNING + timedelta(days=1)) == leaves("greenhouse:5") + timedelta(days=1)


def test_the_time_begins_once_the_hours_allow_the_mail_and_keeps_to_them() -> None:
    night = MORNING - timedelta(hours=6)
    opens = datetime(2026, 3, 2, 8, 0, tzinfo=UTC)
    turns = [leaves(f"greenhouse:{number}", night) for number in range(50)]
    assert all(opens <= at < opens + timedelta(hours=3) for at in turns)
    evening = datetime(2026, 3, 2, 15, 0, tzinfo=UTC)  # 16:00 in Berlin, an hour before closing
    turns = [leaves(f"greenhouse:{number}", evening) for number in range(50)]
    tomorrow = opens + timedelta(days=1)
    late = [at for at in turns if at >= evening + timedelta(hours=1)]
    assert all(tomorrow <= at < tomorrow + timedelta(hours=2) for at in late)
    assert len(set(late)) == len(late) > 10
