"""Two workers at once, on PostgreSQL: limits for one person hold exactly, whoever is first."""

from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, replace
from datetime import timedelta
from threading import Barrier

import pytest

from nurture.contracts import EnrollmentRun
from nurture.domain.touchpoints import SendState
from nurture.errors import Conflict
from nurture.service.enrolling import ByHand, enroll_by_hand
from nurture.service.parts import Parts
from nurture.store import contacts, open_store, standings
from nurture.store.sequences import PlanCache
from nurture.store.tables import touchpoints
from tests.unit.service.desk import MAYA, Desk, a_desk, maya_is_rejected, sequence

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


def test_a_limit_for_one_reader_over_fifty_runs_of_a_sequence_holds_exactly(two: Two) -> None:
    send = "{from: recruiter, hours: any time, holidays: none, at_most: 2 per day}"
    two.desk.publish(sequence(TO_RECRUITER, purpose="internal", enroll="{on: application.rejected}", send=send))
    for number in range(MANY):
        two.desk.hear(maya_is_rejected(application=f"greenhouse:{number}", person=f"greenhouse:9{number}"))
    two.carry_on()
    assert two.sent() == 2


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
