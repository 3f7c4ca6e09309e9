"""`# nurture: allow N063, reason`: a warning that somebody has looked at and wants.

It stands at the end of the line that the warning is on, or on the line above. It silences warnings alone, in YAML files
(a template that nobody uses is better deleted), and it needs a reason.
"""

import re
from bisect import bisect_right
from collections.abc import Iterable, Iterator, Mapping
from contextlib import suppress
from operator import itemgetter
from pathlib import Path
from typing import Final, TypeAlias

import yaml

from nurture.language import codes
from nurture.language.codes import CODES, Code
from nurture.language.diagnostics import Diagnostic, Mark, Severity, lines_of
from nurture.language.yaml_events import LOADER
from nurture.values import frozen

_COMMENT: Final = re.compile(r"#\s*nurture\s*:\s*allow\b(?P<said>.*)", re.IGNORECASE)
_SAID: Final = re.compile(r"(?P<code>[A-Za-z]\d{1,4})\s*(?:[,:](?P<reason>.*))?")
Place: TypeAlias = tuple[int, int]
"""Line and column, from 0."""

_HOW: Final = "write `# nurture: allow N063, ` and why that is right here"


@frozen
class Allowed:
    """A warning that is silenced, and why."""

    diagnostic: Diagnostic
    reason: str


@frozen
class Allow:
    """One such comment that can be read. `line` is the one whose warnings it silences."""

    code: str
    reason: str
    path: Path
    mark: Mark
    line: int


def sort_out(
    found: Iterable[Diagnostic], sources: Mapping[Path, str]
) -> tuple[tuple[Diagnostic, ...], tuple[Allowed, ...]]:
    """What remains to be told, with what is wrong with the comments themselves, and what is allowed."""
    found = tuple(dict.fromkeys(found))
    comments = [each for path, text in sources.items() if path.suffix == ".yaml" for each in _comments(path, text)]
    allows = {(each.path, each.code, each.line): each for each in comments if isinstance(each, Allow)}
    told = [each for each in comments if isinstance(each, Diagnostic)]
    allowed: list[Allowed] = []
    for each in found:
        allow = allows.get((each.path, each.code, each.line))
        if allow is None or each.severity is Severity.ERROR:
            told.append(each)
        else:
            allowed.append(Allowed(diagnostic=each, reason=allow.reason))
    used = {(each.diagnostic.path, each.diagnostic.code, each.diagnostic.line) for each in allowed}
    # Where a file has errors, not every rule could look at it.
    wrong = {each.path for each in found if each.severity is Severity.ERROR}
    told += [_unused(each) for key, each in allows.items() if key not in used and each.path not in wrong]
    return tuple(told), tuple(allowed)


def _comments(path: Path, text: str) -> Iterator[Allow | Diagnostic]:
    if _COMMENT.search(text) is None:
        return
    lines = lines_of(text)
    below, values = _lines_below(lines), _values(text)
    for number, line in enumerate(lines, start=1):
        comment = _COMMENT.search(line)
        if comment is None or _is_inside(values, (number - 1, comment.start())):
            continue
        mark = Mark(line=number, col=comment.start() + 1, end_col=len(line.rstrip()) + 1)
        said = _SAID.fullmatch(comment["said"].strip())
        if wrong := _why_not(said):
            yield _on(codes.BAD_ALLOW, path, mark, *wrong)
        elif said:
            alone = not line[: comment.start()].strip()
            about = below[number] if alone else number
            yield Allow(code=said["code"].upper(), reason=said["reason"].strip(), path=path, mark=mark, line=about)


def _lines_below(lines: list[str]) -> dict[int, int]:
    """For each line the next one that is no comment, from 1: several comments may stand on top of each other."""
    below, found = len(lines) + 1, {}
    for number in range(len(lines), 0, -1):
        found[number] = below
        if not lines[number - 1].lstrip().startswith("#"):
            below = number
    return found


def _why_not(said: re.Match[str] | None) -> tuple[str, str] | None:
    """What is wrong with the words after `allow`, and what to write instead."""
    if said is None:
        return "this does not say which warning is allowed", _HOW
    code = CODES.get(said["code"].upper())
    if code is None:
        return f"there is no warning {said['code']}", "docs/errors lists the codes; the check names the one it means"
    if code.severity is Severity.ERROR:
        return f"{code.code} is an error, and errors can't be allowed", "mend what it is about"
    return None if (said["reason"] or "").strip() else (f"this does not say why {code.code} is allowed", _HOW)


def _values(text: str) -> list[tuple[Place, Place]]:
    """From where to where each scalar goes, in order: in there, nothing is a comment."""
    found = []
    with suppress(yaml.YAMLError):  # told as such
        for token in yaml.scan(text, Loader=LOADER):
            if isinstance(token, yaml.ScalarToken):
                start, end = token.start_mark, token.end_mark
                found.append(((start.line, start.column), (end.line, end.column)))
    return found


def _is_inside(values: list[tuple[Place, Place]], place: Place) -> bool:
    before = bisect_right(values, place, key=itemgetter(0)) - 1
    return before >= 0 and place < values[before][1]


def _unused(allow: Allow) -> Diagnostic:
    said = f"there is no warning {allow.code} here that this could allow"
    return _on(codes.UNUSED_ALLOW, allow.path, allow.mark, said, "delete it, or move it to the line of the warning")


def _on(code: Code, path: Path, mark: Mark, said: str, hint: str) -> Diagnostic:
    return Diagnostic(code=code.code, message=said, path=path, mark=mark, hint=hint, severity=code.severity)
