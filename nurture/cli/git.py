"""What git knows of a folder: which commit it is at, and who wrote that."""

import subprocess
from pathlib import Path
from typing import Final

from nurture.values import frozen

PATIENCE: Final = 10
"""Seconds that git may take."""


@frozen
class Origin:
    """Where files come from. `commit` ends in `+` where files differ from it; all is None outside a repository."""

    commit: str | None = None
    author: str | None = None


def origin_of(folder: Path) -> Origin:
    """The commit that a folder is at, and its author; for files that are not committed, whoever works here."""
    commit = _ask(folder, "rev-parse", "--short=12", "HEAD")
    if commit is None:
        return Origin()
    if _ask(folder, "status", "--porcelain", "--", "."):
        return Origin(commit=f"{commit}+", author=_ask(folder, "config", "user.email"))
    return Origin(commit=commit, author=_ask(folder, "log", "-1", "--format=%ae", "--", "."))


def _ask(folder: Path, *question: str) -> str | None:
    """What git says; None where it says nothing, or there is no git, repository or commit."""
    try:
        answer = subprocess.run(
            ["git", "-C", str(folder), *question], capture_output=True, text=True, timeout=PATIENCE, check=False
        )
    except (OSError, subprocess.TimeoutExpired):
        return None
    return answer.stdout.strip() or None if answer.returncode == 0 else None
