"""The tokens of the HTTP API: what one may do, how it is written, and why one is not taken.

A token is `nurture_` with 46 letters and digits: 8 that name it, 32 that nobody can guess (190 bits), and 6 that are a
check of the rest. By the beginning and the check, scanners of leaked secrets know one for what it is, and what was
typed or made up is refused without asking the database.
"""

import hashlib
import hmac
import re
import zlib
from collections.abc import Mapping
from dataclasses import field
from datetime import datetime
from enum import StrEnum
from typing import Final

from nurture.values import frozen

PREFIX: Final = "nurture_"
ALPHABET: Final = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz"
ID_LENGTH: Final = 8
SECRET_LENGTH: Final = 32
_CHECK_LENGTH: Final = 6
_FORM: Final = re.compile(
    rf"{PREFIX}([0-9A-Za-z]{{{ID_LENGTH}}})([0-9A-Za-z]{{{SECRET_LENGTH}}})([0-9A-Za-z]{{{_CHECK_LENGTH}}})"
)
NAME: Final = re.compile(r"[a-z0-9][a-z0-9_.-]{0,39}")
"""What a token may be called: it stands on the audit record, as in `api:careers-site`."""


class Scope(StrEnum):
    """What a token lets its holder do. None includes another."""

    CANDIDATES_READ = "candidates:read"
    CANDIDATES_WRITE = "candidates:write"
    CANDIDATES_JOIN = "candidates:join"
    PRIVACY = "privacy"
    JOURNEYS_READ = "journeys:read"
    JOURNEYS_WRITE = "journeys:write"
    EVENTS_WRITE = "events:write"
    TASKS_READ = "tasks:read"
    TASKS_WRITE = "tasks:write"
    SUPPRESSIONS_READ = "suppressions:read"
    SUPPRESSIONS_WRITE = "suppressions:write"
    REPORTS_READ = "reports:read"
    OPERATIONS_READ = "operations:read"
    OPERATIONS_WRITE = "operations:write"
    MAILS_READ = "mails:read"
    MAILS_WRITE = "mails:write"
    TEAM_WRITE = "team:write"
    AUDIT_READ = "audit:read"


SCOPES: Final[Mapping[Scope, str]] = {
    Scope.CANDIDATES_READ: "find people, and read their records, applications, timelines and consents",
    Scope.CANDIDATES_WRITE: "put people, contacts with them and their consents on record",
    Scope.CANDIDATES_JOIN: "say that two records are one person, and take them apart again",
    Scope.PRIVACY: "export everything that is held on a person, erase it, and keep it from being erased",
    Scope.JOURNEYS_READ: "read sequences and broadcasts, and who is inside, where they stand and why",
    Scope.JOURNEYS_WRITE: "let people into sequences, pause, resume and end their runs, and pause broadcasts",
    Scope.EVENTS_WRITE: "tell of what happened",
    Scope.TASKS_READ: "read tasks",
    Scope.TASKS_WRITE: "say what came of tasks, put them off, pass them on, and say by when they are to be done",
    Scope.SUPPRESSIONS_READ: "read which addresses get no mail",
    Scope.SUPPRESSIONS_WRITE: "suppress addresses, and let them through again",
    Scope.REPORTS_READ: "read what falls through",
    Scope.OPERATIONS_READ: "read what stands still: deliveries, messages of unknown fate, sequences and mailboxes",
    Scope.OPERATIONS_WRITE: "say what becomes of those deliveries and messages, and let what has stopped go on",
    Scope.MAILS_READ: "read the mails that came in",
    Scope.MAILS_WRITE: "say what a mail is that came in and waits for a person",
    Scope.TEAM_WRITE: "say who of our own people is away, and who stands in",
    Scope.AUDIT_READ: "read who did what, and why",
}
"""What each lets its holder do, in words."""


@frozen
class Token:
    """A token as it is on record: never its secret. `last_used_at` is right to the hour."""

    id: str
    name: str
    scopes: tuple[Scope, ...]
    created_at: datetime
    created_by: str
    expires_at: datetime | None = None
    revoked_at: datetime | None = None
    last_used_at: datetime | None = None

    @property
    def who(self) -> str:
        """Under which name its holder's deeds stand on the audit record."""
        return f"api:{self.name}"

    def why_refused(self, now: datetime) -> str | None:
        """Why it is not taken any more; None: it is."""
        if self.revoked_at is not None:
            return "this token was revoked"
        if self.expires_at is not None and self.expires_at <= now:
            return "this token has expired"
        return None


@frozen
class Written:
    """A token as its holder has it."""

    id: str
    secret: str = field(repr=False)

    @property
    def text(self) -> str:
        """The whole of it."""
        return f"{PREFIX}{self.id}{self.secret}{_check(self.id + self.secret)}"

    @property
    def digest(self) -> str:
        """What is kept of it: SHA-256, by which nobody finds a secret that can't be guessed."""
        return hashlib.sha256(self.secret.encode()).hexdigest()

    def is_that_of(self, digest: str) -> bool:
        """Whether that is what was kept of it, in a time that says nothing of how much of it is right."""
        return hmac.compare_digest(self.digest, digest)


def read(text: str) -> Written | None:
    """A token that somebody shows; None for what is none, be it mistyped or made up."""
    found = _FORM.fullmatch(text)
    if found is None or _check(found[1] + found[2]) != found[3]:
        return None
    return Written(id=found[1], secret=found[2])


def _check(of: str) -> str:
    number, letters = zlib.crc32(of.encode()), ""
    for _ in range(_CHECK_LENGTH):
        number, digit = divmod(number, len(ALPHABET))
        letters = ALPHABET[digit] + letters
    return letters
