"""The states that rows of ours go through."""

from enum import StrEnum
from typing import Final


class EnrollmentStatus(StrEnum):
    """Where an enrollment stands; all but `ended` are open."""

    ACTIVE = "active"
    HELD = "held"
    PAUSED = "paused"
    ENDED = "ended"


class InboxState(StrEnum):
    """What became of a delivery. `failed` waits for a person; `received` for its intake to begin or go on."""

    RECEIVED = "received"
    TAKEN_IN = "taken_in"
    IGNORED = "ignored"
    FAILED = "failed"


ABOUT_NOBODY: Final = "is about nobody on record"
"""What is noted of a delivery that was understood and of which nothing could come."""


class BroadcastState(StrEnum):
    """Where a broadcast stands."""

    RUNNING = "running"
    PAUSED = "paused"
    DONE = "done"


EVERYTHING = "everything"
"""The scope of a suppression that stops all mail, whatever its purpose."""

NO_MORE_MAIL: Final = "asked for no more mail"
NO_MAIL_AT_ALL: Final = "asked for no mail at all"
OPTED_OUT: Final = (NO_MORE_MAIL, NO_MAIL_AT_ALL)
"""Why an address is kept from mail whose owner wished for that."""

BUT_OPENINGS = "but openings"
"""The scope of one that stops all nurture mail except about openings."""
