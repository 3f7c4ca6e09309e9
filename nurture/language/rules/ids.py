"""Names inside one file."""

from collections.abc import Iterator

from nurture.language import codes
from nurture.language.diagnostics import Diagnostic
from nurture.language.rules.draft import Draft


def step_ids_are_unique(draft: Draft) -> Iterator[Diagnostic]:
    """No id stands twice, in blocks too."""
    for node in draft.step_nodes:
        name = node.data.get("id")
        if isinstance(name, str) and (first := draft.step_ids[name]) != node.where:
            line = draft.source.mark((*first, "id")).line
            yield draft.at(
                codes.DUPLICATE_STEP,
                (*node.where, "id"),
                f"the id `{name}` is taken: the step on line {line} has it",
                f"give this step another, such as `{name}-2`",
            )
