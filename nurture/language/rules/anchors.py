"""Waits, and leads, that count from a fact: it must be a date, and known for what the run is about."""

from collections.abc import Iterator, Mapping
from contextlib import suppress
from functools import lru_cache
from typing import Final

from nurture.domain.enrollment import Enrollment
from nurture.domain.events import spec_of
from nurture.domain.records import Application, Candidate, Hire, Job
from nurture.domain.related import RELATED
from nurture.domain.subject import SubjectKind
from nurture.domain.values import ValueKind
from nurture.language import codes
from nurture.language.diagnostics import Diagnostic
from nurture.language.faults import one_of
from nurture.language.kinds import Sort
from nurture.language.load import Where
from nurture.language.nodes import Node
from nurture.language.rules.draft import Draft
from nurture.language.rules.events_in_force import events_at
from nurture.language.rules.items import dates_of
from nurture.language.schema import facts_of, own_facts, step_name
from nurture.timing.errors import TimingError
from nurture.timing.lead import Lead
from nurture.timing.on_date import OnDate
from nurture.timing.wait import Wait

_RECORDS: Final[Mapping[str, type]] = {
    "enrollment": Enrollment,
    "candidate": Candidate,
    "application": Application,
    "job": Job,
    "hire": Hire,
    **{kind.value: record for kind, record in RELATED.items()},
}
_DATES: Final = (Sort.DAY, Sort.MOMENT)
_KINDS: Final = (ValueKind.DATE, ValueKind.TIME)
_OF_A_PERSON: Final = ("enrollment", "candidate")


def anchors_are_dates(draft: Draft) -> Iterator[Diagnostic]:
    """Everything that counts from a fact counts from a date that this kind of run has."""
    own = {
        record: tuple(f"{record}.{name}" for name, fact in own_facts(draft.own, record).items() if fact.sort in _DATES)
        for record in draft.own.fields
    }
    every = {name for facts in (_date_facts(), own) for names in facts.values() for name in names}
    answers = [f"steps.{step_name(step)}.answer" for step in sorted(draft.asking())]
    usable = [*_date_names(draft.subject, _date_facts()), *_date_names(draft.subject, own), *answers]
    for node in draft.nodes:
        for key, anchor in _anchors(node):
            is_of_event = anchor.startswith("event.") and node.where[:1] != ("enroll",)
            of_event = _dates_of_events(draft, (*node.where, key)) if is_of_event else []
            if anchor in usable or anchor in of_event or anchor in dates_of(draft, (*node.where, key)):
                continue
            if anchor in every:
                said = f"a run about a {draft.subject} has no `{anchor}`"
                record = anchor.partition(".")[0]
                hint = (
                    f"add `for: {record}` if each run is about one"
                    if record in set(RELATED)
                    else "add `for: application` or `for: hire` if each run is about one"
                )
            else:
                said = f"`{anchor}` is not a date that can be counted from"
                hint = one_of(anchor, of_event or usable)
            yield draft.at(codes.UNKNOWN_ANCHOR, (*node.where, key), said, hint)


def _anchors(node: Node) -> Iterator[tuple[str, str]]:
    """The facts that its waits and leads count from, by key."""
    for kind in (Wait, Lead, OnDate):
        for key, text in node.texts_of(kind):
            with suppress(TimingError):  # told where the text is read
                if anchor := kind.parse(text).anchor:
                    yield key, anchor


def _date_names(subject: SubjectKind, facts: Mapping[str, tuple[str, ...]]) -> list[str]:
    around = _OF_A_PERSON if subject is SubjectKind.CANDIDATE else tuple(_RECORDS)
    records = [record for record in around if record not in set(RELATED) or record == subject]
    return [name for record in records for name in facts.get(record, ())]


def _dates_of_events(draft: Draft, where: Where) -> list[str]:
    """What each event that may be in force there carries as a date."""
    told = [spec_of(event, draft.own.events) for event in events_at(draft, where)]
    names = [{name for name in spec.carries if spec.kind_of(name) in _KINDS} for spec in told]
    return [f"event.{name}" for name in sorted(set[str].intersection(*names))] if names else []


@lru_cache(maxsize=1)
def _date_facts() -> Mapping[str, tuple[str, ...]]:
    return {
        record: tuple(f"{record}.{name}" for name, fact in facts_of(kind).items() if fact.sort in _DATES)
        for record, kind in _RECORDS.items()
    }
