"""Faults of blocks, which are put in where they are used."""

from typing import Final

from nurture.language.codes.code import Code, Example
from nurture.language.diagnostics import Severity

_STEPS: Final = """\
blocks:
  milestone:
    given: [day]
    steps:
      - id: wait
        wait: <day> days
      - id: mail
        email: hello
"""
_USE: Final = "steps:\n  - id: day-3\n    block: milestone\n    with: {day: 3}\n"


def _used(use: str) -> Example:
    return Example(text=f"{_STEPS}steps:\n  - id: day-3\n{use}  - id: last\n    wait: 1 day\n")


UNKNOWN_BLOCK: Final = Code(
    code="N083",
    title="No such block",
    why="`block` puts in steps that stand under `blocks` at the top of the same file.",
    bad=_used("    block: mile-stone\n    with: {day: 3}\n  - id: day-9\n    block: milestone\n    with: {day: 9}\n"),
    good=Example(text=f"{_STEPS}{_USE}"),
)
NOT_GIVEN: Final = Code(
    code="N084",
    title="A block is not given what it takes",
    why="Each use of a block gives a value for every name under its `given`, and for no other; and its steps name each "
    "of them, as `<name>`.",
    bad=_used("    block: milestone\n    with: {days: 3}\n"),
    good=Example(text=f"{_STEPS}{_USE}"),
)
TOO_MANY_BLOCKS: Final = Code(
    code="N086",
    title="Blocks that grow",
    why="A block holds steps, and no other block; and all blocks of a sequence together come to 500 steps at most. "
    "Whoever reads the file finds what happens in one place.",
    bad=Example(
        text=_STEPS.replace(
            "        email: hello\n", "        email: hello\n      - id: again\n        block: milestone\n"
        )
        + _USE
    ),
    good=Example(text=f"{_STEPS}{_USE}"),
)
UNUSED_BLOCK: Final = Code(
    code="N087",
    title="A block that nothing uses",
    why="The steps of a block are looked at where they are put in. What nothing uses is checked by nobody.",
    bad=Example(text=_STEPS),
    good=Example(text=f"{_STEPS}{_USE}"),
    severity=Severity.WARNING,
)
