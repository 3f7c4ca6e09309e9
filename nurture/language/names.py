"""The facts at one moment, under the names by which conditions and templates know them.

The schema of these names is in `nurture.language.schema`, the checks against it in `nurture.language.checker`; both are
offered here too.
"""

from dataclasses import replace
from datetime import datetime
from typing import Final, TypeVar

from nurture.domain.events import Event, spec_of
from nurture.domain.facts import Facts
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
    "Problem",
    "Scope",
    "check_expression",
    "names_from",
    "schema_for",
    "type_of_expression",
]

R = TypeVar("R", Candidate, Application, Job, Hire)

_NOT_DONE: Final = Names(dict.fromkeys(STEP_FACTS))


def names_from(facts: Facts, now: datetime, *, event: Event | None = None) -> dict[str, object]:
    """What may be named. With `event`, which is being judged, `event` is that one, and `job` the job it is about."""
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
        "steps": _steps(facts),
        "event": _event(told, own) if told else None,
        "now": now,
    }


def _with_own(record: R | None, name: str, own: Own) -> R | None:
    kinds = own.fields.get(name)
    if record is None or not kinds:
        return record
    values = {each: read_value(kind, record.own.get(each)) for each, kind in kinds.items()}
    return replace(record, own=values)


def _steps(facts: Facts) -> Names:
    done = {step_name(step): Names(_step(facts, step, outcome)) for step, outcome in facts.outcomes.items()}
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
    }


def _event(event: Event, own: Own) -> Names:
    """Whatever any event carries is a name here, so that a template can be shared by several; most are missing."""
    nested: dict[str, object] = {"type": event.type, "at": event.at}
    spec = spec_of(event.type, own.events)
    for name in [*carried(own), *event.data]:
        told = event.data.get(name)
        value = None if told is None else read_value(spec.kind_of(name), told)
        outer, _, inner = name.rpartition(".")
        if not outer:
            nested.setdefault(inner, value)
        elif isinstance(below := nested.setdefault(outer, {}), dict):
            below[inner] = value
    return Names({name: Names(each) if isinstance(each, dict) else each for name, each in nested.items()})


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
