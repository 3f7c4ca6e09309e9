"""What clients, workflows and activities say to each other: names, and one dataclass per message.

Only ids, step names and times travel here: histories hold no personal data.
"""

from dataclasses import dataclass
from datetime import datetime
from typing import Final

from nurture.domain.moves import FINISH, LOOK, Move, Outcome, Place, Progress

__all__ = ["FINISH", "LOOK", "Move", "Outcome", "Place", "Progress"]

ENROLLMENT_WORKFLOW: Final = "EnrollmentWorkflow"
INTAKE_WORKFLOW: Final = "IntakeWorkflow"
BROADCAST_WORKFLOW: Final = "BroadcastWorkflow"
CALENDAR_WORKFLOW: Final = "CalendarWorkflow"

NEXT_MOVE: Final = "next_move"
END_ENROLLMENT: Final = "end_enrollment"
SEND_EMAIL: Final = "send_email"
SEND_TEXT: Final = "send_text"
CREATE_TASK: Final = "create_task"
ESCALATE_TASK: Final = "escalate_task"
HAND_OVER_TASK: Final = "hand_over_task"
UPDATE_ATS: Final = "update_ats"
CALL_WEBHOOK: Final = "call_webhook"
START_SEQUENCE: Final = "start_sequence"
TAKE_IN: Final = "take_in"
WAKE: Final = "wake"
RECORD_PAUSE: Final = "record_pause"
RECORD_HELD: Final = "record_held"
OPEN_DUE: Final = "open_due"
TELL_IDLE: Final = "tell_idle"
CARRY_ON: Final = "carry_on"
RECORD_BROADCAST_PAUSE: Final = "record_broadcast_pause"

SEARCH_ATTRIBUTES: Final = {
    "Sequence": "Keyword",
    "CandidateId": "Keyword",
    "Step": "Keyword",
    "EnrollmentStatus": "Keyword",
    "NextWake": "Datetime",
}
"""Custom search attributes and their Temporal types: register them once per namespace."""


def enrollment_workflow_id(enrollment_id: str) -> str:
    """The id under which one enrollment runs, for ever."""
    return f"enrollment/{enrollment_id}"


def intake_workflow_id(connection: str, delivery_id: str) -> str:
    """The id under which one delivery is taken in: the same delivery can't run twice at a time."""
    return f"intake/{connection}/{delivery_id}"


BROADCAST: Final = "broadcast/"
"""How the ids of broadcasts begin, as people write them and Temporal shows them."""


def broadcast_workflow_id(broadcast_id: str) -> str:
    """The id under which one broadcast runs."""
    return f"{BROADCAST}{broadcast_id}"


@dataclass(frozen=True, kw_only=True)
class RunOptions:
    """How enrollments run, and deliveries are taken in, from the settings.

    `history_limit` is the number of events after which one continues as new at a wait, `activity_timeout` the seconds
    after which one activity counts as lost, `show_waits_over` the seconds a wait must last to be searchable in
    Temporal.
    """

    history_limit: int = 400
    activity_timeout: float = 60.0
    show_waits_over: float = 60.0


@dataclass(frozen=True, kw_only=True)
class EnrollmentRun:
    """Where an enrollment starts or goes on: the move it stands at, and what it may not forget.

    `latest_event` is the newest event it was poked with.
    """

    enrollment_id: str
    candidate_id: str
    sequence: str
    move: Move
    paused: bool = False
    latest_event: int = 0
    options: RunOptions = RunOptions()


@dataclass(frozen=True, kw_only=True)
class Look:
    """Asks for the next move after that progress. `at` is the journey time that has come on the server's clock."""

    enrollment_id: str
    progress: Progress
    at: datetime | None = None


@dataclass(frozen=True, kw_only=True)
class Act:
    """Asks an activity to carry out a move, if under lock it still is the right one, and to say what comes next."""

    enrollment_id: str
    move: Move


@dataclass(frozen=True, kw_only=True)
class Command:
    """An operator's word: who says so, and why.

    What people write may name a candidate, so commands leave the `reason` on the audit record and send the number of
    that `deed` alone.
    """

    by: str
    reason: str = ""
    deed: int | None = None


@dataclass(frozen=True, kw_only=True)
class Pause:
    """A pause, or its end, to be put on record."""

    enrollment_id: str
    paused: bool
    command: Command


@dataclass(frozen=True, kw_only=True)
class Parked:
    """An enrollment that stands still because of a failure that trying again can't mend."""

    enrollment_id: str
    reason: str


@dataclass(frozen=True, kw_only=True)
class Ending:
    """A person ends an enrollment by hand. `progress` is filled in by the workflow: where it stood."""

    enrollment_id: str
    outcome: str
    command: Command
    progress: Progress | None = None


@dataclass(frozen=True, kw_only=True)
class Delivery:
    """One stored delivery to take in: its place in the inbox."""

    inbox_id: int
    options: RunOptions = RunOptions()


@dataclass(frozen=True, kw_only=True)
class Poke:
    """An enrollment to wake, and the newest event of its candidate; 0: it is to look, though nothing happened."""

    enrollment_id: str
    event: int


@dataclass(frozen=True, kw_only=True)
class BroadcastRun:
    """Where a broadcast starts or goes on: everything else is on record."""

    broadcast_id: str
    sequence: str
    paused: bool = False
    options: RunOptions = RunOptions()


@dataclass(frozen=True, kw_only=True)
class BroadcastPause:
    """A pause of a broadcast, or its end, to be put on record."""

    broadcast_id: str
    paused: bool
    command: Command


@dataclass(frozen=True, kw_only=True)
class BroadcastStanding:
    """How far a broadcast has come: how many candidates were looked at, and how many runs began."""

    looked_at: int
    entered: int
    is_paused: bool = False
    is_over: bool = False


@dataclass(frozen=True, kw_only=True)
class IdleTold:
    """What a page of the daily look came to: of how many applications it was told that they are idle."""

    told: int
    is_over: bool


@dataclass(frozen=True, kw_only=True)
class TakenIn:
    """What became of a delivery: enrollments to start, enrollments to wake, broadcasts to start."""

    started: tuple[EnrollmentRun, ...] = ()
    pokes: tuple[Poke, ...] = ()
    note: str = ""
    broadcasts: tuple[BroadcastRun, ...] = ()


@dataclass(frozen=True, kw_only=True)
class EnrollmentView:
    """What an enrollment's workflow says of itself when asked. `failure`: what a person must mend first, if any."""

    is_paused: bool
    failure: str
    move: Move
