"""Two workers at once, on PostgreSQL: limits hold exactly, whoever is first, and nobody waits for each other."""

from collections import defaultdict
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import timedelta
from threading import Barrier

import pytest
from sqlalchemy import Connection, event

from nurture.contracts import EnrollmentRun
from nurture.domain.records import Person
from nurture.domain.touchpoints import SendState
from nurture.errors import Conflict
from nurture.service.enrolling import ByHand, enroll_by_hand
from nurture.service.intake import hear
from nurture.service.parts import Parts
from nurture.store import Store, breakers, contacts, open_store, standings
from nurture.store.sequences import PlanCache
from nurture.store.tables import touchpoints
from nurture.values import replace
from tests.unit.service.desk import KIM, MAYA, Desk, a_desk, maya_is_rejected, sequence

pytestmark = pytest.mark.postgres

MANY = 50
THREADS = 8
"""Of each worker."""
FIRST = "- {id: first, email: one}\n"
TO_RECRUITER = "- {id: first, email: one, to: recruiter}\n"


@dataclass(frozen=True, kw_only=True)
class Two:
    """Two workers on one database, each with connections and plans of its own."""

    desk: Desk
    workers: tuple[Parts, Parts]

    def at_once(self, work: Callable[[Parts, int], object]) -> list[object]:
        """Does the same for each number, half of them by each worker, and begins with as many as fit at a time."""
        start = Barrier(2 * THREADS)

        def one(number: int) -> object:
            if number < 2 * THREADS:
                start.wait(timeout=10)
            return work(self.workers[number % 2], number)

        with ThreadPoolExecutor(2 * THREADS) as threads:
            return list(threads.map(one, range(MANY)))

    def carry_on(self) -> None:
        """All runs go as far as they can without time passing, all of them at the same time."""
        carriers = list(self.desk.carriers.values())
        assert len(carriers) == MANY

        def turns(parts: Parts, number: int) -> None:
            carriers[number].parts = parts
            while carriers[number].turn():
                pass

        self.at_once(turns)

    def sent(self) -> int:
        """How many mails the channel was asked to send, which the ledger must say, too."""
        with self.desk.parts.store.read() as conn:
            left = contacts.touchpoints_where(conn, touchpoints.c.state == SendState.ACCEPTED)
        assert len(left) == len(self.desk.sent)
        return len(left)


@pytest.fixture
def two(postgres_url: str) -> Iterator[Two]:
    with a_desk(postgres_url) as desk:
        other = open_store(postgres_url)
        yield Two(desk=desk, workers=(desk.parts, replace(desk.parts, store=other, plans=PlanCache())))
        other.close()


def test_a_cap_over_fifty_sequences_of_one_person_holds_exactly(two: Two) -> None:
    names = [f"campaign-{number}" for number in range(MANY)]
    two.desk.publish(*(sequence(FIRST, name=name) for name in names), company={"touches": {"at_most": "3 per week"}})
    two.desk.hear(maya_is_rejected())
    for week in range(3):
        two.carry_on()
        assert two.sent() == 3 * (week + 1)
        two.desk.clock.at += timedelta(days=7, seconds=1)


def test_under_a_cap_those_of_the_higher_priority_go_first_whoever_is_quicker(two: Two) -> None:
    send = "{{from: recruiter, hours: any time, holidays: none, priority: {}}}"
    low = [sequence(FIRST, name=f"a-{number}", send=send.format("low")) for number in range(MANY - 3)]
    high = [sequence(FIRST.replace("one", "two"), name=f"z-{number}", send=send.format("high")) for number in range(3)]
    two.desk.publish(*low, *high, company={"touches": {"at_most": "3 per week"}})
    two.desk.hear(maya_is_rejected())
    two.carry_on()
    assert two.desk.sent == ["two for Maya"] * 3


def test_a_limit_for_one_reader_over_fifty_runs_of_a_sequence_holds_exactly(two: Two) -> None:
    send = "{from: recruiter, hours: any time, holidays: none, at_most: 2 per day}"
    two.desk.publish(sequence(TO_RECRUITER, purpose="internal", enroll="{on: application.rejected}", send=send))
    for number in range(MANY):
        two.desk.hear(maya_is_rejected(application=f"greenhouse:{number}", person=f"greenhouse:9{number}"))
    two.carry_on()
    assert two.sent() == 2


def test_of_fifty_who_come_in_at_once_as_many_as_the_breaker_says_are_not_held_at_the_door(two: Two) -> None:
    two.desk.publish(sequence(FIRST), company={"breakers": {"enrollments": "7 per hour"}})

    def comes_in(parts: Parts, number: int) -> None:
        with parts.store.write() as conn:
            hear(parts, conn, maya_is_rejected(application=f"greenhouse:{number}", person=f"greenhouse:9{number}"))

    two.at_once(comes_in)
    with two.desk.parts.store.read() as conn:
        assert len(standings.held(conn)) == MANY - 7


