"""Steps that nobody reaches, and mails that come in pairs."""

from collections.abc import Iterator
from itertools import combinations, pairwise, product

from nurture.language import codes
from nurture.language.diagnostics import Diagnostic
from nurture.language.rules.draft import Draft
from nurture.language.steps import MESSAGES, EmailStep, RepeatStep, Step, SurveyStep, TogetherStep, every_step
from nurture.language.steps.base import openings


def every_step_is_reached(draft: Draft) -> Iterator[Diagnostic]:
    """Nothing stands after a step that everybody leaves by."""
    for block in draft.valid_blocks:
        for step, following in pairwise(block):
            if step.always_exits():
                yield draft.at(
                    codes.UNREACHABLE,
                    (*draft.step_ids[following.id], "id"),
                    f"nobody gets to `{following.id}`: everybody leaves at `{step.id}`",
                    "move it up, or delete it",
                )
                break


def mails_keep_apart(draft: Draft) -> Iterator[Diagnostic]:
    """Between two mails to the same person lies a wait, whichever ways lead from the one to the other."""
    for block in draft.valid_blocks:
        for earlier, later in _at_the_same_moment(block):
            if isinstance(earlier, SurveyStep) and earlier is not later:  # somebody answered, or had time to
                continue
            if not isinstance(earlier, MESSAGES) or not isinstance(later, MESSAGES) or earlier.to != later.to:
                continue
            if later.unless_sent_within is None:
                said = f"leaves right after `{earlier.id}`" if earlier is not later else "leaves once for each item"
                yield draft.at(
                    codes.TWO_AT_ONCE,
                    (*draft.step_ids[later.id], "id"),
                    f"`{later.id}` {said}, to the same person",
                    "put a wait between them, such as `wait: 3 days`",
                )


def _is_to_the_item(step: Step, each: TogetherStep) -> bool:
    return isinstance(step, EmailStep) and step.to == (each.together.as_,)


def _at_the_same_moment(block: tuple[Step, ...]) -> Iterator[tuple[Step, Step]]:
    for step, following in pairwise(block):
        put_off = _put_off(following)
        yield from product(step.closing(), (first for first in following.opening() if first not in put_off))
    for step in block:
        if isinstance(step, TogetherStep) and step.together.each is not None:
            first = [each for each in step.opening() if not _is_to_the_item(each, step)]
            yield from zip(first, first, strict=True)
        elif step.tracks():
            for one, other in combinations(step.blocks(), 2):
                put_off = [*_put_off(*one), *_put_off(*other)]
                pairs = product(openings((one,)), openings((other,)))
                yield from (pair for pair in pairs if (pair[0] in put_off) == (pair[1] in put_off))


def _put_off(*steps: Step) -> list[Step]:
    """The steps inside these that a `repeat` begins with, but not before its `first`."""
    repeats = (step for step in every_step(steps) if isinstance(step, RepeatStep) and step.repeat.first is not None)
    return [step for repeat in repeats for step in repeat.opening()]
