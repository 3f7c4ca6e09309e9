"""The published facts as plain data: names, records, what events carry, filters and functions."""

from collections.abc import Mapping
from dataclasses import asdict
from typing import Final, TypeAlias

from nurture.domain.events import EVENTS, spec_of
from nurture.domain.own import NOTHING_OWN, Own
from nurture.domain.subject import SubjectKind
from nurture.language.functions import FILTERS, FUNCTIONS, Signature
from nurture.language.kinds import Sort, Type
from nurture.language.named_conditions import by_use
from nurture.language.schema import STEP_FACTS, NamedCondition, Scope, schema_for
from nurture.values import frozen

_INSIDE: Final = frozenset({"steps", "loop"})
"""Records without facts of their own, and those of a template's loop."""


@frozen
class Fact:
    """One name. `record` says whose facts stand below it, `of` what a list's items are, `said` its type in words.

    `choices` are the only words that it can be, where they are known.
    """

    name: str
    type: str
    said: str
    record: str | None
    of: str | None
    choices: tuple[str, ...]
    may_be_missing: bool
    means: str


@frozen
class Call:
    """A filter or function: how it is written, what it takes, and what it gives (None: the kind that it took)."""

    name: str
    written: str
    takes: tuple[str, ...]
    gives: str | None
    means: str


Facts: TypeAlias = Mapping[str, tuple[Fact, ...]]
"""Facts by the record whose they are."""


@frozen
class Published:
    """All that a condition or template may name in one place."""

    about: SubjectKind
    event: str | None
    names: tuple[Fact, ...]
    records: Facts
    events: Facts
    functions: tuple[Call, ...]
    filters: tuple[Call, ...]

    def as_data(self) -> dict[str, object]:
        """For JSON."""
        return asdict(self)


def published(subject: SubjectKind, event: str | None = None, own: Own = NOTHING_OWN) -> Published:
    """What can be named in a run about that subject, while `event` is that one (None: any, or none).

    `own` is what the company adds.
    """
    named = tuple(NamedCondition(name=name, text=text) for name, text in by_use(own.conditions).items())
    schema = schema_for(Scope(subject=subject, event=event, own=own, conditions=named))
    records = {
        name: _facts(facts)
        for name, facts in {**schema.records, "step": STEP_FACTS}.items()
        if name not in _INSIDE and not name.startswith("event")
    }
    return Published(
        about=subject,
        event=event,
        names=_facts(schema.names),
        records=records,
        events={each: _carried(subject, each, own) for each in ((event,) if event else (*EVENTS, *own.events))},
        functions=tuple(_call(name, written(name, each), each) for name, each in FUNCTIONS.items()),
        filters=tuple(_call(name, f"… | {name}", each) for name, each in FILTERS.items()),
    )


def _carried(subject: SubjectKind, event: str, own: Own) -> tuple[Fact, ...]:
    """What this event carries, each under its full name."""
    schema = schema_for(Scope(subject=subject, event=event, own=own))
    spec = spec_of(event, own.events)
    found = []
    for name in ("type", "at", *spec.carries):
        outer, _, last = name.rpartition(".")
        record = schema.records[f"event.{outer}" if outer else "event"]
        found.append(_fact(f"event.{name}", record[last]))
    return tuple(found)


def _facts(facts: Mapping[str, Type]) -> tuple[Fact, ...]:
    return tuple(_fact(name, kind) for name, kind in facts.items())


def _fact(name: str, kind: Type) -> Fact:
    return Fact(
        name=name,
        type=kind.sort.name.lower(),
        said=f"a list of {kind.of.said()}" if kind.of else kind.said(),
        record=kind.record,
        of=kind.of.sort.name.lower() if kind.of else None,
        choices=kind.choices,
        may_be_missing=kind.is_optional,
        means=kind.means,
    )


def written(name: str, signature: Signature) -> str:
    """A function as it is written, with a place for each thing that it takes."""
    return f"{name}({', '.join('…' for _ in range(signature.args[1]))})"


def _call(name: str, written: str, signature: Signature) -> Call:
    return Call(
        name=name,
        written=written,
        takes=tuple(sort.name.lower() for sort in Sort if sort in signature.takes),
        gives=signature.gives.name.lower() if signature.gives else None,
        means=signature.means,
    )