def test_of_fifty_sequences_of_a_group_that_somebody_enters_at_once_one_has_them(two: Two) -> None:
    names = [f"campaign-{number}" for number in range(MANY)]
    group = {"exclusive": "outreach", "enroll": "{on: manual}"}
    two.desk.publish(*(sequence(FIRST, name=name, **group) for name in names), company={"groups": {"outreach": "any"}})
    two.desk.hear(maya_is_rejected())

    def enter(parts: Parts, number: int) -> EnrollmentRun | Conflict:
        try:
            return enroll_by_hand(parts, ByHand(sequence=names[number], candidate_id=MAYA, by="kim")).run
        except Conflict as conflict:
            return conflict

    came = two.at_once(enter)
    [entered] = [each for each in came if isinstance(each, EnrollmentRun)]
    refused = [str(each) for each in came if isinstance(each, Conflict)]
    assert len([each for each in refused if "and outreach takes one at a time" in each]) == MANY - 1
    with two.desk.parts.store.read() as conn:
        assert [each.enrollment.id for each in standings.of_candidate(conn, MAYA)] == [entered.enrollment_id]


LEE = Person(id="greenhouse:2", name="Lee Park", email="lee@acme.example")
LATE = """\
- {id: first, email: one, if_late: merge}
- {id: pause, wait: 1 day}
- {id: second, email: two}
- {id: week, wait: 1 week}
- {id: third, email: three}
"""
LIMITED = {
    "mailboxes": {"default": {"per_day": 10_000}},
    "breakers": {"bounces": "50%", "at_least": 10_000},
}
ORDER = ("FOR NO KEY UPDATE", "the reader", "INSERT INTO breakers", "the mailbox")
"""In which a transaction that claims locks what it locks, see docs/adr/0016-one-order-of-locks.md."""


def lock_of(statement: str, parameters: object) -> str | None:
    """What a statement locks beside the rows of the journey itself."""
    if "pg_advisory_xact_lock" in statement:
        return "the mailbox" if "mailbox " in str(parameters) else "the reader"
    return next((lock for lock in ORDER if lock in statement), None)


@contextmanager
def locks_of(*stores: Store) -> Iterator[list[list[str]]]:
    """What each transaction locks, in order; what it holds already it does not lock again."""
    taken: list[list[str]] = []
    under_way: dict[int, dict[str, str]] = defaultdict(dict)

    def executed(conn: Connection, _cursor: object, statement: str, parameters: object, *_: object) -> None:
        if lock := lock_of(statement, parameters):
            under_way[id(conn.connection.dbapi_connection)].setdefault(f"{lock} {parameters}", lock)

    def over(conn: Connection) -> None:
        taken.append([*under_way.pop(id(conn.connection.dbapi_connection), {}).values()])

    for store in stores:
        event.listen(store.engine, "before_cursor_execute", executed)
        event.listen(store.engine, "commit", over)
    yield taken
    for store in stores:
        event.remove(store.engine, "before_cursor_execute", executed)
        event.remove(store.engine, "commit", over)


def test_fifty_runs_of_two_sequences_and_two_mailboxes_lock_in_one_order_and_all_get_through(two: Two) -> None:
    send = "{from: recruiter, hours: any time, holidays: none, at_most: 9 per day}"
    names = ("warm", "beside")
    two.desk.publish(*(sequence(LATE, name=name, send=send) for name in names), company=LIMITED)
    for number in range(MANY // len(names)):
        people = {"application": f"greenhouse:{number}", "person": f"greenhouse:9{number}"}
        people["email"] = f"no-{number}@home.example"
        two.desk.hear(maya_is_rejected(**people, team={"recruiter": (KIM, LEE)[number % 2]}))
    two.desk.clock.at += timedelta(days=4)
    with locks_of(*(worker.store for worker in two.workers)) as taken:
        two.carry_on()
        assert two.desk.sent == ["two for Maya"] * MANY, "each with the late one in it"
        two.desk.clock.at += timedelta(days=8)
        two.carry_on()
        assert sorted(two.desk.sent)[:MANY] == ["three for Maya"] * MANY
        assert len(two.desk.sent) == 2 * MANY
    assert [locks for locks in taken if locks != sorted(locks, key=ORDER.index)] == []
    assert ORDER in {tuple(dict.fromkeys(locks)) for locks in taken}
    with two.desk.parts.store.read() as conn:
        names_looked_at = [breakers.find(conn, name) for name in (*names, "kim@acme.example", "lee@acme.example")]
    assert None not in names_looked_at
