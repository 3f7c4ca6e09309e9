"""One task of Maya's run, and what its people do with it."""

from datetime import UTC, datetime

from nurture.domain.tasks import Task
from nurture.service.answering import complete_task
from nurture.service.task_terms import Changed, snooze_task
from nurture.store import tasks
from nurture.timing import Duration
from tests.unit.service.desk import MAYAS, Desk, maya_is_rejected, sequence

RUN = f"warm/application/{MAYAS}/1"
CALL = f"{RUN}#call#1"
LADDER = """\
- id: call
  task: Call
  due: 2 business days
  overdue: wait
  escalate: {after: 1 day, to: talent}
  snooze: 5 days
  hand_over: true
  outcomes: [interested, not now]
- {id: hello, email: one}
"""
RUNGS = LADDER.replace(
    "{after: 1 day, to: talent}",
    "[{after: 0 minutes, to: recruiter}, {after: 4 working hours, to: talent}, {after: 1 business day, to: talent}]",
)


def day(number: int, hour: int = 9) -> datetime:
    """A moment in March 2026, whose 2nd is a Monday."""
    return datetime(2026, 3, number, hour, tzinfo=UTC)


def started(desk: Desk, steps: str, **changes: str) -> None:
    """Maya is turned down, and enters a sequence that begins with a task."""
    desk.publish(sequence(steps, **changes))
    desk.hear(maya_is_rejected())
    desk.run(days=0)


def task(desk: Desk) -> Task:
    """The call as it stands."""
    with desk.parts.store.read() as conn:
        return tasks.get(conn, CALL)


def done(desk: Desk, outcome: str, answer: str | None = None) -> None:
    """Somebody says what came of the call."""
    for poke in complete_task(desk.parts.store, CALL, outcome, by="kim", now=desk.clock.at, answer=answer):
        desk.carriers[poke.enrollment_id].poke(poke.event)


def changed(desk: Desk, change: Changed) -> None:
    """The run hears of it, and does what follows at once."""
    for poke in change.pokes:
        desk.carriers[poke.enrollment_id].poke(poke.event)
    desk.run(days=0)


def put_off(desk: Desk, length: str) -> None:
    changed(desk, snooze_task(desk.parts.store, CALL, Duration.parse(length), now=desk.clock.at))
