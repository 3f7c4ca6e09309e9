"""Faults of steps that lead along several ways: arms, rounds, tracks."""

from textwrap import dedent, indent
from typing import Final

from nurture.language.codes.code import Code, Example
from nurture.language.diagnostics import Severity


def _split(first: int, *others: int) -> str:
    """A split with these weights, whose first arm gets a mail."""
    arms = "".join(f"      arm-{number}:\n        weight: {weight}\n" for number, weight in enumerate(others, start=2))
    mail = "        steps:\n          - id: hello\n            email: hello\n"
    return f"steps:\n  - id: which\n    split:\n      arm-1:\n        weight: {first}\n{mail}{arms}"


def _decided(enroll: str, sample: str = "20%") -> str:
    """A split whose arms compete."""
    arms = "".join(
        f"      {name}:\n        weight: 1\n        steps:\n          - id: {name}\n            email: hello\n"
        for name in ("one", "other")
    )
    decide = f"    decide:\n      sample: {sample}\n      after: 4 hours\n      by: application.created\n"
    return f"{enroll}steps:\n  - id: which\n    split:\n{arms}{decide}"


_EVERYBODY_AT_ONCE: Final = (
    "for: candidate\nenroll:\n  every: monday at 09:00\n  where: candidate.country == 'DE'\n  again: after 90 days\n"
)


def _repeat(every: str, times: int) -> str:
    """A mail that is repeated so often."""
    rounds = f"      every: {every}\n      times: {times}\n"
    return f"steps:\n  - id: remind\n    repeat:\n{rounds}      steps:\n        - id: hello\n          email: hello\n"


def _together(until: int) -> str:
    """Two tracks, of which so many must be done."""
    tracks = "".join(
        f"        {name}:\n          - id: {name}-mail\n            email: hello\n            to: {name}\n"
        for name in ("candidate", "recruiter")
    )
    return f"steps:\n  - id: tell\n    together:\n      until: {until}\n      tracks:\n{tracks}"


def _each(items: str, steps: str) -> str:
    """A mail, and these steps for each of the items."""
    head = f"      each: {items}\n      as: topic\n      steps:\n"
    mail = "  - id: hello\n    email: hello\n"
    return f"steps:\n{mail}  - id: by-topic\n    together:\n{head}{indent(steps, ' ' * 8)}"


_LOOK: Final = "- id: look\n  task: Look at {{ topic }}\n"


NESTED_TRACKS: Final = Code(
    code="N045",
    title="Tracks inside the track of an item",
    why="What is done for each item of a list is one track for that item, and has no tracks of its own.",
    bad=Example(text=_each("candidate.tags", dedent(_together(2).removeprefix("steps:\n")))),
    good=Example(text=_each("candidate.tags", _LOOK)),
)
NOT_A_LIST: Final = Code(
    code="N046",
    title="Nothing to go through",
    why="`each` does its steps once for every item of a list: texts such as tags, people, or records with an id. "
    "`nurture facts` tells which facts are lists.",
    bad=Example(text=_each("candidate.title", _LOOK)),
    good=Example(text=_each("candidate.tags", _LOOK)),
)
TOO_FEW_WAYS: Final = Code(
    code="N055",
    title="One way is no choice",
    why="A split needs two arms to tell apart, and `together` two tracks, each with something to do.",
    bad=Example(text=_split(50)),
    good=Example(text=_split(50, 50)),
)
BAD_WEIGHT: Final = Code(
    code="N056",
    title="A weight that nobody can draw",
    why="A weight says how many take an arm, against the others. Whom an arm must not reach any more is taken out "
    "of it by leaving the arm out.",
    bad=Example(text=_split(100, 0)),
    good=Example(text=_split(90, 10)),
)
WEIGHTS_OFF: Final = Code(
    code="N057",
    title="The weights are nearly 100 in all",
    why="Weights count against each other, so they need not make 100. Where they nearly do they are meant as percents, "
    "and the arms are then not as large as they say.",
    bad=Example(text=_split(50, 40)),
    good=Example(text=_split(50, 50)),
    severity=Severity.WARNING,
)
BAD_ROUNDS: Final = Code(
    code="N058",
    title="Rounds that would never come, or never end",
    why="What is repeated needs a time from one round to the next, and a number of rounds after which it ends: "
    "from 1 to 100. Without that time a round has to wait for something itself. "
    "A moment, such as `until 17:00`, is no time between rounds.",
    bad=Example(text=_repeat("1 week", 1000)),
    good=Example(text=_repeat("1 week", 5)),
)
TOO_MANY_TRACKS: Final = Code(
    code="N059",
    title="More tracks than there are",
    why="The run goes on when so many tracks are done. With more than there are it would never go on.",
    bad=Example(text=_together(3)),
    good=Example(text=_together(2)),
)
NO_OCCASION: Final = Code(
    code="N078",
    title="Nobody to wait for",
    why="`decide` gives those who were not drawn the arm that did better with those who were. They must have come in "
    "together: by `every`, or by news of a job.",
    bad=Example(text=_decided("enroll:\n  on: application.created\n")),
    good=Example(text=_decided(_EVERYBODY_AT_ONCE)),
)
BAD_SAMPLE: Final = Code(
    code="N079",
    title="A sample that is nobody, or everybody",
    why="The sample of a split that is decided is drawn at once, and the others wait for what comes of it. There must "
    "be some of both.",
    bad=Example(text=_decided(_EVERYBODY_AT_ONCE, sample="100%")),
    good=Example(text=_decided(_EVERYBODY_AT_ONCE, sample="20%")),
)
