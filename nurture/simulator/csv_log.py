"""A log of events as a table: one row for each event, read into the same form as a log in YAML.

Columns are `at`, `who`, `event` (what happened, by its key), `value` (what stands after that key in YAML), `job` and
`stage`; `zone` is that of all moments. `candidate.*` and `job.*` columns tell of the person and the job of their row:
what the first such row says goes into `people` and `jobs`, and what a row of an `updated` event says is what changed.
"""

import csv
from collections.abc import Iterator
from pathlib import Path
from typing import Final

from nurture.domain.own import NOTHING_OWN, Own
from nurture.language import codes
from nurture.language.diagnostics import START, Diagnostic, Mark
from nurture.language.faults import one_of
from nurture.language.load import Source, Where
from nurture.simulator.log import Job, Line, Person

MARKS: Final = frozenset({"unrejected", "unhired", "anonymized", "bounced", "wants_only_openings"})
_COLUMNS: Final = ("at", "who", "event", "value", "job", "stage", "source", "zone")
_JOBS: Final = ("applied", "added", "opened", "closed")
_ROLES: Final = ("recruiter", "coordinator", "hiring_manager")


def read_csv(path: Path, own: Own = NOTHING_OWN) -> Source:
    """Reads a table, which may have columns for the company's own fields too; see `Source`."""
    try:
        text = path.read_text(encoding="utf-8-sig")
    except (OSError, UnicodeDecodeError) as error:
        said = f"{path} can't be read: {error.strerror if isinstance(error, OSError) else 'it is not UTF-8'}"
        return Source(path=path, text="", diagnostics=(_diagnostic(path, codes.UNREADABLE, said, None, START),))
    return _Table(path, text, own).source()


class _Table:
    def __init__(self, path: Path, text: str, own: Own) -> None:
        self._path, self._text, self._own = path, text, own
        self._marks: dict[Where, Mark] = {}
        self._found: list[Diagnostic] = []
        self._data: dict[str, dict[str, dict[str, object]]] = {"team": {}, "jobs": {}, "people": {}}
        self._events: list[dict[str, object]] = []
        self._zone: str | None = None

    def source(self) -> Source:
        rows = csv.reader(self._text.splitlines(), strict=True)
        try:
            heads = [head.strip() for head in next(rows, [])]
            self._check(heads)
            for cells in rows:
                if any(cells):
                    self._row(rows.line_num, dict(zip(heads, cells, strict=False)))
        except csv.Error as error:
            self._tell(codes.NOT_YAML, f"this is no table: {error}", "close every quote", rows.line_num)
        zone = {"zone": self._zone} if self._zone else {}
        data = {**zone, **self._data, "events": self._events}
        return Source(
            path=self._path,
            text=self._text,
            data=None if self._found else data,
            values={(): START, **{(section,): START for section in data}, **self._marks},
            keys=self._marks,
            diagnostics=tuple(self._found),
        )

    def _check(self, heads: list[str]) -> None:
        known = [
            *_COLUMNS,
            *(f"candidate.{name}" for name in (*Person.model_fields, *self._own.fields.get("candidate", {}))),
            *(f"job.{name}" for name in (*Job.model_fields, *self._own.fields.get("job", {}))),
        ]
        for head in heads:
            if head not in known:
                self._tell(codes.UNKNOWN_KEY, f"unknown column `{head}`", one_of(head, known), 1)
        for head in ("at", "event"):
            if head not in heads:
                self._tell(codes.MISSING_KEY, f"the column `{head}` is missing", f"add `{head}` to the first line", 1)

    def _row(self, number: int, cells: dict[str, str]) -> None:
        row = {head: cell.strip() for head, cell in cells.items() if cell.strip()}
        where: Where = ("events", len(self._events))
        mark = self._mark(number)
        self._zone = self._zone or row.get("zone")
        word = row.get("event", "")
        if word not in Line.model_fields:
            words = [each for each in Line.model_fields if each not in _COLUMNS]
            self._tell(codes.NOT_A_CHOICE, f"`event` can't be “{word}”", one_of(word, words), number)
            return
        person = dict(self._told(row, "candidate."))
        event: dict[str, object] = {key: row[key] for key in ("at", "who", "job", "stage", "source") if key in row}
        event[word] = person if word == "updated" else True if word in MARKS else row.get("value", True)
        for section, name, told in (
            ("people", row.get("who"), {} if word == "updated" else person),
            ("jobs", row.get("value") if word in _JOBS else row.get("job"), dict(self._told(row, "job."))),
        ):
            if name is not None and (told or section == "people"):
                self._marks.setdefault((section, name), mark)
                self._data[section].setdefault(name, {}).update(told)
        self._marks.update({where: mark, **{(*where, key): mark for key in event}})
        self._events.append(event)

    def _told(self, row: dict[str, str], prefix: str) -> Iterator[tuple[str, object]]:
        """What the columns with that prefix say. People of ours are named in full, and known by that."""
        for head, cell in row.items():
            key = head.removeprefix(prefix)
            if not head.startswith(prefix):
                continue
            if key in _ROLES:
                yield key, self._member(cell)
            elif key in ("tags", "skills", "interests"):
                yield key, [tag.strip() for tag in cell.split(";")]
            else:
                yield key, _scalar(cell)

    def _member(self, cell: str) -> str:
        """ "Kim Berger <kim@acme.example>" as a member of the team."""
        name, _, address = cell.partition("<")
        key = "-".join("".join(char if char.isalnum() else " " for char in name.lower()).split())
        email = {"email": address.rstrip("> ")} if address else {}
        self._data["team"].setdefault(key, {"name": name.strip(), **email})
        return key

    def _mark(self, number: int) -> Mark:
        return Mark(line=number, col=1, end_col=len(self._text.splitlines()[number - 1]) + 1)

    def _tell(self, code: codes.Code, said: str, hint: str, number: int) -> None:
        self._found.append(_diagnostic(self._path, code, said, hint, self._mark(max(number, 1))))


def _scalar(cell: str) -> object:
    return {"true": True, "false": False}.get(cell.lower(), cell)


def _diagnostic(path: Path, code: codes.Code, said: str, hint: str | None, mark: Mark) -> Diagnostic:
    return Diagnostic(code=code.code, message=said, path=path, mark=mark, hint=hint)
