"""Steps that nobody reaches, and mails that come in pairs."""

from collections.abc import Iterator
from itertools import pairwise, product

from nurture.language import codes
from nurture.language.diagnostics import Diagnostic
from nurture.language.rules.draft import Draft
from nurture.language.steps import EmailStep, Step


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
        for step, following in pairwise(block):
            for earlier, later in product(step.closing(), following.opening()):
                if _reach_the_same(earlier, later) and not _looks_back(later):
                    yield draft.at(
                        codes.TWO_AT_ONCE,
                        (*draft.step_ids[later.id], "id"),
                        f"`{later.id}` leaves right after `{earlier.id}`, to the same person",
                        "put a wait between them, such as `wait: 3 days`",
                    )


def _reach_the_same(one: Step, other: Step) -> bool:
    return isinstance(one, EmailStep) and isinstance(other, EmailStep) and one.to == other.to


def _looks_back(step: Step) -> bool:
    """True for a mail that stays away by itself if another has just left."""
    return isinstance(step, EmailStep) and step.unless_sent_within is not None
