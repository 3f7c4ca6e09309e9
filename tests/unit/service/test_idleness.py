"""Applications that nobody touches: told of once, when the office opens, for no time in which nobody looked."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime

import pytest

from nurture.domain.events import Event, EventType
from nurture.domain.intake import Intake, RelatedUpdate
from nurture.domain.records import ApplicationStatus
from nurture.domain.related import InterviewStatus
from nurture.domain.subject import Subject, SubjectKind
from nurture.domain.touchpoints import ChannelKind, Direction, Touchpoint
from nurture.service import idleness
from nurture.service.answering import complete_task
from nurture.service.broadcasting import needs_calendar
from nurture.service.idleness import lying_now, tell_idle
from nurture.service.intake import hear
from nurture.store import contacts, delivery, timeline
from nurture.store import idleness as store
from nurture.values import replace
from tests.unit.service.desk import KIM, MAYA, MAYAS, Desk, maya, sequence

IDLE = {"idle": {"after": "3 business days", "in": {"Onsite": "1 business day", "Offer": "never"}}}
TASK = "- {id: ask, task: 'Idle for {{ event.days | or(0) }} days', assign: recruiter}\n"
LISTENS = {"enroll": "{on: application.idle, again: always}", "purpose": "internal"}


def day(number: int, hour: int = 9, minute: int = 0) -> datetime:
    """A moment in March 2026, whose 2nd is a Monday; the office opens at nine."""
    return datetime(2026, 3, number, hour, minute, tzinfo=UTC)


def told(desk: Desk, intake: Intake) -> None:
    with desk.parts.store.write() as conn:
        hear(desk.parts, conn, intake)


def applies(desk: Desk, *, at: datetime, person: str = MAYA, application: str = MAYAS, stage: str = "Screen") -> None:
    """Somebody applies, and stands in a stage."""
    news = maya(
        EventType.APPLICATION_CREATED,
        at=at,
        person=person,
        application=application,
        team={"recruiter": KIM},
        first_name="Maya",
    )
    [update] = news.applications
    told(desk, replace(news, applications=(replace(update, fields={"stage": stage}),)))


def looks(desk: Desk, *moments: datetime) -> int:
    """Looks at each of these moments, until the day's look is over; of how many it told."""
    count = 0
    for moment in moments:
        desk.clock.at = moment
        is_over = False
        while not is_over:
            page = tell_idle(desk.parts)
            count, is_over = count + page.told, page.is_over
    return count


def every_day(desk: Desk, first: int, last: int) -> list[int]:
    """Looks a quarter past nine on each of these days of March; on which of them somebody was idle."""
    return [number for number in range(first, last + 1) if looks(desk, day(number, 9, 15))]


def idle_events(desk: Desk, person: str = MAYA) -> list[Event]:
    with desk.parts.store.read() as conn:
        happened = timeline.events_of(conn, person)
    return [each.event for each in happened if each.event.type == EventType.APPLICATION_IDLE]


@pytest.fixture
def waiting(desk: Desk) -> Desk:
    """Maya has applied on Monday at ten, and nothing is known of the days before."""
    desk.publish(company=IDLE)
    looks(desk, day(2, 9, 15))
    desk.clock.at = day(2, 10)
    applies(desk, at=day(2, 10))
    return desk


def test_it_is_told_once_when_the_office_opens(waiting: Desk) -> None:
    assert every_day(waiting, 3, 20) == [5]
    [event] = idle_events(waiting)
    assert (event.at, event.application_id) == (day(5), MAYAS)
    assert event.data == {"stage": "Screen", "days": 3, "touched_at": day(2, 10).isoformat()}


def test_a_day_is_looked_at_once_and_not_before_the_office_opens(waiting: Desk) -> None:
    assert looks(waiting, day(3, 9, 15), day(4, 9, 15)) == 0
    assert looks(waiting, day(5, 8, 59)) == 0
    assert looks(waiting, day(5, 9), day(5, 9, 15), day(5, 17)) == 1


def moved(desk: Desk, at: datetime) -> None:
    told(desk, maya(EventType.APPLICATION_STAGE_CHANGED, at=at, data={"to_stage": "Phone"}))


