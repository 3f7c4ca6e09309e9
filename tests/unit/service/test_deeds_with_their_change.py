"""What somebody does, and that it was they who did it, are on record together or not at all."""

from collections.abc import Callable

import pytest
from sqlalchemy import Connection, event

from nurture.domain.tasks import Task
from nurture.service.answering import say_done
from nurture.service.logging_contacts import Kind, Way, log_contact, logged
from nurture.service.task_terms import hand_over_task, reschedule_task, snooze_task
from nurture.store import audit
from nurture.store.audit import Deed
from nurture.store.decisions import Decision
from nurture.timing import Duration
from tests.unit.service.desk import MAYA, Desk
from tests.unit.service.open_task import CALL, LADDER, day, started, task

Change = Callable[[Desk, Deed], object]


def logs(desk: Desk, deed: Deed) -> object:
    said = logged(Kind.CALL, Way.IN, MAYA, at=deed.at, by=deed.who, note=None, minutes=5)
    return log_contact(desk.parts, said)


CHANGES: dict[str, Change] = {
    "done": lambda desk, deed: say_done(desk.parts.store, CALL, "not now", by=deed.who, now=deed.at),
    "snooze": lambda desk, deed: snooze_task(desk.parts.store, CALL, Duration.parse("1 day"), now=deed.at, deed=deed),
    "hand-over": lambda desk, deed: hand_over_task(desk.parts.store, CALL, "talent", now=deed.at, deed=deed),
    "due": lambda desk, deed: reschedule_task(desk.parts.store, CALL, day(20), now=deed.at, deed=deed),
    "log": logs,
}
EVERY_CHANGE = pytest.mark.parametrize("change", CHANGES.values(), ids=CHANGES.keys())


class Died(Exception):
    """The process ended here."""


def on_record(desk: Desk) -> tuple[Task, set[str], int, list[Decision], int]:
    """The task, the timeline, and how many things have happened and were done."""
    with desk.parts.store.read() as conn:
        happened = conn.exec_driver_sql("SELECT count(*) FROM events").scalar_one()
        return task(desk), set(desk.letters()), happened, desk.why(), len(audit.latest(conn))


def a_deed(desk: Desk) -> Deed:
    return Deed(at=desk.clock.at, who="kim", what="did it", why="")


@EVERY_CHANGE
def test_whoever_dies_before_the_deed_is_written_has_changed_nothing(desk: Desk, change: Change) -> None:
    started(desk, LADDER)
    before = on_record(desk)

    def dies(_conn: Connection, _cursor: object, statement: str, *_: object) -> None:
        if statement.startswith("INSERT INTO audit"):
            raise Died

    event.listen(desk.parts.store.engine, "before_cursor_execute", dies)
    with pytest.raises(Died):
        change(desk, a_deed(desk))
    event.remove(desk.parts.store.engine, "before_cursor_execute", dies)
    assert on_record(desk) == before


@EVERY_CHANGE
def test_whoever_dies_once_the_change_is_committed_has_done_it(desk: Desk, change: Change) -> None:
    started(desk, LADDER)
    transactions = 0

    def dies_at_the_second(_conn: Connection) -> None:
        nonlocal transactions
        transactions += 1
        if transactions > 1:
            raise Died

    event.listen(desk.parts.store.engine, "begin", dies_at_the_second)
    change(desk, a_deed(desk))
    event.remove(desk.parts.store.engine, "begin", dies_at_the_second)
    with desk.parts.store.read() as conn:
        [deed] = audit.latest(conn)
    assert (deed.who, deed.about) == ("kim", MAYA)
