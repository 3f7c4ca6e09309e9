"""News is kept while a mail is being claimed: on PostgreSQL, where both go on at once."""

import random
import threading
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field

import pytest
from sqlalchemy import Connection, event

from nurture.ats import Posted
from nurture.ats.greenhouse.adapter import Greenhouse
from nurture.channels.base import Receipt
from nurture.contracts import Delivery
from nurture.demo import greenhouse
from nurture.demo.cast import MAYA as APPLICANT
from nurture.domain.touchpoints import Message, SendState
from nurture.service.intake import take_in
from nurture.service.naming import subjects_of
from nurture.store import inbox, open_store
from nurture.values import replace
from tests.unit.service.carrier import Postbox
from tests.unit.service.desk import MONDAY, Desk, a_desk, maya_is_rejected, sequence

pytestmark = pytest.mark.postgres

MANY = 60
THREADS = 8
FIRST, LAST = 0, MANY - 1
"""Whose mail leaves before any news comes, and whose news comes before all mail."""
ONE = "- {id: first, email: one}\n"
PEOPLE = [
    replace(APPLICANT, id=90_000 + number, application=number, email=f"no-{number}@home.example")
    for number in range(MANY)
]


def run_of(number: int) -> str:
    return f"warm/application/greenhouse:{number}/1"


def back(number: int) -> bytes:
    """News by which the run of somebody ends."""
    told = greenhouse.moved(PEOPLE[number], MONDAY, stage="Onsite")
    return told.replace(b"candidate_stage_change", b"unreject_candidate")


@pytest.fixture
def desk(postgres_url: str) -> Iterator[Desk]:
    """Everybody is to get a mail now."""
    with a_desk(postgres_url) as desk:
        desk.publish(sequence(ONE))
        for number, who in enumerate(PEOPLE):
            people = {"application": f"greenhouse:{number}", "person": who.candidate_id}
            desk.hear(maya_is_rejected(**people, email=who.email))
        yield desk


def test_what_is_committed_just_before_the_claim_is_keeps_the_mail_here(desk: Desk, postgres_url: str) -> None:
    """The gate can't have seen it."""
    edge, kept = open_store(postgres_url), list[Delivery]()
    elsewhere = replace(desk, parts=replace(desk.parts, store=edge))

    def committing(_conn: Connection) -> None:
        if not kept:
            kept.append(elsewhere.store(back(0)))

    event.listen(desk.parts.store.engine, "commit", committing)
    carrier = desk.carriers[run_of(0)]
    carrier.turn()
    event.remove(desk.parts.store.engine, "commit", committing)
    edge.close()
    assert (desk.sent, desk.states(PEOPLE[0].candidate_id)) == ([], {"first": SendState.RELEASED})
    assert "released" in desk.rules(PEOPLE[0].candidate_id)
    desk.wake(take_in(desk.parts, kept[0]))
    carrier.look()
    assert desk.standing(run_of(0)).outcome == "back"


def test_what_comes_during_the_call_came_when_the_mail_was_on_its_way(desk: Desk) -> None:
    desk.post.during = lambda: desk.store(back(0))
    desk.carriers[run_of(0)].turn()
    assert desk.states(PEOPLE[0].candidate_id) == {"first": SendState.ACCEPTED}


@dataclass
class Looks:
    """When each thread looked for the last time whether anything is unread."""

    local: threading.local = field(default_factory=threading.local)

    def executing(self, _conn: Connection, _cursor: object, statement: str, *_: object) -> None:
        if "inbox_subjects" in statement:
            self.local.at = time.monotonic()


class Timed(Postbox):
    """A postbox that keeps when its caller had looked, by address."""

    def __init__(self, looks: Looks) -> None:
        super().__init__()
        self.looks = looks
        self.looked_at: dict[str | None, float] = {}

    def send(self, message: Message) -> Receipt:
        self.looked_at[message.to.email] = self.looks.local.at
        return super().send(message)


def test_no_mail_leaves_after_a_look_by_which_news_was_acknowledged(desk: Desk, postgres_url: str) -> None:
    looks, edge, acknowledged = Looks(), open_store(postgres_url), dict[str, float]()
    post = Timed(looks)
    desk.parts = replace(desk.parts, channel=post)
    event.listen(desk.parts.store.engine, "before_cursor_execute", looks.executing)
    drawn, turns = random.Random(1), [threading.Event() for _ in PEOPLE]
    pauses = [drawn.uniform(0, 0.02) for _ in PEOPLE]

    def acknowledge(number: int) -> Delivery:
        turns[number].wait()
        threading.Event().wait(pauses[number])
        raw = back(number)
        with edge.write() as conn:
            kept = inbox.store(
                conn,
                connection="greenhouse",
                delivery_id=str(number),
                body=raw,
                headers={},
                received_at=MONDAY,
                about=subjects_of(Greenhouse(), Posted(raw=raw)),
            )
        acknowledged[PEOPLE[number].email] = time.monotonic()
        return Delivery(inbox_id=kept.id)

    def send(number: int) -> None:
        carrier = desk.carriers[run_of(number)]
        carrier.parts = desk.parts
        if number != FIRST:
            turns[number].set()
        carrier.turn()
        turns[number].set()

    turns[LAST].set()
    with ThreadPoolExecutor(THREADS) as workers, ThreadPoolExecutor(THREADS) as vendors:
        kept = [vendors.submit(acknowledge, number) for number in (LAST, *range(LAST))]
        kept[0].result()
        for done in [workers.submit(send, number) for number in range(MANY)]:
            done.result()
        deliveries = [each.result() for each in kept]
    edge.close()
    assert {PEOPLE[FIRST].email} <= post.looked_at.keys() < {who.email for who in PEOPLE}
    assert all(looked < acknowledged[str(address)] for address, looked in post.looked_at.items())
    for delivery in deliveries:
        desk.wake(take_in(desk.parts, delivery))
    desk.run(days=1)
    assert len(post.asked) == len(post.looked_at), "and nobody gets one afterwards"
    assert {desk.standing(run_of(number)).outcome for number in range(MANY)} <= {"back", "completed"}
