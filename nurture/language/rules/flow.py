"""Steps that nobody reaches."""

from collections.abc import Iterator
from itertools import pairwise

from nurture.language import codes
from nurture.language.diagnostics import Diagnostic
from nurture.language.rules.draft import Draft


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
