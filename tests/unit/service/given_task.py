"""A run of Maya's that gives a task, on a real database."""

from datetime import UTC, datetime

from nurture.domain.tasks import Task
from nurture.service.answering import complete_task
from nurture.service.roster import Duty, duties_of
from nurture.store import tasks
from tests.unit.service.desk import MAYAS, Desk, maya_is_rejected, sequence

RUN = f"warm/application/{MAYAS}/1"
CALL = f"{RUN}#call#1"
STEPS = """\
- id: call
  task: Call {{ candidate.first_name | or("them") }} about {{ job.title | or("a job") }}
  kind: call
  assign: recruiter
  due: 2 business days
  outcomes: [interested, not now]
- id: answer
  branch:
    - when: steps.call.outcome == "interested"
      steps: [{id: chat, email: one}]
    - otherwise: [{id: bye, email: two}]
"""
WAITS = STEPS.replace(
    "due: 2 business days", "due: 2 business days\n  overdue: wait\n  escalate: {after: 1 day, to: talent}"
)


def day(number: int, hour: int = 9) -> datetime:
    """A moment in March 2026, whose 2nd is a Monday."""
    return datetime(2026, 3, number, hour, tzinfo=UTC)


def started(desk: Desk, steps: str = STEPS, **changes: str) -> None:
    """Maya is turned down, and enters a sequence that begins with a task."""
    desk.publish(sequence(steps, **changes))
    desk.hear(maya_is_rejected())
    desk.run(days=0)


def task(desk: Desk, key: str = CALL) -> Task:
    """A task as it stands."""
    with desk.parts.store.read() as conn:
        return tasks.get(conn, key)


def duties(desk: Desk, *, mine: str | None = None) -> tuple[Duty, ...]:
    """The open tasks."""
    with desk.parts.store.read() as conn:
        return duties_of(conn, now=desk.clock.at, mine=mine)


def answer(desk: Desk, outcome: str, *, pokes: bool = True) -> None:
    """Somebody says what came of the call."""
    for poke in complete_task(desk.parts.store, CALL, outcome, by="kim", now=desk.clock.at):
        if pokes:
            desk.carriers[poke.enrollment_id].poke(poke.event)
