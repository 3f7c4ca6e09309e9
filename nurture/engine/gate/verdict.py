"""The two ways to say no. Each has a rule's name, and a sentence that people read."""

from collections.abc import Mapping
from dataclasses import field
from datetime import datetime

from nurture.values import frozen


@frozen
class Later:
    """Not now: ask again at `at`."""

    rule: str
    sentence: str
    at: datetime


@frozen
class Never:
    """Not at all: the step is done without a message, with `result` as its outcome."""

    rule: str
    sentence: str
    result: str = "suppressed"
    inputs: Mapping[str, str] = field(default_factory=dict)


Verdict = Later | Never | None
