"""Steps that nobody reaches, and mails that come in pairs."""

from collections.abc import Iterator
from itertools import pairwise

from nurture.language import codes
from nurture.language.diagnostics import Diagnostic
from nurture.language.rules.draft import Draft
from nurture.language.steps import EmailStep


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
    """Between two mails to the same person lies a wait."""
    for block in draft.valid_blocks:
        for step, following in pairwise(block):
            if not isinstance(step, EmailStep) or not isinstance(following, EmailStep) or step.to != following.to:
                continue
            if following.unless_sent_within is None:
                yield draft.at(
                    codes.TWO_AT_ONCE,
                    (*draft.step_ids[following.id], "id"),
                    f"`{following.id}` leaves right after `{step.id}`, to the same person",
                    "put a wait between them, such as `wait: 3 days`",
                )
