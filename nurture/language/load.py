"""YAML text to plain data, with the place of everything in it.

The meaning is YAML 1.2's core schema: `on`, `no`, `12:30` and `010` are text. Keys are always text. Beyond that a file
is kept simple on purpose: one document, one mapping, no anchors, aliases or tags. What breaks these rules becomes a
diagnostic; nothing is raised.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from errno import EINVAL
from pathlib import Path
from stat import S_ISDIR, S_ISREG
from typing import Final, TypeAlias

from nurture.language import codes
from nurture.language.codes import Code
from nurture.language.diagnostics import START, Diagnostic, Mark, lines_of
from nurture.language.yaml_events import SEQUENCE_FIRST, YamlFault, YamlReader

Where: TypeAlias = tuple[str | int, ...]
"""The way from the top of a file to a value: keys, and numbers of list items from 0."""

MAX_BYTES: Final = 1_000_000
_NOT_TEXT: Final = re.compile("[^\t\n\r\x20-\x7e\x85\xa0-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")


@dataclass(frozen=True, kw_only=True)
class Source:
    """A file as it was read. `data` is None when it could not be understood; `diagnostics` says why.

    `keys` holds the mark of every key under the way to its value, `values` that of every value. A key without a value
    is reported and left out of `data`; `empty` holds the ways to such keys.
    """

    path: Path
    text: str
    data: Mapping[str, object] | None = None
    keys: Mapping[Where, Mark] = field(default_factory=dict)
    values: Mapping[Where, Mark] = field(default_factory=dict)
    empty: frozenset[Where] = frozenset()
    diagnostics: tuple[Diagnostic, ...] = ()

    @property
    def lines(self) -> list[str]:
        """The text's lines."""
        return lines_of(self.text)

    def nearest(self, where: Where) -> Where:
        """The longest way in the file that leads towards `where`.

        The number of an item is passed over where the file has a single value in place of a list of one.
        """
        known: Where = ()
        for part in where:
            if (*known, part) in self.values:
                known = (*known, part)
            elif not isinstance(part, int):
                break
        return known

    def mark(self, where: Where) -> Mark:
        """Where that value stands, or what is nearest to it."""
        return self.values.get(self.nearest(where), START)

    def key_mark(self, where: Where) -> Mark:
        """Where the key of that value stands; the value itself if it has none of its own."""
        near = self.nearest(where)
        return self.keys.get(near) or self.values.get(near, START)


def beginning_of(path: Path, *, may_be_pipe: bool = False) -> bytes:
    """What a file holds, as far as it is read: longer than `MAX_BYTES` where it is too large.

    Its size is not asked, since a file may grow meanwhile, and a pipe has none. Raises OSError, also for what is no
    regular file: a pipe into which nobody writes would be waited for without end.
    """
    mode = path.stat().st_mode
    if not (may_be_pipe or S_ISREG(mode) or S_ISDIR(mode)):
        raise OSError(EINVAL, "it is a pipe or a device, and no file")
    with path.open("rb") as file:
        return file.read(MAX_BYTES + 1)


def read(path: Path, *, begin: str = SEQUENCE_FIRST, may_be_pipe: bool = False) -> Source:
    """Reads a file; see `Source`. `begin` tells whoever wrote nothing, or a list, how such a file begins.

    What somebody names on the command line `may_be_pipe`, as in `--events <(make-log)`; what lies in a folder may not.
    """
    try:
        raw = beginning_of(path, may_be_pipe=may_be_pipe)
    except OSError as error:
        return _refused(path, codes.UNREADABLE, f"{path} can't be read: {error.strerror}")
    if len(raw) > MAX_BYTES:
        return _too_large(path)
    try:
        return read_text(raw.decode("utf-8"), path, begin=begin)
    except UnicodeDecodeError as error:
        line = raw.count(b"\n", 0, error.start) + 1
        col = error.start - raw.rfind(b"\n", 0, error.start)
        return _refused(
            path,
            codes.UNREADABLE,
            "the file is not UTF-8 text",
            hint="save it with the encoding UTF-8",
            mark=Mark(line=line, col=col, end_col=col + 1),
        )


def read_text(text: str, path: Path, *, begin: str = SEQUENCE_FIRST) -> Source:
    """Understands the text of a file; see `Source`."""
    text = text.removeprefix("\ufeff")
    if len(text) > MAX_BYTES:
        return _too_large(path)
    if (strange := _NOT_TEXT.search(text)) is not None:
        before = text[: strange.start()]
        col = len(before) - max(before.rfind("\n"), before.rfind("\r"))
        return _refused(
            path,
            codes.UNREADABLE,
            f"the character U+{ord(strange[0]):04X} is not text",
            hint="delete it; editors show such characters as boxes or not at all",
            mark=Mark(line=len(re.findall("\r\n|[\n\r]", before)) + 1, col=col, end_col=col + 1),
            text=text,
        )
    reader = YamlReader(path, begin=begin)
    try:
        data = reader.read(text)
    except YamlFault as fault:
        return Source(path=path, text=text, diagnostics=(*reader.diagnostics, fault.diagnostic))
    return Source(
        path=path,
        text=text,
        data=data,
        keys=reader.keys,
        values=reader.values,
        empty=frozenset(reader.empty),
        diagnostics=tuple(reader.diagnostics),
    )


def _too_large(path: Path) -> Source:
    return _refused(path, codes.UNREADABLE, f"{path.name} is larger than {MAX_BYTES // 1_000_000} MB")


def _refused(
    path: Path, code: Code, message: str, *, hint: str | None = None, mark: Mark = START, text: str = ""
) -> Source:
    found = Diagnostic(code=code.code, message=message, path=path, mark=mark, hint=hint)
    return Source(path=path, text=text, diagnostics=(found,))
