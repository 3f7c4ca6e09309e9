"""Occasions at which many come in: news of a job, times that come again, dates on records."""

from datetime import UTC, date, datetime

import pytest

from nurture.contracts import BroadcastPause, Command, TakenIn
from nurture.domain.events import EventType
from nurture.domain.intake import ApplicationUpdate, CandidateUpdate, Happening, Intake, JobUpdate
from nurture.domain.records import ApplicationStatus
from nurture.errors import Conflict
from nurture.service import broadcasting
from nurture.service.broadcasting import carry_on, open_due, record_pause
from nurture.service.intake import hear
from nurture.store import broadcasts, decisions, standings
from nurture.store.broadcasts import Broadcast
from nurture.store.words import BroadcastState
from tests.unit.service.desk import MONDAY, Desk, sequence

NOBODY_LEAVES = "[{on: candidate.replied, as: replied}]"
STEPS = "- {id: hello, email: one}\n- {id: a-day, wait: 1 day}\n"


@pytest.fixture(autouse=True)
def _small_pages(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(broadcasting, "PAGE", 2)


def person(number: int, *, tag: str = "alumni", start: date | None = None) -> Intake:
    """Somebody with an application; hired, if there is a first day."""
    name, application = f"greenhouse:{number}", f"greenhouse:{number}00"
    status = {"status": ApplicationStatus.HIRED} if start else {}
    return Intake(
        at=MONDAY,
        candidates=(
            CandidateUpdate(
                id=name, fields={"first_name": f"P{number}", "email": f"p{number}@home.example", "tags": (tag,)}
            ),
        ),
        applications=(ApplicationUpdate(id=application, candidate_id=name, fields=status, start_date=start),),
    )


def job_opens(desk: Desk, *, title: str = "Engineer", skills: tuple[str, ...] = ()) -> TakenIn:
    return told(
        desk,
        Intake(
            at=desk.clock.at,
            happenings=(Happening(type=EventType.JOB_OPENED, job_id="greenhouse:7"),),
            jobs=(JobUpdate(id="greenhouse:7", fields={"title": title, "department": "alumni", "skills": skills}),),
        ),
    )


def told(desk: Desk, intake: Intake) -> TakenIn:
    with desk.parts.store.write() as conn:
        return hear(desk.parts, conn, intake).taken


def carry_out(desk: Desk, broadcast_id: str) -> list[str]:
    """Page after page, as the workflow does; who came in."""
    entered: list[str] = []
    while True:
        carried = carry_on(desk.parts, broadcast_id)
        entered += [run.enrollment_id for run in carried.started]
        for run in carried.started:
            desk.start(run)
        for poke in carried.pokes:
            desk.carriers[poke.enrollment_id].poke(poke.event)
        if carried.standing.is_over or carried.standing.is_paused:
            return entered


def due(desk: Desk) -> list[str]:
    return [run.broadcast_id for run in open_due(desk.parts)]


def on_record(desk: Desk, broadcast_id: str) -> Broadcast:
    with desk.parts.store.read() as conn:
        return broadcasts.get(conn, broadcast_id)


OPENINGS = sequence(
    STEPS,
    name="openings",
    enroll="{on: job.opened, where: event.job.department in candidate.tags, again: always}",
    exit=NOBODY_LEAVES,
    **{"for": "candidate"},
)


def test_news_of_a_job_lets_in_everybody_who_meets_the_condition(desk: Desk) -> None:
    desk.publish(
        OPENINGS, templates={"one": {"": "---\nsubject: \"{{ event.job.title | or('a job') }}\"\n---\nWords.\n"}}
    )
    for number in range(1, 6):
        told(desk, person(number, tag="alumni" if number % 2 else "other"))
    [opened] = job_opens(desk).broadcasts
    assert opened.broadcast_id == "openings/1/job.opened/greenhouse:7/2026-03-02T09:00:00Z"
    runs = [f"openings/candidate/greenhouse:{number}/1" for number in (1, 3, 5)]
    assert carry_out(desk, opened.broadcast_id) == runs
    found = on_record(desk, opened.broadcast_id)
    assert (found.state, found.looked_at, found.entered, found.cursor) == (BroadcastState.DONE, 5, 3, None)
    desk.run(days=0.1)
    assert desk.sent == ["Engineer"] * 3


def test_where_all_come_in_it_goes_on_after_so_many_of_a_page(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(broadcasting, "PAGE", 10)
    monkeypatch.setattr(broadcasting, "COME_IN", 2)
    desk.publish(OPENINGS)
    for number in range(1, 6):
        told(desk, person(number, tag="other" if number == 2 else "alumni"))
    [opened] = job_opens(desk).broadcasts
    assert len(carry_on(desk.parts, opened.broadcast_id).started) == 2
    assert on_record(desk, opened.broadcast_id).looked_at == 3
    assert len(carry_on(desk.parts, opened.broadcast_id).started) == 2
    found = on_record(desk, opened.broadcast_id)
    assert (found.state, found.looked_at, found.entered) == (BroadcastState.DONE, 5, 4)


def test_an_application_may_be_what_the_condition_is_judged_on(desk: Desk) -> None:
    told(desk, person(1))
    told(desk, person(2, start=date(2026, 5, 1)))
    about = "{on: job.opened, where: application.status == 'hired', again: never}"
    desk.publish(sequence(STEPS, name="openings", enroll=about, exit=NOBODY_LEAVES))
    [opened] = job_opens(desk).broadcasts
    assert carry_out(desk, opened.broadcast_id) == ["openings/application/greenhouse:200/1"]


def test_a_page_that_is_looked_at_once_more_lets_nobody_in_twice(desk: Desk) -> None:
    desk.publish(OPENINGS)
    told(desk, person(1))
    [opened] = job_opens(desk).broadcasts
    before = on_record(desk, opened.broadcast_id)
    assert len(carry_out(desk, opened.broadcast_id)) == 1
    desk.run(days=3)
    with desk.parts.store.write() as conn:
        broadcasts.save(conn, before)
    assert carry_out(desk, opened.broadcast_id) == []


def test_the_same_news_told_once_more_opens_no_second_broadcast(desk: Desk) -> None:
    desk.publish(OPENINGS)
    told(desk, person(1))
    assert len(job_opens(desk).broadcasts) == 1
    assert job_opens(desk).broadcasts == ()


def test_a_broadcast_that_is_paused_lets_nobody_in_until_it_is_resumed(desk: Desk) -> None:
    desk.publish(OPENINGS)
    for number in range(1, 6):
        told(desk, person(number))
    [opened] = job_opens(desk).broadcasts
    assert len(carry_on(desk.parts, opened.broadcast_id).started) == 2
    order = Command(by="kim", reason="the wrong job")
    record_pause(desk.parts, BroadcastPause(broadcast_id=opened.broadcast_id, paused=True, command=order))
    stopped = carry_on(desk.parts, opened.broadcast_id)
    assert (stopped.started, stopped.standing.is_paused, stopped.standing.looked_at) == ((), True, 2)
    record_pause(desk.parts, BroadcastPause(broadcast_id=opened.broadcast_id, paused=False, command=order))
    assert len(carry_out(desk, opened.broadcast_id)) == 3
    with pytest.raises(Conflict, match="is done"):
        record_pause(desk.parts, BroadcastPause(broadcast_id=opened.broadcast_id, paused=True, command=order))


def test_the_breaker_counts_those_who_come_in_at_once(desk: Desk) -> None:
    desk.publish(OPENINGS.replace("again: always", "again: always, at_most: 2 per day"))
    for number in range(1, 6):
        told(desk, person(number))
    [opened] = job_opens(desk).broadcasts
    carry_out(desk, opened.broadcast_id)
    with desk.parts.store.read() as conn:
        assert len(standings.held(conn)) == 3


def test_whoever_can_t_be_judged_stays_out_and_the_others_come_in(desk: Desk) -> None:
    where = "(candidate.first_name < 'P2') and (candidate.phone < 'x' or true)"
    desk.publish(OPENINGS.replace("event.job.department in candidate.tags", f'"{where}"'))
    told(desk, person(1))
    [opened] = job_opens(desk).broadcasts
    assert carry_out(desk, opened.broadcast_id) == []
    assert "candidate/greenhouse:1 could not be judged" in (on_record(desk, opened.broadcast_id).note or "")


AUDIENCE = sequence(
    STEPS,
    name="audience",
    enroll="{every: day at 06:00, where: \"'alumni' in candidate.tags\", again: after 3 days}",
    exit=NOBODY_LEAVES,
    **{"for": "candidate"},
)


def test_once_a_day_whoever_fits_comes_in(desk: Desk) -> None:
    desk.publish(AUDIENCE)
    told(desk, person(1))
    told(desk, person(2, tag="other"))
    assert due(desk) == []  # 06:00 was before it was published
    desk.run(until=datetime(2026, 3, 3, 6, 10, tzinfo=UTC))
    [first] = due(desk)
    assert first == "audience/1/2026-03-03T06:00Z"
    assert carry_out(desk, first) == ["audience/candidate/greenhouse:1/1"]
    desk.run(days=3)
    [second] = due(desk)
    assert carry_out(desk, second) == ["audience/candidate/greenhouse:1/2"]


def test_who_came_in_a_little_late_may_come_again_at_the_same_time_of_day(desk: Desk) -> None:
    desk.publish(AUDIENCE)
    told(desk, person(1))
    desk.run(until=datetime(2026, 3, 3, 6, 10, tzinfo=UTC))
    [first] = due(desk)
    assert carry_out(desk, first) == ["audience/candidate/greenhouse:1/1"]
    desk.run(until=datetime(2026, 3, 6, 6, 1, tzinfo=UTC))
    [three_days_later] = due(desk)
    assert carry_out(desk, three_days_later) == ["audience/candidate/greenhouse:1/2"]


def test_a_new_version_of_the_words_loses_no_time_and_another_time_begins_with_its_version(desk: Desk) -> None:
    desk.publish(AUDIENCE)
    told(desk, person(1))
    desk.run(until=datetime(2026, 3, 3, 6, 10, tzinfo=UTC))
    desk.publish(AUDIENCE.replace("title: A test", "title: The same"))
    assert due(desk) == ["audience/1/2026-03-03T06:00Z"]
    desk.publish(AUDIENCE.replace("06:00", "05:00"))
    assert [each for each in due(desk) if "05:00" in each] == []


def test_who_stays_out_of_an_audience_leaves_no_trace_every_day(desk: Desk) -> None:
    desk.publish(AUDIENCE)
    told(desk, person(2, tag="other"))
    desk.run(days=1)
    [opened] = due(desk)
    carry_out(desk, opened)
    with desk.parts.store.read() as conn:
        assert decisions.of_candidate(conn, "greenhouse:2") == ()
