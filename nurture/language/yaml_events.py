"""From libyaml's events to data and marks, in one pass and without its constructors."""

import re
from collections.abc import Iterator
from pathlib import Path
from typing import Final, NoReturn, Protocol

import yaml
from yaml.events import (
    AliasEvent,
    CollectionStartEvent,
    DocumentStartEvent,
    Event,
    MappingEndEvent,
    MappingStartEvent,
    NodeEvent,
    ScalarEvent,
    SequenceEndEvent,
    StreamEndEvent,
)

from nurture.language import codes
from nurture.language.codes import Code
from nurture.language.diagnostics import START, Diagnostic, Mark, lines_of

MAX_DEPTH: Final = 50
LOADER: Final = yaml.CSafeLoader if yaml.__with_libyaml__ else yaml.SafeLoader

_NULL: Final = frozenset({"", "~", "null", "Null", "NULL"})
_BOOL: Final = {word: word.lower() == "true" for word in ("true", "True", "TRUE", "false", "False", "FALSE")}
# A leading zero is left to be text, unlike in the core schema: nobody who writes 010 means ten.
_INT: Final = re.compile(r"[-+]?(?:0|[1-9][0-9]{0,17})")
_BASED: Final = re.compile(r"0o[0-7]{1,20}|0x[0-9a-fA-F]{1,15}")
_FLOAT: Final = re.compile(r"[-+]?(?:(?:\.[0-9]+|[0-9]+\.[0-9]*)(?:[eE][-+]?[0-9]+)?|[0-9]+[eE][-+]?[0-9]+)")
_SPECIAL: Final = re.compile(r"[-+]?\.(?:inf|Inf|INF)|\.(?:nan|NaN|NAN)")


SEQUENCE_FIRST: Final = "start with `sequence:` and a name"


class _Place(Protocol):
    """A mark of PyYAML, or of libyaml, which has a class of its own. Counts from 0."""

    line: int
    column: int


class YamlFault(Exception):
    """The rest of the file can't be understood."""

    def __init__(self, diagnostic: Diagnostic) -> None:
        super().__init__(diagnostic.message)
        self.diagnostic = diagnostic


class YamlReader:
    """Reads one text. `diagnostics` are the faults that did not stop it."""

    def __init__(self, path: Path, *, begin: str = SEQUENCE_FIRST) -> None:
        self.keys: dict[tuple[str | int, ...], Mark] = {}
        self.values: dict[tuple[str | int, ...], Mark] = {}
        self.empty: set[tuple[str | int, ...]] = set()
        self.diagnostics: list[Diagnostic] = []
        self._path = path
        self._begin = begin

    def read(self, text: str) -> dict[str, object]:
        """The mapping that the text is. Raises YamlFault."""
        try:
            return self._document(iter(yaml.parse(text, Loader=LOADER)))
        except yaml.MarkedYAMLError as error:
            mark = _inside(_mark(error.problem_mark), text)
            self._stop(codes.NOT_YAML, *_said_plainly(error, text), mark=mark)
        except yaml.YAMLError as error:
            self._stop(codes.NOT_YAML, f"this is not YAML: {error}", None)

    def _document(self, events: Iterator[Event]) -> dict[str, object]:
        next(events)
        first = next(events)
        if isinstance(first, StreamEndEvent):
            self._stop(codes.UNREADABLE, "the file is empty", self._begin, mark=START)
        root = next(events)
        if not isinstance(root, MappingStartEvent):
            self._stop(
                codes.WRONG_TYPE,
                "a file is a mapping of keys to values",
                self._begin,
                mark=_mark(root.start_mark),
            )
        data = self._mapping(root, events, (), 1)
        next(events)
        second = next(events)
        if isinstance(second, DocumentStartEvent):
            self._stop(
                codes.UNREADABLE,
                "a second document begins here",
                "write one sequence per file",
                mark=_mark(second.start_mark),
            )
        return data

    def _value(self, event: Event, events: Iterator[Event], where: tuple[str | int, ...], depth: int) -> object:
        self._refuse_what_is_not_plain(event)
        if isinstance(event, ScalarEvent):
            self.values[where] = _mark(event.start_mark, event.end_mark)
            return _resolve(event.value) if event.implicit[0] else event.value
        if depth > MAX_DEPTH:
            self._stop(
                codes.UNREADABLE,
                f"this is nested more than {MAX_DEPTH} deep",
                "flatten it",
                mark=_mark(event.start_mark),
            )
        if isinstance(event, MappingStartEvent):
            return self._mapping(event, events, where, depth)
        self.values[where] = _mark(event.start_mark)
        items: list[object] = []
        while not isinstance(event := next(events), SequenceEndEvent):
            items.append(self._value(event, events, (*where, len(items)), depth + 1))
        return items

    def _mapping(
        self, start: Event, events: Iterator[Event], where: tuple[str | int, ...], depth: int
    ) -> dict[str, object]:
        self._refuse_what_is_not_plain(start)
        self.values[where] = _mark(start.start_mark)
        data: dict[str, object] = {}
        while not isinstance(event := next(events), MappingEndEvent):
            key, mark = self._key(event)
            way = (*where, key)
            if not data:
                self.values[where] = mark
            if way not in self.keys:
                self.keys[way] = mark
                value = self._value(next(events), events, way, depth + 1)
                if value is None:
                    self.empty.add(way)
                    self._report(
                        codes.WRONG_TYPE, f"`{key}` has no value", "write one, or leave the key out", mark=mark
                    )
                else:
                    data[key] = value
                continue
            first = self.keys[way]
            self._report(
                codes.DUPLICATE_KEY,
                f"`{key}` stands here a second time; the first is on line {first.line}",
                "keep one of the two",
                mark=mark,
            )
            aside = YamlReader(self._path)
            aside._value(next(events), events, way, depth + 1)
            self.diagnostics += aside.diagnostics
        return data

    def _key(self, event: Event) -> tuple[str, Mark]:
        self._refuse_what_is_not_plain(event)
        if not isinstance(event, ScalarEvent):
            self._stop(
                codes.NOT_YAML,
                "a list or mapping can't be a key",
                "if the value is text that starts with a bracket or brace, put it in quotes",
                mark=_mark(event.start_mark),
            )
        return event.value, _mark(event.start_mark, event.end_mark)

    def _refuse_what_is_not_plain(self, event: Event) -> None:
        mark = _mark(event.start_mark, event.end_mark)
        if isinstance(event, AliasEvent):
            self._stop(codes.NOT_PLAIN, "aliases (`*name`) are not read here", _PLAINLY, mark=mark)
        if isinstance(event, NodeEvent) and event.anchor is not None:
            self._stop(codes.NOT_PLAIN, "anchors (`&name`) are not read here", _PLAINLY, mark=mark)
        if isinstance(event, ScalarEvent | CollectionStartEvent) and event.tag is not None:
            self._stop(
                codes.NOT_PLAIN,
                "tags (`!name`) are not read here",
                "leave the tag out; put text that starts with an exclamation mark in quotes",
                mark=mark,
            )

    def _report(self, code: Code, message: str, hint: str | None, *, mark: Mark = START) -> None:
        self.diagnostics.append(Diagnostic(code=code.code, message=message, path=self._path, mark=mark, hint=hint))

    def _stop(self, code: Code, message: str, hint: str | None, *, mark: Mark = START) -> NoReturn:
        raise YamlFault(Diagnostic(code=code.code, message=message, path=self._path, mark=mark, hint=hint))


