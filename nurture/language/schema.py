"""The published schema of facts: which names there are, what each is, and which may be missing.

Made from the records in `nurture.domain`, so a new field there is a new fact here. What is not in it can't be reached.
"""

from collections.abc import Mapping
from dataclasses import fields
from datetime import date, datetime
from enum import StrEnum
from functools import lru_cache
from types import UnionType
from typing import Final, Union, get_args, get_origin, get_type_hints

from nurture.domain.enrollment import Enrollment
from nurture.domain.events import EVENTS, EventSpec, spec_of
from nurture.domain.own import NOTHING_OWN, Own
from nurture.domain.records import Application, Candidate, Company, Hire, Job, Person
from nurture.domain.related import HANGS_ON_APPLICATION, RELATED, Interview
from nurture.domain.subject import SubjectKind
from nurture.domain.values import ValueKind
from nurture.language.fact_words import FACT_WORDS
from nurture.language.kinds import DAY, FLAG, MOMENT, NUMBER, TEXT, Sort, Type
from nurture.values import frozen, replace

_SCALARS: Final[Mapping[type, Type]] = {
    str: TEXT,
    bool: FLAG,
    int: NUMBER,
    float: NUMBER,
    datetime: MOMENT,
    date: DAY,
}
_HIDDEN: Final = frozenset({"closed_days", "office_hours", "text_hours", "subject", "candidate_id", "own", "by"})
"""Fields that are for the engine and say nothing to an author."""

_ALSO: Final[Mapping[type, Mapping[str, Type]]] = {Person: {"first_name": TEXT}, Interview: {"first_of_day": FLAG}}
"""Properties that are facts too."""

_MEANS: Final = {
    "candidate": "the person this is about",
    "application": "the application this is about",
    "job": "the application's job; in a run that news of a job began, that job; in a condition on a job's event, that "
    "event's job",
    "recruiter": "who recruits for it",
    "coordinator": "who arranges it",
    "hiring_manager": "whom the job reports to",
    "referrer": "who recommended the person",
    "hire": "the hire, once there is one",
    "openings": "the jobs that take applications, the newest first",
    "interview": "the interview this is about",
    "offer": "the offer this is about",
    "referral": "the referral this is about",
    "assignment": "the assignment this is about",
    "company": "us, from company.yaml",
    "enrollment": "this run of the sequence",
    "steps": "what came of earlier steps: steps.<id>.outcome, with _ for -",
    "event": "the newest event that a wait saw, else the one that started the run",
    "now": "the present",
}

_OF_OURS: Final = "a field of your own, from company.yaml"

NAMES: Final = tuple(_MEANS)
"""Every name that stands first in an expression."""

_OF_VALUES: Final[Mapping[ValueKind, Type]] = {
    ValueKind.TEXT: TEXT,
    ValueKind.NUMBER: NUMBER,
    ValueKind.YES_NO: FLAG,
    ValueKind.DATE: DAY,
    ValueKind.TIME: MOMENT,
    ValueKind.LIST: Type(sort=Sort.LIST, of=TEXT),
}
"""What values of a declared kind are."""

_KINDS: Final[Mapping[str, Type]] = {
    **{name: Type(sort=Sort.RECORD, record=name) for name in _MEANS},
    **dict.fromkeys(
        ("recruiter", "coordinator", "hiring_manager", "referrer"), Type(sort=Sort.RECORD, record="person")
    ),
    "openings": Type(sort=Sort.LIST, of=Type(sort=Sort.RECORD, record="job")),
    "now": MOMENT,
}


@frozen
class Scope:
    """Where an expression stands: what the run is about, which event `event` is (None: any or none), the steps.

    `events` are all that may be in force there, each of which has a scope of its own.
    `outcomes` holds those of steps that say beforehand what can come of them, `dated` the steps that ask for a date and
    nothing else, `own` what the company adds; `has_survey` is True in the mail that brings a survey, and knows its
    link. `item` is the name and the kind of the item, in a track that is for one. `conditions` are
    those that have a name; `is_definition` is True where one gets its name, and on which event it is judged is open.
    """

    subject: SubjectKind
    event: str | None = None
    events: tuple[str, ...] = ()
    step_ids: frozenset[str] = frozenset()
    outcomes: tuple[tuple[str, tuple[str, ...]], ...] = ()
    own: Own = NOTHING_OWN
    has_survey: bool = False
    dated: frozenset[str] = frozenset()
    item: tuple[str, Type] | None = None
    conditions: tuple["NamedCondition", ...] = ()
    is_definition: bool = False


@frozen
class NamedCondition:
    """A condition by the name under which others use it. `told` is what is wrong with it wherever it is used: codes
    with their offsets, told where it is defined."""

    name: str
    text: str
    told: frozenset[tuple[str, int]] = frozenset()


@frozen
class Schema:
    """The names of one scope, and the facts of every record in it."""

    names: Mapping[str, Type]
    records: Mapping[str, Mapping[str, Type]]
    conditions: Mapping[str, NamedCondition]

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
    return _with_words(record.__name__.lower(), {**shown, **_ALSO.get(record, {})})


def _with_words(record: str, facts: Mapping[str, Type]) -> Mapping[str, Type]:
    words = FACT_WORDS[record]
    return {name: replace(kind, means=words[name]) for name, kind in facts.items()}


