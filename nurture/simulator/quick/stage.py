"""What all lives of a quick rehearsal share: the plans, the company, and whether the plans can be played this way."""

from collections.abc import Iterator, Mapping
from typing import Final

from nurture.domain.events import BY_OUR_MAILS, EventType
from nurture.domain.past import PAST_FACTS, TOLD_FACT
from nurture.domain.records import Company
from nurture.domain.related import RELATED
from nurture.engine.hearing import NEWS_OF_JOBS
from nurture.language.check import Checked
from nurture.language.company import CompanyFile
from nurture.language.plan import Plan, plan_of
from nurture.language.sequence import Sequence
from nurture.language.steps import (
    BranchStep,
    EmailStep,
    ExitStep,
    RepeatStep,
    SplitStep,
    Step,
    TogetherStep,
    WaitForStep,
    WaitStep,
    every_step,
)
from nurture.language.steps.email import MERGE, TASK
from nurture.values import frozen

PLAYED: Final = (EmailStep, WaitStep, WaitForStep, BranchStep, SplitStep, RepeatStep, TogetherStep, ExitStep)
"""The kinds of steps that need nothing but a person's own record: the rest is played with the whole of it."""

_NEED_MORE: Final[Mapping[type[Step], tuple[str, ...]]] = {
    EmailStep: ("approve", "digest", "once", "unless_sent"),
    SplitStep: ("decide",),
}
"""Keys of those that do need more."""

_NOT_THEIR_OWN: Final = (
    *("openings", "job.applications", "job.opened_at"),
    *(f"job.{name}" for name in PAST_FACTS),
    f"application.{TOLD_FACT}",
    *sorted(BY_OUR_MAILS),
    EventType.APPLICATION_IDLE,
)
"""Facts that follow from what happens to others, or to the person with other jobs, and news that follows from what
another run does, or from nothing happening."""


@frozen
class Stage:
    """The plans, those first that have a person before others of their group, and whose they are."""

    plans: tuple[Plan, ...]
    company_file: CompanyFile
    company: Company


def stage_of(checked: Checked) -> Stage:
    """The stage for sequences that are in order."""
    assert checked.company is not None, "a folder that is in order has a company file"
    sequences = sorted((each.sequence for each in checked.sequences), key=lambda each: (-each.priority, each.sequence))
    plans = tuple(plan_of(sequence, version=1) for sequence in sequences)
    return Stage(plans=plans, company_file=checked.company, company=checked.company.record)


def why_not(checked: Checked) -> tuple[str, ...]:
    """What in these sequences takes the whole record, in words; nothing: they can be played quickly."""
    return tuple(reason for each in checked.sequences for reason in _reasons(each.sequence))


def _reasons(sequence: Sequence) -> Iterator[str]:
    if sequence.for_ in RELATED:
        yield f"{sequence.sequence} is `for: {sequence.for_}`"
    text = sequence.model_dump_json(by_alias=True)
    yield from (f"{sequence.sequence} names `{fact}`" for fact in _NOT_THEIR_OWN if fact in text)
    if sequence.displaces or any(trigger.again.restart for trigger in sequence.enroll):
        yield f"{sequence.sequence} ends runs to begin others"
    if any(trigger.at or trigger.every or not NEWS_OF_JOBS.isdisjoint(trigger.events) for trigger in sequence.enroll):
        yield f"{sequence.sequence} lets many in at once"
    for rule in ("at_most", "digest"):
        if getattr(sequence.send, rule):
            yield f"{sequence.sequence} has `send: {rule}`"
    if any(rule.grace or rule.scope for rule in sequence.exit):
        yield f"{sequence.sequence} has an exit with `grace` or `scope`"
    for step in every_step(sequence.steps):
        if isinstance(step, ExitStep) and step.scope:
            yield f"{sequence.sequence}/{step.id} has `scope`"
        if not isinstance(step, PLAYED):
            yield f"{sequence.sequence}/{step.id} is a `{step.KIND}`"
        if isinstance(step, TogetherStep) and step.together.each:
            yield f"{sequence.sequence}/{step.id} has `each`"
        if isinstance(step, EmailStep) and (len(step.email) > 1 or step.if_late in (MERGE, TASK)):
            yield f"{sequence.sequence}/{step.id} may send one mail or another"
        for key in _NEED_MORE.get(type(step), ()):
            if getattr(step, key):
                yield f"{sequence.sequence}/{step.id} has `{key}`"