_PLAINLY: Final = "write the value out; put text that starts with * or & in quotes"


def _mark(start: _Place | None, end: _Place | None = None) -> Mark:
    """Of a value over several lines, its first."""
    if start is None:
        return START
    line, col = start.line + 1, start.column + 1
    one_line = end is not None and end.line == start.line and end.column > start.column
    return Mark(line=line, col=col, end_col=end.column + 1 if one_line and end else col + 1)


def _inside(mark: Mark, text: str) -> Mark:
    """The end of the text in place of a line after it, which libyaml counts where the last one is not ended."""
    lines = lines_of(text)
    end = len(lines[-1]) + 1
    return mark if mark.line <= len(lines) else Mark(line=len(lines), col=end, end_col=end + 1)


def _resolve(text: str) -> object:
    """What a plain scalar means."""
    if text in _NULL:
        return None
    if text in _BOOL:
        return _BOOL[text]
    if _INT.fullmatch(text):
        return int(text)
    if _BASED.fullmatch(text):
        return int(text, 0)
    if _FLOAT.fullmatch(text):
        return float(text)
    if _SPECIAL.fullmatch(text):
        return float(text.replace(".", ""))
    return text


def _said_plainly(error: yaml.MarkedYAMLError, text: str) -> tuple[str, str | None]:
    """libyaml's problem in the words of people who never heard of scanners and tokens."""
    problem = error.problem or "it can't be read"
    if problem == "found character that cannot start any token":
        place = _mark(error.problem_mark)
        char = [*lines_of(text), ""][place.line - 1][place.col - 1 : place.col]
        if char == "\t":
            return "a tab can't be used for indentation", "indent with spaces"
        return f"a value can't start with `{char}`", "put the text in quotes"
    if problem == "mapping values are not allowed in this context":
        return "this colon makes no key here", "put text that holds a colon and a space in quotes"
    if problem == "found unexpected end of stream":
        return "a quote is opened and never closed", "close it"
    if "did not find expected" in problem:
        return (
            f"the layout breaks off here ({problem})",
            "compare the indentation with the lines above; put text that holds special characters in quotes",
        )
    return f"this is not YAML: {problem}", None