RECORDS: Final[tuple[type, ...]] = (
    *(Candidate, Application, Job, Person, Hire, Company, Enrollment),
    *RELATED.values(),
)
_FACTS: Final[Mapping[type, Mapping[str, Type]]] = {record: _facts(record) for record in RECORDS}


def facts_of(record: type) -> Mapping[str, Type]:
    """The facts of a record by name; none for a class that is not one of ours."""
    return _FACTS.get(record, {})


def own_facts(own: Own, record: str) -> Mapping[str, Type]:
    """What a company adds to the facts of a record; all of it may be missing."""
    fields = own.fields.get(record, {})
    return {name: replace(_OF_VALUES[kind], is_optional=True, means=_OF_OURS) for name, kind in fields.items()}


STEP_FACTS: Final[Mapping[str, Type]] = _with_words(
    "step",
    {
        "outcome": TEXT.optional(),
        "at": MOMENT.optional(),
        "round": NUMBER.optional(),
        "answer": TEXT.optional(),
        "score": NUMBER.optional(),
        "done": NUMBER.optional(),
    },
)
_STAGES: Final[Mapping[str, tuple[str, ...]]] = {
    "application": ("stage",),
    "event": ("stage", "from_stage", "to_stage"),
}
"""Facts that name a stage of an application, by record."""
SURVEY_URL: Final = "survey_url"
"""The link to a survey, in the mails that bring it."""
LOOP_FACTS: Final[Mapping[str, Type]] = _with_words("loop", {"first": FLAG, "last": FLAG, "index": NUMBER})


def step_name(step_id: str) -> str:
    """How a step's id is written in an expression: `new_role` for `new-role`."""
    return step_id.replace("-", "_")


def carried(own: Own) -> Mapping[str, tuple[ValueKind, str]]:
    """What any event carries by dotted name: its kind, with a word on it."""
    every = (*own.events.values(), *EVENTS.values())
    return {name: told for spec in every for name, told in _carried_by(spec).items()}


def _carried_by(spec: EventSpec) -> Mapping[str, tuple[ValueKind, str]]:
    return {name: (spec.kind_of(name), means) for name, means in spec.carries.items()}


def _event_records(event: str | None, events: tuple[str, ...], own: Own) -> dict[str, dict[str, Type]]:
    told = events or ((event,) if event else (*EVENTS, *own.events))
    facts = dict(_with_words("event", {"type": Type(sort=Sort.TEXT, choices=told), "at": MOMENT}))
    records = {"event": facts}
    for name, (kind, means) in (_carried_by(spec_of(event, own.events)) if event else carried(own)).items():
        *outer, last = name.split(".")
        holder = facts
        if outer:
            record = f"event.{outer[0]}"
            holder = records.setdefault(record, {})
            facts[outer[0]] = Type(sort=Sort.RECORD, record=record)
        holder[last] = replace(_OF_VALUES[kind], is_optional=True, means=means)
    return records


@lru_cache(maxsize=256)
def schema_for(scope: Scope) -> Schema:
    """All that an expression in that place may name."""
    always_there = {"candidate", "company", "enrollment", "steps", "now", "openings"}
    if scope.subject in HANGS_ON_APPLICATION:
        always_there.add("application")
    if scope.subject is SubjectKind.HIRE or scope.subject in RELATED:
        always_there.add(scope.subject)
    if scope.event is not None or scope.is_definition:
        always_there.add("event")
    names = {
        name: replace(_KINDS[name], is_optional=name not in always_there, means=means)
        for name, means in _MEANS.items()
        if name not in set(RELATED) or name == scope.subject
    }
    if scope.item is not None:
        name, kind = scope.item
        names[name] = replace(kind, means="the item that this track is for")
    others = set(RELATED.values()) - {RELATED.get(scope.subject)}
    records: dict[str, Mapping[str, Type]] = {
        each.__name__.lower(): facts_of(each) for each in RECORDS if each not in others
    }
    person = Type(sort=Sort.RECORD, record="person", is_optional=True)
    names |= {step_name(role): replace(person, means=means) for role, means in scope.own.roles.items()}
    if scope.has_survey:
        names[SURVEY_URL] = replace(TEXT, means="the reader's own link to the survey")
    records |= {record: {**records[record], **own_facts(scope.own, record)} for record in scope.own.fields}
    step = Type(sort=Sort.RECORD, record="step")
    told = {f"step {step_id}": outcomes for step_id, outcomes in scope.outcomes}
    steps = {
        each: Type(sort=Sort.RECORD, record=f"step {each}") if f"step {each}" in told else step
        for each in scope.step_ids
    }
    records |= {"steps": {step_name(each): kind for each, kind in steps.items()}}
    for record, outcomes in told.items():
        answer = STEP_FACTS["answer"]
        if record.removeprefix("step ") in scope.dated:
            answer = replace(answer, sort=Sort.DAY)
        records[record] = {**STEP_FACTS, "outcome": replace(STEP_FACTS["outcome"], choices=outcomes), "answer": answer}
    records |= {"step": STEP_FACTS, "loop": LOOP_FACTS, **_event_records(scope.event, scope.events, scope.own)}
    for record, facts in _STAGES.items():
        known = records[record]
        stages = {name: replace(known[name], stages=scope.own.stages) for name in facts if name in known}
        records[record] = {**known, **stages}
    names |= {each.name: replace(FLAG, means=each.text) for each in scope.conditions}
    return Schema(names=names, records=records, conditions={each.name: each for each in scope.conditions})
