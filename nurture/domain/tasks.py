"""Work that a sequence gives to somebody of ours."""

from collections.abc import Mapping
from dataclasses import field
from datetime import date, datetime
from enum import StrEnum
from typing import Final

from nurture.values import frozen

MOST_HAND_OVERS: Final = 5
"""How often a task can be passed on."""

MOST_RUNGS: Final = 5
"""How many may be told, one after the other, that a task is overdue; for each owner anew."""


def numbered(notice: str, number: int) -> str:
    """The name of the n-th notice of a kind."""
    return notice if number == 1 else f"{notice}-{number}"


GIVEN: Final = "given"
"""The mail that tells somebody of their task."""

NOTICES: Final = (
    GIVEN,
    *(numbered("escalated", number) for number in range(1, MOST_RUNGS * (MOST_HAND_OVERS + 1) + 1)),
    *(numbered("handed-over", number) for number in range(1, MOST_HAND_OVERS + 1)),
)
"""The mails about a task: that it is there, that it is overdue, that it is somebody else's now."""


class Asks(StrEnum):
    """What an outcome wants to know besides."""

    DATE = "date"
    TEXT = "text"


def notice_step(step: str, notice: str) -> str:
    """Under what a notice stands in the ledger, beside what the step itself may send: no step can be called so."""
    return f"{step}/{notice}"


class TaskState(StrEnum):
    """Where a task stands; only an open one can be done."""

    OPEN = "open"
    DONE = "done"
    CANCELLED = "cancelled"


@frozen
class Task:
    """One task. `id` is the key of the step's visit; `assign` names whose it is: the first of them who is there.

    A task that is done has its `outcome`, one of `outcomes`, and who said so, and an `answer` where `asks` names that
    outcome: a date as YYYY-MM-DD, or text. One that was cancelled has the reason in `note`.

    `snooze` is how long its owner may put it off in all, as a duration in text, and `hand_over` whether they may pass
    it on: to `owner`, a role, a sender or a mail address, for the `handed_over`-th time. `snoozed_until` is till when
    it was last put off, and `snooze_ends` till when that could have been at most. Of a task with `due_by_hand` a person
    has said until when, and no date moves it.
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
    asks: Mapping[str, Asks] = field(default_factory=dict)
    answer: str | None = None
    snooze: str | None = None
    snoozed_until: datetime | None = None
    snooze_ends: datetime | None = None
    hand_over: bool = False
    owner: str | None = None
    handed_over: int = 0
    due_by_hand: bool = False

    @property
    def whose(self) -> tuple[str, ...]:
        """Whose it is by now: roles, senders or addresses, of whom the first counts who is there."""
        return (self.owner,) if self.owner else self.assign

    @property
    def answered(self) -> date | str | None:
        """What was answered, a date as a date; None where nothing was asked, or nothing is known yet."""
        if self.answer is None or self.asks.get(self.outcome or "") is not Asks.DATE:
            return self.answer
        return date.fromisoformat(self.answer)

    @property
    def choices(self) -> str:
        """Its outcomes in words, with what is to be said besides: "done, needs more time (and a date)"."""
        return ", ".join(f"{each} (and a {self.asks[each]})" if each in self.asks else each for each in self.outcomes)

    def is_snoozed(self, now: datetime) -> bool:
        """Whether it is put off at that moment."""
        return self.state is TaskState.OPEN and self.snoozed_until is not None and now < self.snoozed_until

    def is_overdue(self, now: datetime) -> bool:
        """Whether it is not done, and should be."""
        return self.state is TaskState.OPEN and self.due_at is not None and self.due_at <= now
