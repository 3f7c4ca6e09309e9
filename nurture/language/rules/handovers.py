"""Sequences that start each other: they are there, and none goes round without a wait."""

from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass
from typing import Final

from nurture.domain.events import EventType
from nurture.domain.related import RELATED
from nurture.domain.subject import SubjectKind
from nurture.language import codes
from nurture.language.diagnostics import Diagnostic
from nurture.language.faults import one_of
from nurture.language.rules.draft import Draft
from nurture.language.sequence import Sequence
from nurture.language.steps import EnrollStep, Step, WaitForStep, WaitStep, every_step

_BEGINNINGS: Final = {
    SubjectKind.INTERVIEW: EventType.INTERVIEW_SCHEDULED,
    SubjectKind.OFFER: EventType.OFFER_SENT,
    SubjectKind.REFERRAL: EventType.REFERRAL_CREATED,
    SubjectKind.ASSIGNMENT: EventType.ASSIGNMENT_CREATED,
}


@dataclass(frozen=True, kw_only=True)
class Handover:
    """A sequence that is in order, and the draft that it was read from."""

    sequence: Sequence
    draft: Draft


def handovers_lead_somewhere(read: Collection[Handover], names: Collection[str]) -> Iterator[Diagnostic]:
    """What `enroll` starts is one of `names`, and not the sequence itself, nor one that leads back at once."""
    at_once = {each.sequence.sequence: dict(_at_once(each.sequence.steps)) for each in read}
    subjects = {each.sequence.sequence: each.sequence.for_ for each in read}
    for each in read:
        own = each.sequence.sequence
        for step in every_step(each.sequence.steps):
            if isinstance(step, EnrollStep):
                yield from _judge(each.draft, own, step, names, at_once)
                yield from _judge_subject(each.draft, step, each.sequence.for_, subjects.get(step.enroll))


def _judge(
    draft: Draft, own: str, step: EnrollStep, names: Collection[str], at_once: Mapping[str, Mapping[str, str]]
) -> Iterator[Diagnostic]:
    where = (*draft.step_ids[step.id], "enroll")
    if step.enroll == own:
        said = "a sequence can't start itself: whoever is inside does not enter"
        yield draft.at(codes.UNKNOWN_SEQUENCE, where, said, "name another one")
    elif step.enroll not in names:
        others = sorted(set(names) - {own})
        hint = one_of(step.enroll, others) if others else "write its file first"
        yield draft.at(codes.UNKNOWN_SEQUENCE, where, f"there is no sequence `{step.enroll}`", hint)
    elif at_once[own].get(step.enroll) == step.id and own in _reached(step.enroll, at_once):
        said = f"`{step.enroll}` leads back to `{own}`, and nobody waits on the way"
        yield draft.at(codes.ROUND_AND_ROUND, where, said, "put a wait before it, such as `wait: 30 days`")


def _judge_subject(draft: Draft, step: EnrollStep, own: SubjectKind, other: SubjectKind | None) -> Iterator[Diagnostic]:
    """A run about an interview needs one to begin with, and only a run about that same one has it."""
    if other is not None and other in RELATED and other is not own:
        said = f"`{step.enroll}` is `for: {other}`, and no run of this sequence, which is `for: {own}`, has one"
        hint = f"start it by an event, as in `on: {_BEGINNINGS[other]}`"
        yield draft.at(codes.WRONG_SUBJECT, (*draft.step_ids[step.id], "enroll"), said, hint)


def _reached(start: str, at_once: Mapping[str, Mapping[str, str]]) -> set[str]:
    """The sequences that begin at once when that one does."""
    found: set[str] = set()
    ahead = [start]
    while ahead:
        new = set(at_once.get(ahead.pop(), ())) - found
        found |= new
        ahead.extend(new)
    return found


def _at_once(steps: tuple[Step, ...]) -> Iterator[tuple[str, str]]:
    """The sequences that these steps may start before any wait, each with the step that does."""
    for step in steps:
        if isinstance(step, EnrollStep):
            yield step.enroll, step.id
        if isinstance(step, WaitStep) or (isinstance(step, WaitForStep) and step.wait_for.when is None):
            return
        for block in step.blocks():
            yield from _at_once(block)
