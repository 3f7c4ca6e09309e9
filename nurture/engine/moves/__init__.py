"""One file per step kind: how it moves. Importing this package registers them all; a new kind is one line here."""

from nurture.engine.moves import (
    ats,
    branch,
    email,
    enroll,
    exit,
    repeat,
    sms,
    split,
    survey,
    task,
    together,
    wait,
    wait_for,
    webhook,
)

__all__ = [
    "ats",
    "branch",
    "email",
    "enroll",
    "exit",
    "repeat",
    "sms",
    "split",
    "survey",
    "task",
    "together",
    "wait",
    "wait_for",
    "webhook",
]
