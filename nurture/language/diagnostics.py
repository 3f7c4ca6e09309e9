"""What is wrong with a file, where, and what to write instead."""

import json
import re
from collections.abc import Iterable, Mapping
from dataclasses import asdict
from enum import StrEnum
from pathlib import Path
from typing import Final

from nurture.values import frozen

_LINE_END: Final = re.compile("\r\n|[\n\r\x85\u2028\u2029]")
_WIDEST: Final = 150
"""Characters of a source line that are shown."""


class Severity(StrEnum):
    """Whether the files can be used all the same."""

    ERROR = "error"
    WARNING = "warning"


@frozen
class Mark:
    """A stretch of one line: lines and columns count from 1, `end_col` is the column after the last.

    `use` says, of what stands in a block, by which use of it this came.
    """

    line: int
    col: int
    end_col: int
    use: str | None = None


START: Final = Mark(line=1, col=1, end_col=2)


@frozen
class Diagnostic:
    """One thing to mend. `code` has a page in docs/errors; `hint` says what to write instead."""

    code: str
    message: str
    path: Path
    mark: Mark
    hint: str | None = None
    severity: Severity = Severity.ERROR

    @property
    def line(self) -> int:
        """The line it is on, from 1."""
        return self.mark.line

    @property
    def col(self) -> int:
        """The column where it starts, from 1."""
        return self.mark.col


def lines_of(text: str) -> list[str]:
    """The lines of a text as YAML counts them."""
    return _LINE_END.split(text)


def in_order(diagnostics: Iterable[Diagnostic]) -> tuple[Diagnostic, ...]:
    """By file and place, each once: two rules may see the same fault."""
    return tuple(sorted(dict.fromkeys(diagnostics), key=lambda each: (str(each.path), each.line, each.col, each.code)))


def render(diagnostics: Iterable[Diagnostic], sources: Mapping[Path, str]) -> str:
    """Text for people: where, what, the lines around with a caret, and what to write instead."""
    return "\n\n".join(_render_one(each, sources.get(each.path)) for each in diagnostics)


def to_json(diagnostics: Iterable[Diagnostic]) -> str:
    """A JSON list for machines, with the fields of `Diagnostic` and those of its mark beside them."""
    rows = [
        {
            "code": each.code,
            "severity": each.severity,
            "message": each.message,
            "hint": each.hint,
            "path": each.path.as_posix(),
            **{key: value for key, value in asdict(each.mark).items() if key != "use"},
        }
        for each in diagnostics
    ]
    return json.dumps(rows, indent=2, ensure_ascii=False)


def _render_one(each: Diagnostic, text: str | None) -> str:
    warning = "warning: " if each.severity is Severity.WARNING else ""
    out = [f"{each.path.as_posix()}:{each.line}:{each.col}  {each.code}  {warning}{each.message}"]
    if text:
        out += _excerpt(lines_of(text), each.mark)
    if each.hint:
        out.append(each.hint)
    return "\n".join(out)


def _excerpt(lines: list[str], mark: Mark) -> list[str]:
    out = []
    for number in range(max(1, mark.line - 1), min(len(lines), mark.line + 1) + 1):
        out.append(f"{number:>8} | {_shown(lines[number - 1])}".rstrip())
        if number == mark.line and mark.col <= _WIDEST:
            width = max(1, min(mark.end_col, len(lines[number - 1]) + 1) - mark.col)
            out.append(f"{'':>8} | {' ' * (mark.col - 1)}{'^' * min(width, _WIDEST)}")
    return out


def _shown(line: str) -> str:
    """One column for every character, and nothing that a terminal would take for a command."""
    plain = "".join(char if char.isprintable() else " " if char == "\t" else "\ufffd" for char in line)
    return plain if len(plain) <= _WIDEST else plain[: _WIDEST - 1] + "…"
