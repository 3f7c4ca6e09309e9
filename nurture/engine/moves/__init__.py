"""One file per step kind: how it moves. Importing this package registers them all; a new kind is one line here."""

from nurture.engine.moves import (
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
)

__all__ = [
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
]
