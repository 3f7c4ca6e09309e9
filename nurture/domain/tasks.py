"""Work that a sequence gives to somebody of ours."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Final

NOTICES: Final = ("given", "escalated")
"""The mails about a task: that it is there, and that it is overdue."""


def notice_step(step: str, notice: str) -> str:
    """Under what a notice stands in the ledger, beside what the step itself may send: no step can be called so."""
    return f"{step}/{notice}"


class TaskState(StrEnum):
    """Where a task stands; only an open one can be done."""

    OPEN = "open"
    DONE = "done"
    CANCELLED = "cancelled"


@dataclass(frozen=True, kw_only=True, slots=True)
class Task:
    """One task. `id` is the key of the step's visit; `assign` names whose it is: the first of them who is there.

    A task that is done has its `outcome`, one of `outcomes`, and who said so; one that was cancelled has the reason in
    `note`.
    """

    id: str
    candidate_id: str
    application_id: str | None
    enrollment_id: str
    step: str
    visit: int
    title: str
    kind: str
    assign: tuple[str, ...]
    outcomes: tuple[str, ...]
    created_at: datetime
    due_at: datetime | None = None
    state: TaskState = TaskState.OPEN
    outcome: str | None = None
    by: str | None = None
    note: str | None = None
    ended_at: datetime | None = None
    escalated_at: datetime | None = None

    def is_overdue(self, now: datetime) -> bool:
        """Whether it is not done, and should be."""
        return self.state is TaskState.OPEN and self.due_at is not None and self.due_at <= now
