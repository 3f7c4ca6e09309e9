"""Two at a time: no number twice, no gap, no message claimed by both, nobody who reads what is about to change."""

from collections.abc import Callable, Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from datetime import timedelta
from threading import Barrier

import pytest
from sqlalchemy import select, text

from nurture.domain.events import Event, EventType
from nurture.domain.intake import Happening, Intake
from nurture.domain.records import ApplicationStatus, Person
from nurture.store import Store, events, intake, open_store, records, sequences
from nurture.store.events import News
from nurture.store.merging import merge
from nurture.store.situations import Situation, situation
from nurture.store.tables import candidates
from nurture.store.tables import events as events_table
from nurture.values import replace
from tests.unit.store.conftest import ADA, ADAS, NOW, WARM, ada_applies, enroll
from tests.unit.store.test_ledger import claim, touchpoint

ROUNDS = 25
REPLY = News(event=Event(type=EventType.CANDIDATE_REPLIED, at=NOW))


def ada_enters(store: Store) -> str:
    """Ada has applied and entered, and all of it is committed; returns her enrollment."""
    with store.write() as conn:
        sequences.publish(conn, WARM, templates={}, content_hash="1", now=NOW)
        intake.apply(conn, ada_applies(), NOW)
        return enroll(conn)


@pytest.fixture
def pool() -> Iterator[ThreadPoolExecutor]:
    with ThreadPoolExecutor(2) as threads:
        yield threads


def both(pool: ThreadPoolExecutor, work: Callable[[str], object]) -> list[Future[object]]:
    """Starts the same work twice at the same moment."""
    start = Barrier(2)

    def at_once(name: str) -> object:
        start.wait(timeout=10)
        return work(name)

    return [pool.submit(at_once, name) for name in ("first", "second")]


def test_events_added_by_two_are_numbered_without_gap_or_double(store: Store, pool: ThreadPoolExecutor) -> None:
    ada_enters(store)

    def add(_name: str) -> None:
        for _ in range(ROUNDS):
            with store.write() as conn:
                events.append(conn, ADA, [REPLY], now=NOW)

    for done in both(pool, add):
        done.result(timeout=60)
    with store.read() as conn:
        numbers = conn.execute(select(events_table.c.number).order_by(events_table.c.number)).scalars().all()
        assert numbers == list(range(1, 2 * ROUNDS + 1))
        assert conn.execute(select(candidates.c.last_event)).scalar_one() == 2 * ROUNDS


def test_of_two_who_claim_the_same_message_one_may_send_it(store: Store, pool: ThreadPoolExecutor) -> None:
    enrollment = ada_enters(store)
    for number in range(ROUNDS):
        point = touchpoint(enrollment, step=f"step-{number}")

        def try_to(name: str, point=point) -> object:
            with store.write() as conn:
                return claim(conn, point, token=name, subject=name)

        first, second = (done.result(timeout=60) for done in both(pool, try_to))
        assert {first.is_ours, second.is_ours} == {True, False}
        assert first.token == second.token
        assert first.message == second.message


def test_who_is_told_of_for_the_first_time_twice_at_once_is_on_record_once(
    store: Store, pool: ThreadPoolExecutor
) -> None:
    def tell(_name: str) -> int:
        created = Happening(type=EventType.APPLICATION_CREATED, candidate_id=ADA, application_id=ADAS)
        delivery = replace(ada_applies(), happenings=(created,))
        with store.write() as conn:
            return len(intake.apply(conn, delivery, NOW).events)

    assert sorted(done.result(timeout=60) for done in both(pool, tell)) == [0, 1]


def _wait_until_blocked(store: Store, work: Future[Situation]) -> None:
    """Until the work waits for a lock in this database, or is done because nothing kept it waiting."""
    waiting = text("SELECT count(*) FROM pg_locks WHERE NOT granted")
    with store.engine.connect().execution_options(isolation_level="AUTOCOMMIT") as conn:
        while not (work.done() or conn.execute(waiting).scalar_one()):
            conn.execute(text("SELECT pg_sleep(0.01)"))


