"""A file of facts about somebody to try a mail on: what it says goes over what was invented.

candidate:
  first_name: Mara
  title:                  # without a value: not known
application:
  stage: Final round
job:
  title: Robotics Engineer
recruiter:                # nobody holds the role
event:
  job.title: Senior Robotics Engineer
"""

from collections.abc import Mapping
from dataclasses import fields
from datetime import UTC, datetime
from pathlib import Path
from typing import Final, TypeVar

from pydantic import TypeAdapter, ValidationError

from nurture.domain.events import Scalar
from nurture.domain.own import NOTHING_OWN, Own
from nurture.domain.records import Application, Candidate, Hire, Job, Person, Records, Team, team_of
from nurture.domain.related import Assignment, Interview, Offer, Referral, Related
from nurture.domain.values import ValueKind, keep_value
from nurture.errors import LanguageError
from nurture.language.diagnostics import render
from nurture.language.faults import one_of
from nurture.language.load import Source, Where, read
from nurture.language.schema import step_name
from nurture.service.preview.people import Sample
from nurture.values import replace

T = TypeVar("T", Candidate, Application, Hire, Job, Person, Interview, Offer, Referral, Assignment)

ROLES: Final = tuple(each.name for each in fields(Team) if each.name != "own")
_HEADS: Final = ("candidate", "application", "job", "hire", *ROLES, "event")
_NOT_TOLD: Final = ("job", "own")
"""Fields of records that a file tells in another way."""


def with_facts(sample: Sample, path: Path, own: Own = NOTHING_OWN) -> Sample:
    """The person, changed by what the file says; `own` is what the company adds to what it may say.

    Raises LanguageError for a file that can't be understood.
    """
    source = read(path, may_be_pipe=True)
    _refuse_faults(source)
    data = dict(_filled(source.data or {}, source, ()))
    own_roles = {step_name(role): role for role in own.roles}
    heads = (*_HEADS, *([type(sample.related).__name__.lower()] if sample.related else []))
    for name in data:
        if name not in heads and name not in own_roles:
            hint = one_of(name, (*heads, *own_roles))
            raise _wrong(source, (name,), f"`{name}` is not a fact that can be given", hint)
    old, of = sample.records, _Facts(source, data, own)
    application = of.changed("application", Application, old.application)
    job = of.changed("job", Job, application.job if application else None)
    team = {role: of.changed(role, Person, getattr(old.team, role)) for role in ROLES}
    team |= {role: of.changed(name, Person, old.team.role(role)) for name, role in own_roles.items()}
    return replace(
        sample,
        records=Records(
            candidate=of.changed("candidate", Candidate, old.candidate) or old.candidate,
            application=replace(application, job=job) if application else None,
            hire=of.changed("hire", Hire, old.hire),
            team=team_of(team),
        ),
        related=_related(of, sample.related),
        carried={**sample.carried, **of.carried()},
    )


def _related(of: "_Facts", old: Related | None) -> Related | None:
    """The interview, offer, referral or assignment with what the file says of it: a run about one always has it."""
    match old:
        case Interview():
            return of.changed("interview", Interview, old) or old
        case Offer():
            return of.changed("offer", Offer, old) or old
        case Referral():
            return of.changed("referral", Referral, old) or old
        case Assignment():
            return of.changed("assignment", Assignment, old) or old
        case None:
            return None


class _Facts:
    """What one file says."""

    def __init__(self, source: Source, data: Mapping[str, object], own: Own) -> None:
        self._source = source
        self._data = data
        self._own = own

    def changed(self, name: str, kind: type[T], old: T | None) -> T | None:
        """The record with what the file says of it; None if it says that there is none."""
        if name not in self._data:
            return old
        told = self._data[name]
        if told is None:
            return None
        if not isinstance(told, Mapping):
            raise _wrong(self._source, (name,), f"`{name}` is a mapping of facts", None)
        names: list[str] = [each.name for each in fields(kind) if each.name not in _NOT_TOLD]
        declared: Mapping[str, ValueKind] = self._own.fields.get(name, {})
        for key in told:
            if key not in names and key not in declared:
                hint = one_of(key, (*names, *declared))
                raise _wrong(self._source, (name, key), f"`{name}.{key}` is not a fact", hint)
        known = {key: getattr(old, key) for key in names} if old else {"id": f"file:{name}"}
        adapter = TypeAdapter(kind)
        try:
            made = adapter.validate_python({**known, **{key: told[key] for key in told if key in names}})
        except ValidationError as error:
            raise self._misread(name, error) from error
        plain = {key: _in_utc(getattr(made, key)) for key in names}
        own = {**getattr(old, "own", {}), **self._own_values(name, told)}
        return adapter.validate_python(plain | ({"own": own} if own else {}))

    def _own_values(self, name: str, told: Mapping[str, object]) -> dict[str, object]:
        """What is told of the company's own fields of a record, as it is kept."""
        values: dict[str, object] = {}
        for key, kind in self._own.fields.get(name, {}).items():
            if key in told:
                values[key] = keep_value(kind, told[key])
                if values[key] is None and told[key] is not None:
                    raise _wrong(self._source, (name, key), f"`{name}.{key}` is a {kind}, and this is none", None)
        return values

    def _misread(self, name: str, error: ValidationError) -> LanguageError:
        first = error.errors()[0]
        where = (name, *first["loc"][:1])
        return _wrong(self._source, where, f"`{'.'.join(map(str, where))}`: {first['msg']}", None)

    def carried(self) -> dict[str, Scalar]:
        """What the event carries, nested or dotted."""
        told = self._data.get("event") or {}
        if not isinstance(told, Mapping):
            raise _wrong(self._source, ("event",), "`event` is a mapping of what the event carries", None)
        return dict(_flat(told, ""))


def _flat(told: Mapping[str, object], before: str) -> list[tuple[str, Scalar]]:
    found: list[tuple[str, Scalar]] = []
    for name, value in told.items():
        if isinstance(value, Mapping):
            found += _flat(value, f"{before}{name}.")
        else:
            plain = value if isinstance(value, str | int | float | bool | None) else str(value)
            found.append((before + name, plain))
    return found


def _filled(data: Mapping[str, object], source: Source, where: Where) -> list[tuple[str, object]]:
    """The data with the keys that have no value, which `read` leaves out."""
    empty = [(str(way[-1]), None) for way in source.empty if way[:-1] == where]
    told = [
        (key, dict(_filled(value, source, (*where, key))) if isinstance(value, Mapping) else value)
        for key, value in data.items()
    ]
    return [*told, *empty]


def _refuse_faults(source: Source) -> None:
    without_value = {source.keys[way] for way in source.empty}
    faults = [each for each in source.diagnostics if each.mark not in without_value]
    if faults:
        raise LanguageError(render(faults, {source.path: source.text}))


def _in_utc(value: object) -> object:
    """A time that names no zone is in UTC; what is no time stays as it is."""
    if not isinstance(value, datetime):
        return value
    return value.astimezone(UTC) if value.tzinfo else value.replace(tzinfo=UTC)


def _wrong(source: Source, where: Where, said: str, hint: str | None) -> LanguageError:
    mark = source.key_mark(where)
    return LanguageError(f"{source.path}:{mark.line}:{mark.col}  {said}", hint=hint)
