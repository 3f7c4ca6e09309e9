"""Surveys: what somebody was asked, and the answer."""

from collections.abc import Iterable
from datetime import datetime
from typing import Final

from nurture.values import frozen

_ASKED: Final = "asked"
_REMINDED: Final = "reminded"


@frozen
class Asked:
    """A survey that was sent to one person. `id` is the key of the step's visit; `document` is the survey as it was.

    `token` is the key in the reader's link, None once their data is erased; `recipient` the role that was asked.
    """

    id: str
    token: str | None
    candidate_id: str
    application_id: str | None
    enrollment_id: str
    step: str
    visit: int
    survey: str
    recipient: str
    language: str
    document: str
    asked_at: datetime
    answer: str | None = None
    comment: str | None = None
    answered_at: datetime | None = None


def asked(at: datetime) -> str:
    """What a step has behind it once its survey is sent."""
    return f"{_ASKED} {at.isoformat()}"


def reminded(at: datetime) -> str:
    """What it has behind it with each reminder."""
    return f"{_REMINDED} {at.isoformat()}"


def mailed_at(did: Iterable[str]) -> tuple[datetime, ...]:
    """When the survey was sent, and each reminder after it; nothing before it was."""
    told = (each.partition(" ") for each in did)
    return tuple(datetime.fromisoformat(at) for what, _, at in told if what in (_ASKED, _REMINDED))


def reminder_step(step: str, number: int) -> str:
    """Under what a reminder, from 1, stands in the ledger, beside the first mail: no step can be called so."""
    return f"{step}/reminder-{number}"


def step_of(ledger_step: str) -> str:
    """The step whose mail stands in the ledger under that."""
    return ledger_step.partition("/reminder-")[0]


def score_of(answer: str | None) -> int | None:
    """The number that was answered; None for a word."""
    return int(answer) if answer is not None and answer.isdecimal() else None
