"""The facts at one moment, under the names by which conditions and templates know them.

The schema of these names is in `nurture.language.schema`, the checks against it in `nurture.language.checker`; both are
offered here too.
"""

from datetime import date, datetime
from typing import Final

from nurture.domain.events import Event, Scalar
from nurture.domain.facts import Facts
from nurture.domain.moves import Outcome
from nurture.domain.records import Job
from nurture.language.checker import Problem, check_expression, type_of_expression
from nurture.language.sandbox import Names
from nurture.language.schema import Scope, carried, schema_for, step_name

__all__ = [
    "Problem",
    "Scope",
    "check_expression",
    "names_from",
    "schema_for",
    "type_of_expression",
]

_NOT_DONE: Final = Names({"outcome": None, "at": None, "round": None, "answer": None})


def names_from(facts: Facts, now: datetime, *, event: Event | None = None) -> dict[str, object]:
    """What may be named. With `event`, which is being judged, `event` is that one, and `job` the job it is about."""
    told = event or facts.event
    team = facts.records.team
    return {
        "candidate": facts.candidate,
        "application": facts.application,
        "job": (_job_of(event) if event else None) or facts.job,
        "recruiter": team.recruiter,
        "coordinator": team.coordinator,
        "hiring_manager": team.hiring_manager,
        "referrer": team.referrer,
        "hire": facts.hire,
        "company": facts.company,
        "enrollment": facts.enrollment,
        "steps": _steps(facts),
        "event": _event(told) if told else None,
        "now": now,
    }


def _steps(facts: Facts) -> Names:
    done = {step_name(step): Names(_step(facts, step, outcome)) for step, outcome in facts.outcomes.items()}
    return Names(done, otherwise=_NOT_DONE)


def _step(facts: Facts, step: str, outcome: Outcome) -> dict[str, object]:
    task = facts.task_of(step, outcome.visit)
    answer = task.answered if task else None
    return {"outcome": outcome.result, "at": outcome.at, "round": outcome.round, "answer": answer}


def _event(event: Event) -> Names:
    """Whatever any event carries is a name here, so that a template can be shared by several; most are missing."""
    nested: dict[str, object] = {"type": event.type, "at": event.at}
    for name in [*carried(None), *event.data]:
        value = _as_fact(name, event.data.get(name))
        outer, _, inner = name.rpartition(".")
        if not outer:
            nested.setdefault(inner, value)
        elif isinstance(below := nested.setdefault(outer, {}), dict):
            below[inner] = value
    return Names({name: Names(each) if isinstance(each, dict) else each for name, each in nested.items()})


def _as_fact(name: str, value: Scalar) -> Scalar | date:
    if name.endswith("_date") and isinstance(value, str):
        try:
            return date.fromisoformat(value)
        except ValueError:
            return None
    return value


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
