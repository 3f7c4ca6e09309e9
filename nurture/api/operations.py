"""Which operation is which command: by it the API is complete, and says what to do in words of its own.

Errors tell what to do as the command line has it, where most of them are read. Here the same is told over HTTP.
"""

import re
from collections.abc import Mapping
from typing import Final
from urllib.parse import quote

OPERATIONS: Final[Mapping[str, tuple[str, ...]]] = {
    "show": (
        "GET /candidates/{candidate_id}/timeline",
        "GET /candidates/{candidate_id}",
        "GET /candidates/{candidate_id}/applications",
        "GET /enrollments/{enrollment_id}",
        "POST /candidates/search",
    ),
    "why": ("GET /candidates/{candidate_id}/why", "GET /enrollments/{enrollment_id}/why"),
    "held": ("GET /enrollments", "GET /held-back"),
    "gaps": ("GET /gaps",),
    "unknown": ("GET /messages/unknown", "POST /messages/{message_id}/settle"),
    "broadcasts": ("GET /broadcasts", "GET /broadcasts/{broadcast_id}"),
    "mailboxes": ("GET /mailboxes", "GET /mailboxes/waiting"),
    "breakers": ("GET /breakers",),
    "breakers resume": ("POST /breakers/resume",),
    "audit": ("GET /audit",),
    "enroll": ("POST /enrollments",),
    "pause": ("POST /enrollments/{enrollment_id}/pause", "POST /broadcasts/{broadcast_id}/pause"),
    "resume": ("POST /enrollments/{enrollment_id}/resume", "POST /broadcasts/{broadcast_id}/resume"),
    "exit": ("POST /enrollments/{enrollment_id}/exit",),
    "tasks": ("GET /tasks", "GET /tasks/{task_id}"),
    "done": ("POST /tasks/{task_id}/done",),
    "snooze": ("POST /tasks/{task_id}/snooze",),
    "hand-over": ("POST /tasks/{task_id}/hand-over",),
    "due": ("POST /tasks/{task_id}/due",),
    "log": ("POST /candidates/{candidate_id}/contacts",),
    "inbound": ("GET /mails", "GET /mails/{number}", "POST /mails/{number}/settle"),
    "away": ("POST /team/absences",),
    "import": ("POST /people/import",),
    "join": ("POST /candidates/{candidate_id}/join",),
    "split": ("POST /candidates/{candidate_id}/split",),
    "happened": ("POST /events",),
    "consent": ("GET /candidates/{candidate_id}/consents", "POST /candidates/{candidate_id}/consents"),
    "suppressions": ("GET /suppressions", "POST /suppressions/search"),
    "suppressions add": ("POST /suppressions",),
    "suppressions remove": ("POST /suppressions/lift",),
    "ats": ("GET /deliveries", "GET /connections"),
    "ats again": ("POST /deliveries/{number}/again",),
    "ats aside": ("POST /deliveries/{number}/aside",),
    "export": ("POST /candidates/{candidate_id}/export",),
    "forget": ("POST /candidates/{candidate_id}/forget",),
    "hold": ("POST /candidates/{candidate_id}/hold",),
    "hold --lift": ("POST /candidates/{candidate_id}/lift-hold",),
    "retention --dry-run": ("GET /retention/due",),
    "apply": ("GET /sequences",),
}
"""The operations of each command, or of one of its deeds; the one that stands first is what is pointed to."""
ELSEWHERE: Final[Mapping[str, str]] = {
    "init": "writes files: sequences live in a repository",
    "check": "reads files: sequences are checked where they are written, and in its CI",
    "fmt": "writes files",
    "preview": "reads files",
    "simulate": "reads files",
    "graph": "reads files",
    "facts": "reads files: what company.yaml adds to them",
    "schema": "is for editors of those files",
    "apply": "reads files: they are published from their repository; what is published is read",
    "resume --held": "is asked of each run that `GET /enrollments` lists as held",
    "exit --held": "is asked of each run, too",
    "tasks --mine": "would put addresses of our people in URLs; each task says whose it is",
    "suppressions import": "reads a file: addresses are stopped one by one",
    "suppressions export": "writes a file: the list is read in pages",
    "ats new": "writes files of the project",
    "backfill": "goes on for hours, and is followed on the machine that has the keys of the ATS",
    "retention": "is done every day by itself; whom it would erase is read, and one person is erased by `forget`",
    "dev": "runs on the machine",
    "demo": "runs on the machine",
    "doctor": "looks at the machine, and at what it can reach",
    "migrate": "changes the database before the program of another version starts",
    "tokens": "could make a token that may do more than the one it is asked with",
    "docs": "writes files of the project",
}
"""What there is no operation for, or for a part of it, and why."""
OPTIONS: Final[Mapping[str, str]] = {
    "--application": "`application`",
    "--record": "`record`",
    "--job": "`job`",
    "--from": "`candidate`",
}
"""What options are called over the API."""

_COMMAND: Final = re.compile(
    rf"nurture ({'|'.join(sorted(OPERATIONS.keys() - ELSEWHERE.keys(), key=len, reverse=True))})\b"
    r"(?: ([^\s`.,;]*\d[^\s`.,;]*))?"
)
_OPTION: Final = re.compile(rf"({'|'.join(OPTIONS)})\b")
_PARAMETER: Final = re.compile(r"\{\w+\}")


def over_http(told: str) -> str:
    """The same advice for whoever asks over HTTP: the operation for a command, and a field for an option.

    What only the command line can do stays as it is.
    """
    return _OPTION.sub(lambda found: OPTIONS[found[1]], _COMMAND.sub(_operation, told))


def _operation(found: re.Match[str]) -> str:
    operation, of = OPERATIONS[found[1]][0], found[2]
    return operation if of is None else _PARAMETER.sub(lambda _: quote(of, safe=":"), operation, count=1)
