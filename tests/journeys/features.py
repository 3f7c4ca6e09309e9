"""What of the language a sequence uses: the kinds of its steps and the keys that its author wrote."""

import re
from collections.abc import Iterator
from typing import Final

from pydantic import BaseModel

from nurture.cli.pages.fact_pages import RECORDS, facts_of
from nurture.domain.events import EVENTS
from nurture.domain.subject import SubjectKind
from nurture.language.kinds import Sort, Type
from nurture.language.schema import Scope, schema_for
from nurture.language.sequence import Sequence
from nurture.language.steps import Step, every_step

_PLAIN: Final = frozenset({"id", "steps", "then", "otherwise"})
"""Keys that every sequence or step has, or that only hold other steps."""
_HEAD: Final = ("for_", "exclusive", "priority", "displaces", "conditions")

_PATH: Final = re.compile(r"(?<![\w./-])[a-z_]+(?:\.[a-z_]+)+")
_NAMES: Final = {
    name: kind for subject in SubjectKind for name, kind in schema_for(Scope(subject=subject)).names.items()
}


def features(sequence: Sequence) -> frozenset[str]:
    """Names such as `email`, `email.if`, `wait_for.timeout`, `enroll.again`, `exit.goal`, `for`."""
    used = {str(_key(sequence, name)) for name in _HEAD if name in sequence.model_fields_set}
    for part, models in (("enroll", sequence.enroll), ("exit", sequence.exit), ("send", (sequence.send,))):
        used |= {f"{part}.{key}" for model in models for key in _written(model)}
    for step in every_step(sequence.steps):
        used |= {step.KIND, *_of_step(step)}
    return frozenset(used)


def events(sequence: Sequence) -> frozenset[str]:
    """The built-in events that it begins with, ends on or waits for."""
    return frozenset(_events(sequence.model_dump()))


def _events(value: object) -> Iterator[str]:
    if isinstance(value, str) and value in EVENTS:
        yield value
    elif isinstance(value, dict):
        yield from (found for each in value.values() for found in _events(each))
    elif isinstance(value, list | tuple):
        yield from (found for each in value for found in _events(each))


def facts(text: str) -> frozenset[str]:
    """The facts that a sequence or template names, as `candidate.first_name` and `person.name`."""
    return frozenset(fact for path in _PATH.findall(text) for fact in _along(path.split(".")))


def _along(path: list[str]) -> Iterator[str]:
    """Every fact that a path passes: `application.job.title` names `application.job` and `job.title`."""
    name, *below = path
    kind = _NAMES.get(name)
    if name == "steps" and below:
        kind, below = Type(sort=Sort.RECORD, record="step"), below[1:]
    for fact in below:
        record = kind.record if kind else None
        kind = facts_of(record).get(fact) if record in RECORDS else None
        if kind is not None:
            yield f"{record}.{fact}"


def _of_step(step: Step) -> Iterator[str]:
    for key in _written(step):
        if key != step.KIND:
            yield f"{step.KIND}.{key}"
    action = getattr(step, step.KIND)
    for model in action if isinstance(action, tuple) else (action,):
        if isinstance(model, BaseModel):
            yield from (f"{step.KIND}.{key}" for key in _written(model))


def _written(model: BaseModel) -> Iterator[str]:
    """The keys that stand in the file."""
    return (key for name in model.model_fields_set if (key := _key(model, name)) not in _PLAIN)


def _key(model: BaseModel, name: str) -> str:
    return type(model).model_fields[name].alias or name
