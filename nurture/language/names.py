"""The facts at one moment, under the names by which conditions and templates know them.

The schema of these names is in `nurture.language.schema`, the checks against it in `nurture.language.checker`; both are
offered here too.
"""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from functools import lru_cache
from typing import Final, TypeVar

from nurture.domain.events import Event, spec_of
from nurture.domain.facts import Facts
from nurture.domain.instances import parts_of
from nurture.domain.moves import Outcome
from nurture.domain.own import Own
from nurture.domain.records import Application, Candidate, Hire, Job
from nurture.domain.related import RELATED
from nurture.domain.subject import SubjectKind
from nurture.domain.surveys import score_of
from nurture.domain.values import read_value
from nurture.language.checker import Problem, check_expression, type_of_expression
from nurture.language.sandbox import Names
from nurture.language.schema import STEP_FACTS, Scope, carried, schema_for, step_name
from nurture.values import frozen, replace

__all__ = [
    "Item",
    "Problem",
    "Scope",
    "check_expression",
    "names_from",
    "schema_for",
    "type_of_expression",
]

R = TypeVar("R", Candidate, Application, Job, Hire)

_NOT_DONE: Final = Names(dict.fromkeys(STEP_FACTS))


@frozen
class Item:
    """The item of a list that a track is for: what it is called, its key, and what it is now (None: not there)."""

    name: str
    key: str
    value: object


def names_from(
    facts: Facts, now: datetime, *, event: Event | None = None, item: Item | None = None
) -> Mapping[str, object]:
    """What may be named. With `event`, which is being judged, `event` is that one, and `job` the job it is about.

    With `item`, in its track, the item is named too, and steps that are done for it are what came of them for it.
    """
    return _Known(facts=facts, now=now, judged=event, item=item)


@dataclass(kw_only=True, slots=True, eq=False)  # not frozen, since one is made for every condition
class _Known(Mapping[str, object]):
    """The facts by name. Each is put together when it is asked for: an expression names but one or two."""

    facts: Facts
    now: datetime
    judged: Event | None
    item: Item | None

    @property
    def own(self) -> Own:
        """What the company adds."""
        return self.facts.company.own

    @property
    def job(self) -> Job | None:
        """The run's job, with what is between it and the person."""
        return self.of_person(self.facts.job) if self.facts.job else None

    def of_person(self, job: Job) -> Job:
        """A job with what was between it and the person, and what the company adds."""
        return _filled(self.facts.past.of(job), "job", self.own)

    def __getitem__(self, name: str) -> object:
        if self.item is not None and name == self.item.name:
            return self.item.value
        if (find := _NAMED.get(name)) is not None:
            return find(self)
        for role in self.own.roles:
            if step_name(role) == name:
                return self.facts.records.team.role(role)
        raise KeyError(name)

    def __iter__(self) -> Iterator[str]:
        own = (*map(step_name, self.own.roles), *((self.item.name,) if self.item else ()))
        return iter(dict.fromkeys((*_NAMED, *own)))

    def __len__(self) -> int:
        return sum(1 for _ in self)


def _application(known: _Known) -> Application | None:
    application, job = known.facts.application, known.job
    if application is not None:
        stage = known.own.stages.ours(application.stage, application.id)
        if application.job is not job or stage != application.stage:
            application = replace(application, job=job, stage=stage)
    return _with_own(application, "application", known.own)


def _told(known: _Known) -> Names | None:
    event = known.judged or known.facts.event
    return _event(event, known.own) if event else None


def _related(kind: SubjectKind) -> Callable[[_Known], object]:
    return lambda known: known.facts.related if known.facts.enrollment.subject.kind is kind else None