def _look(store: Store, enrollment: str) -> Situation:
    with store.write() as conn:
        return situation(conn, enrollment, after_event=0, lock=True)


@pytest.fixture
def on_postgres(postgres_url: str) -> Iterator[Store]:
    """A database where two can write at a time; SQLite lets one in, whoever it is."""
    opened = open_store(postgres_url)
    yield opened
    opened.close()


@pytest.mark.postgres
def test_whoever_waited_for_the_lock_sees_what_its_holder_wrote(on_postgres: Store, pool: ThreadPoolExecutor) -> None:
    enrollment = ada_enters(on_postgres)
    with on_postgres.write() as conn:
        rejected = Happening(type=EventType.APPLICATION_REJECTED, application_id=ADAS)
        intake.apply(conn, Intake(at=NOW, happenings=(rejected,)), NOW)
        looking = pool.submit(_look, on_postgres, enrollment)
        _wait_until_blocked(on_postgres, looking)
    found = looking.result(timeout=60)
    assert found.records.application is not None
    assert found.records.application.status is ApplicationStatus.REJECTED
    assert [event.type for event in found.events] == ["application.rejected"]


@pytest.mark.postgres
def test_whoever_waited_for_somebody_who_was_merged_meanwhile_gets_the_survivor(
    on_postgres: Store, pool: ThreadPoolExecutor
) -> None:
    enrollment = ada_enters(on_postgres)
    with on_postgres.write() as conn:
        merge(conn, ADA, "acme:2", now=NOW)
        looking = pool.submit(_look, on_postgres, enrollment)
        _wait_until_blocked(on_postgres, looking)
    found = looking.result(timeout=60)
    assert (found.enrollment.candidate_id, found.records.candidate.id, found.stream_id) == ("acme:2", "acme:2", ADA)


def ben_applies() -> Intake:
    """Somebody else applies for the same job."""
    told = ada_applies()
    [ada], [application] = told.candidates, told.applications
    fields = {**ada.fields, "email": "ben@home.example", "first_name": "Ben"}
    return replace(
        told,
        candidates=(replace(ada, id="acme:2", fields=fields),),
        applications=(replace(application, id="acme:20", candidate_id="acme:2"),),
    )


def moved(told: Intake) -> Intake:
    """The same delivery once they have come to another stage."""
    [application] = told.applications
    return replace(
        told, applications=(replace(application, fields={"stage": "Onsite"}),), at=told.at + timedelta(days=1)
    )


@pytest.mark.postgres
def test_news_of_two_people_with_one_job_and_recruiter_do_not_wait_for_each_other(postgres_url: str) -> None:
    """Every delivery repeats the job and who is around it; a burst would go through one at a time."""
    store = open_store(postgres_url)
    with store.write() as conn:
        sequences.publish(conn, WARM, templates={}, content_hash="1", now=NOW)
        intake.apply(conn, ada_applies(), NOW)
        intake.apply(conn, ben_applies(), NOW)
    with store.write() as one, store.write() as other:
        other.execute(text("SET LOCAL lock_timeout = '2s'"))
        intake.apply(one, moved(ada_applies()), NOW)
        intake.apply(other, moved(ben_applies()), NOW)
    store.close()


def test_a_job_and_a_recruiter_are_written_once_they_are_told_of_otherwise(store: Store) -> None:
    told = ada_applies()
    [ada], [job] = told.candidates, told.jobs
    renamed = replace(ada, team={"recruiter": Person(id="acme:u1", name="Rita Cruz-Ortiz")})
    retitled = replace(job, fields={"title": "Roboticist"})
    with store.write() as conn:
        intake.apply(conn, told, NOW)
        intake.apply(conn, replace(moved(told), candidates=(renamed,), jobs=(retitled,)), NOW)
        found = records.around(conn, ADA, ADAS)
    assert found.team.recruiter is not None
    assert (found.team.recruiter.name, found.team.recruiter.email) == ("Rita Cruz-Ortiz", "rita@acme.example")
    assert found.application is not None
    assert found.application.job is not None
    assert (found.application.job.title, found.application.job.department) == ("Roboticist", "Hardware")