def wrote(desk: Desk, at: datetime, channel: ChannelKind = ChannelKind.CALL) -> None:
    with desk.parts.store.write() as conn:
        contacts.record(
            conn,
            Touchpoint(
                id="by-hand", candidate_id=MAYA, channel=channel, direction=Direction.OUTBOUND, at=at, summary="spoke"
            ),
        )


def booked(desk: Desk, at: datetime, starts: datetime | None = None) -> None:
    interview = RelatedUpdate(
        of=Subject(kind=SubjectKind.INTERVIEW, id="greenhouse:i1"),
        candidate_id=MAYA,
        application_id=MAYAS,
        fields={"status": InterviewStatus.BOOKED, "starts_at": starts or day(3, 15)},
    )
    told(desk, Intake(at=at, related=(interview,)))


def noted(desk: Desk, at: datetime) -> None:
    wrote(desk, at, ChannelKind.NOTE)


def changed(desk: Desk, at: datetime) -> None:
    told(desk, maya(EventType.APPLICATION_UPDATED, at=at))


@dataclass(frozen=True)
class Case:
    does: Callable[[Desk, datetime], None]
    days: list[int]
    why: str


@pytest.mark.parametrize(
    "case",
    [
        Case(moved, [6], "a move is a touch"),
        Case(wrote, [6], "so is a call with her"),
        Case(booked, [6], "and an interview that is booked for the same day"),
        Case(lambda desk, at: booked(desk, at, day(10, 15)), [13], "up to a booked interview there is nothing to do"),
        Case(noted, [5], "what somebody notes for themselves, she does not hear"),
        Case(changed, [5], "a mere update of the record is none"),
    ],
    ids=lambda case: case.why,
)
def test_a_touch_sets_the_count_back(waiting: Desk, case: Case) -> None:
    looks(waiting, day(3))
    waiting.clock.at = day(3, 14)
    case.does(waiting, day(3, 14))
    assert every_day(waiting, 4, 20) == case.days


def test_after_a_touch_it_is_told_again(waiting: Desk) -> None:
    assert every_day(waiting, 3, 6) == [5]
    waiting.clock.at = day(6, 14)
    moved(waiting, day(6, 14))
    assert every_day(waiting, 9, 20) == [11]


@pytest.mark.parametrize(
    ("stage", "days", "why"),
    [("Onsite", [3], "one business day is enough there"), ("Offer", [], "there it is her turn")],
)
def test_a_stage_has_its_own_length(desk: Desk, stage: str, days: list[int], why: str) -> None:
    desk.publish(company=IDLE)
    looks(desk, day(2, 9, 15))
    applies(desk, at=day(2, 10), stage=stage)
    assert every_day(desk, 3, 13) == days, why


@pytest.mark.parametrize("status", [ApplicationStatus.REJECTED, ApplicationStatus.HIRED])
def test_what_is_decided_is_not_idle(waiting: Desk, status: ApplicationStatus) -> None:
    told(waiting, maya(at=day(3), status=status))
    assert every_day(waiting, 3, 20) == []


def test_what_is_taken_in_with_all_its_past_counts_from_then(desk: Desk) -> None:
    desk.publish(company=IDLE)
    assert every_day(desk, 2, 11) == []
    desk.clock.at = day(11, 12)
    applies(desk, at=datetime(2025, 11, 3, tzinfo=UTC))
    assert every_day(desk, 12, 20) == [16]


def test_nor_is_it_older_where_no_event_came_with_it(desk: Desk) -> None:
    """As when a list of an ATS's is read before it is connected."""
    desk.publish(company=IDLE)
    assert every_day(desk, 2, 11) == []
    past = maya(at=datetime(2025, 11, 3, tzinfo=UTC))
    with desk.parts.store.write() as conn:
        delivery.record(conn, past, day(11, 12))
    assert every_day(desk, 12, 20) == [16]


def test_it_is_counted_from_the_day_on_which_the_company_says_what_is_idle(desk: Desk) -> None:
    desk.publish()
    applies(desk, at=day(2, 10))
    assert every_day(desk, 3, 6) == []
    desk.publish(company=IDLE)
    assert every_day(desk, 9, 20) == [12]


