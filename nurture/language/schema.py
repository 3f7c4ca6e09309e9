"""The published schema of facts: which names there are, what each is, and which may be missing.

Made from the records in `nurture.domain`, so a new field there is a new fact here. What is not in it can't be reached.
"""

from collections.abc import Mapping
from dataclasses import dataclass, fields, replace
from datetime import date, datetime
from enum import StrEnum
from functools import lru_cache
from types import UnionType
from typing import Final, Union, get_args, get_origin, get_type_hints

from nurture.domain.events import EVENTS, EventSpec, EventType
from nurture.domain.facts import Enrollment
from nurture.domain.records import Application, Candidate, Company, Hire, Job, Person
from nurture.domain.subject import SubjectKind
from nurture.language.kinds import DAY, FLAG, MOMENT, NUMBER, TEXT, Sort, Type

_SCALARS: Final[Mapping[type, Type]] = {
    str: TEXT,
    bool: FLAG,
    int: NUMBER,
    float: NUMBER,
    datetime: MOMENT,
    date: DAY,
}
_HIDDEN: Final = frozenset({"closed_days", "subject", "candidate_id"})
"""Fields that are for the engine and say nothing to an author."""

_ALSO: Final[Mapping[type, Mapping[str, Type]]] = {Person: {"first_name": TEXT}}
"""Properties that are facts too."""

_MEANS: Final = {
    "candidate": "the person this is about",
    "application": "the application this is about",
    "job": "the application's job; in a condition on a job's event, that event's job",
    "recruiter": "who recruits for it",
    "coordinator": "who arranges it",
    "hiring_manager": "whom the job reports to",
    "referrer": "who recommended the person",
    "hire": "the hire, once there is one",
    "company": "us, from company.yaml",
    "enrollment": "this run of the sequence",
    "steps": "what came of earlier steps: steps.<id>.outcome, with _ for -",
    "event": "the newest event that a wait saw, else the one that started the run",
    "now": "the present",
}

_KINDS: Final[Mapping[str, Type]] = {
    **{name: Type(sort=Sort.RECORD, record=name) for name in _MEANS},
    **dict.fromkeys(
        ("recruiter", "coordinator", "hiring_manager", "referrer"), Type(sort=Sort.RECORD, record="person")
    ),
    "now": MOMENT,
}

_WITH_APPLICATION: Final = frozenset(
    {SubjectKind.APPLICATION, SubjectKind.HIRE, SubjectKind.INTERVIEW, SubjectKind.OFFER}
)


@dataclass(frozen=True, kw_only=True, slots=True)
class Scope:
    """Where an expression stands: what the run is about, which event `event` is (None: any or none), the steps.

    `outcomes` holds those of steps that say beforehand what can come of them. `item` is the name and the kind of the
    item, in a track that is for one.
    """

    subject: SubjectKind
    event: EventType | None = None
    step_ids: frozenset[str] = frozenset()
    outcomes: tuple[tuple[str, tuple[str, ...]], ...] = ()
    item: tuple[str, Type] | None = None


@dataclass(frozen=True, kw_only=True, slots=True)
class Schema:
    """The names of one scope, and the facts of every record in it."""

    names: Mapping[str, Type]
    records: Mapping[str, Mapping[str, Type]]

    def of(self, record: Type) -> Mapping[str, Type]:
        """The facts below a value; none unless it is a record."""
        return self.records[record.record] if record.record else {}


def _type_of(hint: object) -> Type:
    origin, args = get_origin(hint), get_args(hint)
    if origin in (Union, UnionType):
        [inner] = [each for each in args if each is not type(None)]
        return _type_of(inner).optional()
    if origin is tuple:
        return Type(sort=Sort.LIST, of=_type_of(args[0]))
    if not isinstance(hint, type):
        raise TypeError(f"{hint!r} can't be a fact")
    if hint in _SCALARS:
        return _SCALARS[hint]
    if issubclass(hint, StrEnum):
        return Type(sort=Sort.TEXT, choices=tuple(hint))
    return Type(sort=Sort.RECORD, record=hint.__name__.lower())


def _facts(record: type) -> Mapping[str, Type]:
    hints = get_type_hints(record)
    shown = {each.name: _type_of(hints[each.name]) for each in fields(record) if each.name not in _HIDDEN}
    return {**shown, **_ALSO.get(record, {})}


RECORDS: Final[tuple[type, ...]] = (Candidate, Application, Job, Person, Hire, Company, Enrollment)
_FACTS: Final[Mapping[type, Mapping[str, Type]]] = {record: _facts(record) for record in RECORDS}


def facts_of(record: type) -> Mapping[str, Type]:
    """The facts of a record by name; none for a class that is not one of ours."""
    return _FACTS.get(record, {})


STEP_FACTS: Final[Mapping[str, Type]] = {
    "outcome": TEXT.optional(),
    "at": MOMENT.optional(),
    "round": NUMBER.optional(),
    "done": NUMBER.optional(),
}
LOOP_FACTS: Final[Mapping[str, Type]] = {"first": FLAG, "last": FLAG, "index": NUMBER}


def step_name(step_id: str) -> str:
    """How a step's id is written in an expression: `new_role` for `new-role`."""
    return step_id.replace("-", "_")


def carried(spec: EventSpec | None) -> Mapping[str, str]:
    """What that event carries by dotted name with a word on each; with None, what any event carries."""
    if spec is not None:
        return spec.carries
    return {name: means for each in EVENTS.values() for name, means in each.carries.items()}


def _event_records(event: EventType | None) -> dict[str, dict[str, Type]]:
    facts: dict[str, Type] = {
        "type": Type(sort=Sort.TEXT, choices=(event,) if event else tuple(EventType)),
        "at": MOMENT,
    }
    records = {"event": facts}
    for name, means in carried(EVENTS[event] if event else None).items():
        *outer, last = name.split(".")
        holder = facts
        if outer:
            record = f"event.{outer[0]}"
            holder = records.setdefault(record, {})
            facts[outer[0]] = Type(sort=Sort.RECORD, record=record)
        kind = DAY if last.endswith("_date") else TEXT
        holder[last] = Type(sort=kind.sort, is_optional=True, means=means)
    return records


@lru_cache(maxsize=256)
def schema_for(scope: Scope) -> Schema:
    """All that an expression in that place may name."""
    always_there = {"candidate", "company", "enrollment", "steps", "now"}
    if scope.subject in _WITH_APPLICATION:
        always_there.add("application")
    if scope.subject is SubjectKind.HIRE:
        always_there.add("hire")
    if scope.event is not None:
        always_there.add("event")
    names = {
        name: replace(_KINDS[name], is_optional=name not in always_there, means=means) for name, means in _MEANS.items()
    }
    if scope.item is not None:
        name, kind = scope.item
        names[name] = replace(kind, means="the item that this track is for")
    records: dict[str, Mapping[str, Type]] = {each.__name__.lower(): facts_of(each) for each in RECORDS}
    step = Type(sort=Sort.RECORD, record="step")
    told = {f"step {step_id}": outcomes for step_id, outcomes in scope.outcomes}
    steps = {
        each: Type(sort=Sort.RECORD, record=f"step {each}") if f"step {each}" in told else step
        for each in scope.step_ids
    }
    records |= {"steps": {step_name(each): kind for each, kind in steps.items()}}
    for record, outcomes in told.items():
        records[record] = {**STEP_FACTS, "outcome": replace(STEP_FACTS["outcome"], choices=outcomes)}
    records |= {"step": STEP_FACTS, "loop": LOOP_FACTS, **_event_records(scope.event)}
    return Schema(names=names, records=records)
