"""How `nurture check` says what it found: to people, to machines, to code scanning, to GitHub. One file each."""

from collections.abc import Callable, Mapping
from enum import StrEnum
from typing import Final

from nurture.cli.formats import github, sarif, text
from nurture.cli.formats.report import Report
from nurture.language.diagnostics import to_json


class Format(StrEnum):
    """Who reads it."""

    TEXT = "text"
    JSON = "json"
    SARIF = "sarif"
    GITHUB = "github"


WRITERS: Final[Mapping[Format, Callable[[Report], str]]] = {
    Format.TEXT: text.write,
    Format.JSON: lambda report: to_json(report.diagnostics),
    Format.SARIF: sarif.write,
    Format.GITHUB: github.write,
}
"""Text without a line end; empty where there is nothing to say."""

ALLOWED: Final[Mapping[Format, Callable[[Report], str]]] = {
    Format.TEXT: text.write_allowed,
    Format.JSON: text.allowed_to_json,
}
"""The same for the warnings that are allowed."""

__all__ = ["ALLOWED", "WRITERS", "Format", "Report"]
