"""The weights of a split's arms."""

from collections.abc import Iterator
from typing import Final

from nurture.language import codes
from nurture.language.diagnostics import Diagnostic
from nurture.language.rules.draft import Draft
from nurture.language.steps import SplitArm

_NEARLY: Final = (80, 120)
_ROUNDING: Final = 0.5
"""Thirds written as 33.3 are meant to make 100."""


def weights_that_look_like_percents_make_100(draft: Draft) -> Iterator[Diagnostic]:
    """Weights whose sum is near 100 were meant to make 100."""
    by_split: dict[tuple[str | int, ...], list[float]] = {}
    for node in draft.nodes:
        weight = node.data.get("weight")
        if node.model is SplitArm and isinstance(weight, int | float):
            by_split.setdefault(node.where[:-1], []).append(weight)
    for where, weights in by_split.items():
        total = sum(weights)
        if _NEARLY[0] <= total <= _NEARLY[1] and abs(total - 100) > _ROUNDING:
            yield draft.at_key(
                codes.WEIGHTS_OFF,
                where,
                f"these weights make {total:g}, not 100",
                "correct one of them; or, if they are no percents, write small numbers such as 1 and 2",
            )