_NAMED: Final[Mapping[str, Callable[[_Known], object]]] = {
    "candidate": lambda known: _with_own(known.facts.candidate, "candidate", known.own),
    "application": _application,
    "job": lambda known: _job_told(known.judged, known) if known.judged else known.job,
    "recruiter": lambda known: known.facts.records.team.recruiter,
    "coordinator": lambda known: known.facts.records.team.coordinator,
    "hiring_manager": lambda known: known.facts.records.team.hiring_manager,
    "referrer": lambda known: known.facts.records.team.referrer,
    "hire": lambda known: _with_own(known.facts.hire, "hire", known.own),
    "openings": lambda known: tuple(known.of_person(each) for each in known.facts.openings),
    **{kind.value: _related(kind) for kind in RELATED},
    "company": lambda known: known.facts.company,
    "enrollment": lambda known: known.facts.enrollment,
    "steps": lambda known: Names(_Steps(known.facts, known.item.key if known.item else None), otherwise=_NOT_DONE),
    "event": _told,
    "now": lambda known: known.now,
}


def _with_own(record: R | None, name: str, own: Own) -> R | None:
    return None if record is None else _filled(record, name, own)


def _filled(record: R, name: str, own: Own) -> R:
    kinds = own.fields.get(name)
    if not kinds:
        return record
    values = {each: read_value(kind, record.own.get(each)) for each, kind in kinds.items()}
    return replace(record, own=values)


class _Steps(Mapping[str, Names]):
    """What came of each step, under the name that expressions have for it; put together for those that are named."""

    def __init__(self, facts: Facts, key: str | None) -> None:
        self._facts, self._key = facts, key

    def __getitem__(self, name: str) -> Names:
        for step, outcome in reversed(tuple(self._facts.outcomes.items())):
            if self._name(step) == name:
                return Names(_step(self._facts, step, outcome))
        raise KeyError(name)

    def __iter__(self) -> Iterator[str]:
        return iter(dict.fromkeys(name for step in self._facts.outcomes if (name := self._name(step)) is not None))

    def __len__(self) -> int:
        return sum(1 for _ in self)

    def _name(self, step: str) -> str | None:
        """None for a step that was done for another item."""
        name, item = parts_of(step)
        return step_name(name) if item in (None, self._key) else None


def _step(facts: Facts, step: str, outcome: Outcome) -> dict[str, object]:
    task = facts.task_of(step, outcome.visit)
    answer = task.answered if task else outcome.answer
    return {
        "outcome": outcome.result,
        "at": outcome.at,
        "round": outcome.round,
        "answer": answer,
        "score": score_of(outcome.answer),
        "done": outcome.done,
    }


def _event(event: Event, own: Own) -> Names:
    """Whatever any event carries is a name here, so that a template can be shared by several; most are missing."""
    spec = spec_of(event.type, own.events)
    told = {name: None if kept is None else read_value(spec.kind_of(name), kept) for name, kept in event.data.items()}
    return Names({**_nested(told, _untold(own)), "type": event.type, "at": event.at})


@lru_cache(maxsize=16)
def _untold(own: Own) -> Mapping[str, object]:
    """What an event that carries nothing is: the same for all events."""
    return _nested(dict.fromkeys(carried(own)), {})


def _nested(told: Mapping[str, object], known: Mapping[str, object]) -> Mapping[str, object]:
    """What is known, with what is told by dotted name: `job.title` is the `title` below `job`."""
    names = dict(known)
    for name, value in told.items():
        outer, _, inner = name.rpartition(".")
        if outer:
            before = names.get(outer)
            names[outer] = Names({**(before.items if isinstance(before, Names) else {}), inner: value})
        else:
            names[inner] = value
    return names


def _job_told(event: Event, known: _Known) -> Job | None:
    """The job that an event is about; where that is the run's own, or at the door, with all that is on record of it."""
    opened = known.facts.opened
    if opened is not None and event.job_id == opened.id:
        return known.of_person(opened)
    return known.job if known.job and event.job_id == known.job.id else _job_of(event) or known.job


def _job_of(event: Event) -> Job | None:
    told = {name.removeprefix("job."): value for name, value in event.data.items() if name.startswith("job.")}
    if not told:
        return None
    text = {name: str(value) for name, value in told.items() if value is not None}
    return Job(
        id=text.get("id") or event.job_id or "",
        title=text.get("title", ""),
        department=text.get("department"),
        office=text.get("office"),
        url=text.get("url"),
    )
