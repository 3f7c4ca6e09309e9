"""The facts at one moment, under the names by which conditions and templates know them.

The schema of these names is in `nurture.language.schema`, the checks against it in `nurture.language.checker`; both are
offered here too.
"""

from collections.abc import Mapping
from dataclasses import dataclass, replace
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
from nurture.domain.surveys import score_of
from nurture.domain.values import read_value
from nurture.language.checker import Problem, check_expression, type_of_expression
from nurture.language.sandbox import Names
from nurture.language.schema import STEP_FACTS, Scope, carried, schema_for, step_name

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


@dataclass(frozen=True, kw_only=True, slots=True)
class Item:
    """The item of a list that a track is for: what it is called, its key, and what it is now (None: not there)."""

    name: str
    key: str
    value: object


def names_from(
    facts: Facts, now: datetime, *, event: Event | None = None, item: Item | None = None
) -> dict[str, object]:
    """What may be named. With `event`, which is being judged, `event` is that one, and `job` the job it is about.

    With `item`, in its track, the item is named too, and steps that are done for it are what came of them for it.
    """
    told = event or facts.event
    team, own = facts.records.team, facts.company.own
    job = _with_own(facts.job, "job", own)
    application = replace(facts.application, job=job) if facts.application else None
    subject = facts.enrollment.subject.kind
    return {
        "candidate": _with_own(facts.candidate, "candidate", own),
        "application": _with_own(application, "application", own),
        "job": (_job_of(event) if event else None) or job,
        "recruiter": team.recruiter,
        "coordinator": team.coordinator,
        "hiring_manager": team.hiring_manager,
        "referrer": team.referrer,
        **{step_name(role): team.role(role) for role in own.roles},
        "hire": _with_own(facts.hire, "hire", own),
        "openings": tuple(_with_own(each, "job", own) for each in facts.openings),
        **{kind.value: facts.related if kind is subject else None for kind in RELATED},
        "company": facts.company,
        "enrollment": facts.enrollment,
        "steps": _steps(facts, item.key if item else None),
        "event": _event(told, own) if told else None,
        "now": now,
        **({item.name: item.value} if item else {}),
    }


def _with_own(record: R | None, name: str, own: Own) -> R | None:
    kinds = own.fields.get(name)
    if record is None or not kinds:
        return record
    values = {each: read_value(kind, record.own.get(each)) for each, kind in kinds.items()}
    return replace(record, own=values)


def _steps(facts: Facts, key: str | None) -> Names:
    named = ((step, *parts_of(step), outcome) for step, outcome in facts.outcomes.items())
    done = {
        step_name(name): Names(_step(facts, step, outcome))
        for step, name, item, outcome in named
        if item in (None, key)
    }
    return Names(done, otherwise=_NOT_DONE)


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
