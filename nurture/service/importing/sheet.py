"""A file of people, read row by row: CSV with any of the usual separators, JSON (a list of objects) or JSON Lines.

Never more than one row and one block of the file is held at a time.
"""

import csv
import hashlib
import json
from collections.abc import Callable, Iterator, Mapping
from functools import partial
from pathlib import Path
from typing import Final, TextIO

from nurture.errors import NotFound
from nurture.values import frozen

Cell = str | int | float | bool | list[object] | None
_BLOCK: Final = 1 << 16
_LONGEST_OBJECT: Final = 1 << 20
"""Characters of one object of a JSON file."""
_SEPARATORS: Final = ",;\t|"


@frozen
class Row:
    """One row: the line on which it begins, its cells by column, or why it can't be read."""

    line: int
    cells: Mapping[str, Cell]
    fault: str | None = None


@frozen
class Sheet:
    """A file that can be read from its beginning again and again. `columns` of JSON are all keys that any object has.

    `digest` is the SHA-256 of its bytes; it names the file's content, whatever the file is called.
    """

    path: Path
    digest: str
    columns: tuple[str, ...]
    read: Callable[[], Iterator[Row]]


def open_sheet(path: Path) -> Sheet:
    """Looks at a file and says how to read it, by its name's ending. Raises NotFound where it can't be read."""
    try:
        with path.open("rb") as file:
            digest = hashlib.file_digest(file, "sha256").hexdigest()
    except OSError as error:
        raise NotFound(f"{path} can't be read: {error.strerror}") from error
    reader = {".json": _objects, ".jsonl": _lines, ".ndjson": _lines}.get(path.suffix.lower(), _table)
    read = partial(_told_of_encoding, path, reader)
    columns = _columns(path) if reader is _table else tuple(dict.fromkeys(name for row in read() for name in row.cells))
    return Sheet(path=path, digest=digest, columns=columns, read=read)


def _told_of_encoding(path: Path, reader: Callable[[TextIO], Iterator[Row]]) -> Iterator[Row]:
    try:
        with path.open(encoding="utf-8-sig", newline="") as file:
            yield from reader(file)
    except UnicodeDecodeError as error:
        raise NotFound(f"{path} is not UTF-8", hint="Save it as “CSV UTF-8”, or with UTF-8 as its encoding.") from error


def _columns(path: Path) -> tuple[str, ...]:
    try:
        with path.open(encoding="utf-8-sig", newline="") as file:
            return tuple(name.strip() for name in next(csv.reader(file, delimiter=_separator(file), strict=True), []))
    except UnicodeDecodeError as error:
        raise NotFound(f"{path} is not UTF-8", hint="Save it as “CSV UTF-8”, or with UTF-8 as its encoding.") from error
    except csv.Error as error:
        raise NotFound(f"{path}:1: this is no table: {error}") from error


def _separator(file: TextIO) -> str:
    """Whichever of the usual characters stands in the first line most often."""
    head = file.readline()
    file.seek(0)
    return max(_SEPARATORS, key=head.count)


def _table(file: TextIO) -> Iterator[Row]:
    rows = csv.reader(file, delimiter=_separator(file), strict=True)
    names = [name.strip() for name in next(rows, [])]
    line = 2
    while True:
        try:
            cells = next(rows, None)
        except csv.Error as error:
            yield Row(line=line, cells={}, fault=f"this is no row: {error}")
            return  # where the next one begins, nobody knows
        if cells is None:
            return
        after = rows.line_num + 1
        if any(cell.strip() for cell in cells):
            fault = None
            if len(cells) != len(names):
                fault = f"it has {len(cells)} cells, and there are {len(names)} columns"
            yield Row(line=line, cells=dict(zip(names, cells, strict=False)), fault=fault)
        line = after


def _lines(file: TextIO) -> Iterator[Row]:
    for number, text in enumerate(file, start=1):
        if text.strip():
            yield _row(number, text)


def _row(line: int, text: str) -> Row:
    try:
        found = json.loads(text)
    except json.JSONDecodeError as error:
        return Row(line=line, cells={}, fault=f"this is no JSON: {error.msg} at character {error.colno}")
    return _as_row(line, found)


def _as_row(line: int, found: object) -> Row:
    if not isinstance(found, dict):
        return Row(line=line, cells={}, fault="a person is an object, with the columns as its keys")
    return Row(line=line, cells=found)


def _objects(file: TextIO) -> Iterator[Row]:
    """The objects of a JSON list, one after the other."""
    decoder, text, line, is_open = json.JSONDecoder(), "", 1, False
    while True:
        block = file.read(_BLOCK)
        text += block
        while True:
            skipped = len(text) - len(text.lstrip(" \t\r\n," if is_open else " \t\r\n"))
            line += text.count("\n", 0, skipped)
            text = text[skipped:]
            if not is_open and text:
                if text[0] != "[":
                    yield Row(line=line, cells={}, fault="the file is a list of objects: it begins with [")
                    return
                text, is_open = text[1:], True
                continue
            if not text or text[0] == "]":
                break
            try:
                found, end = decoder.raw_decode(text)
            except json.JSONDecodeError as error:
                if block and len(text) < _LONGEST_OBJECT:
                    break  # the rest of it comes with the next block
                yield Row(line=line + error.lineno - 1, cells={}, fault=f"this is no JSON: {error.msg}")
                return
            yield _as_row(line, found)
            line += text.count("\n", 0, end)
            text = text[end:]
        if not block:
            if not is_open or text.strip() != "]":
                yield Row(line=line, cells={}, fault="the file ends before its list does")
            return