@pytest.mark.parametrize(
    ("missed", "days", "why"),
    [
        ((), [5], "somebody looked on every day"),
        ((4,), [10], "nobody can say what happened on Wednesday, so it counts from Thursday"),
        ((7, 8), [5], "on a weekend nobody looks"),
    ],
)
def test_days_on_which_nobody_looked_do_not_count(
    waiting: Desk, missed: tuple[int, ...], days: list[int], why: str
) -> None:
    assert [number for number in range(3, 20) if number not in missed and looks(waiting, day(number, 9, 15))] == days, (
        why
    )


def test_everybody_is_looked_at_page_by_page(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(idleness, "PAGE", 2)
    desk.publish(company=IDLE)
    looks(desk, day(2, 9, 15))
    for number in range(5):
        applies(desk, at=day(2, 10), person=f"greenhouse:{number}", application=f"greenhouse:{number}00")
    looks(desk, day(3), day(4))
    desk.clock.at = day(5)
    pages = [tell_idle(desk.parts) for _ in range(4)]
    assert [(page.told, page.is_over) for page in pages] == [(2, False), (2, False), (1, True), (0, True)]


def test_a_look_that_was_lost_on_its_way_tells_nothing_twice(waiting: Desk) -> None:
    looks(waiting, day(3), day(4))
    with waiting.parts.store.read() as conn:
        before = idleness.idleness.last_look(conn)
    assert before is not None
    assert looks(waiting, day(5)) == 1
    with waiting.parts.store.write() as conn:
        idleness.idleness.save_look(conn, before)
    assert looks(waiting, day(5)) == 0
    assert len(idle_events(waiting)) == 1


def test_idleness_begins_a_run_and_a_task_that_is_done_is_a_touch(desk: Desk) -> None:
    desk.publish(sequence(TASK, **LISTENS), company=IDLE)
    assert needs_calendar(desk.parts.store)
    looks(desk, day(2, 9, 15))
    desk.clock.at = day(2, 10)
    applies(desk, at=day(2, 10))
    looks(desk, day(3), day(4))
    desk.clock.at = day(5, 9, 15)
    page = tell_idle(desk.parts)
    assert [run.enrollment_id for run in page.taken.started] == [f"warm/application/{MAYAS}/1"]
    desk.wake(page.taken)
    desk.run(days=0)
    assert [mail.subject for mail in desk.post.asked] == ["Task: Idle for 3 days"]
    desk.clock.at = day(6, 11)
    complete_task(desk.parts.store, f"warm/application/{MAYAS}/1#ask#1", "done", by="kim", now=desk.clock.at)
    assert every_day(desk, 6, 20) == [11]


def test_the_list_says_what_is_idle_now_told_or_not(waiting: Desk) -> None:
    looks(waiting, day(3), day(4))
    with waiting.parts.store.read() as conn:
        assert list(lying_now(waiting.parts.plans, conn, day(5, 8))) == []
        [found] = lying_now(waiting.parts.plans, conn, day(6, 12))
    assert (found.application.called, found.application.job, found.stage, found.days) == (
        "Maya",
        "Engineer",
        "Screen",
        4,
    )


def test_without_a_word_of_the_company_nothing_is_idle(desk: Desk) -> None:
    desk.publish()
    applies(desk, at=day(2, 10))
    assert every_day(desk, 3, 20) == []
    assert not needs_calendar(desk.parts.store)


@pytest.mark.parametrize("touch", [moved, wrote, booked], ids=lambda touch: touch.__name__)
def test_what_was_touched_of_late_is_left_out_before_it_is_looked_at(
    waiting: Desk, touch: Callable[[Desk, datetime], None]
) -> None:
    touch(waiting, day(4, 12))
    with waiting.parts.store.read() as conn:
        assert store.open_after(conn, "", limit=9, quiet_since=day(4, 12)) == ()
        [left] = store.open_after(conn, "", limit=9, quiet_since=day(20))
        assert [left] == list(store.open_after(conn, "", limit=9))
