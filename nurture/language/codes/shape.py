"""Faults of keys and values."""

from typing import Final

from nurture.language.codes.code import Code, Example

UNKNOWN_KEY: Final = Code(
    code="N010",
    title="Unknown key",
    why="A key that is not part of the language does nothing, so it is refused: mostly it is misspelled or "
    "stands one level too deep or too high.",
    bad=Example(text="steps:\n  - id: hello\n    email: hello\n    hour: always\n"),
    good=Example(text="steps:\n  - id: hello\n    email: hello\n    hours: always\n"),
)
MISSING_KEY: Final = Code(
    code="N011",
    title="A key is missing",
    why="This part can't be understood without it.",
    bad=Example(text="steps:\n  - email: hello\n"),
    good=Example(text="steps:\n  - id: hello\n    email: hello\n"),
)
WRONG_TYPE: Final = Code(
    code="N012",
    title="Another kind of value belongs here",
    why="Text, a number, true or false, a list or a mapping: each key takes one kind. Words such as `yes`, "
    "and times such as `12:30`, are text; text that looks like a number must stand in quotes.",
    bad=Example(text="title: 2026\n"),
    good=Example(text='title: "2026"\n'),
)
NOT_A_CHOICE: Final = Code(
    code="N013",
    title="Not one of the possible values",
    why="This key takes one of a few words.",
    bad=Example(text="purpose: marketing\n"),
    good=Example(text="purpose: internal\n"),
)
UNKNOWN_EVENT: Final = Code(
    code="N014",
    title="Unknown event",
    why="Nothing of that name is ever reported, so a trigger, exit or wait on it would never do anything.",
    bad=Example(text="enroll:\n  on: application.stage_change\n"),
    good=Example(text="enroll:\n  on: application.stage_changed\n  again: never\n"),
)
BAD_NAME: Final = Code(
    code="N015",
    title="This can't be used as a name",
    why="Names of sequences, steps, templates and outcomes stay for ever and turn up in reports and "
    "addresses, so they are plain: lower-case letters, digits and single hyphens, at most 60 of them. "
    "Addresses must look like addresses.",
    bad=Example(text="steps:\n  - id: First mail\n    email: hello\n"),
    good=Example(text="steps:\n  - id: first-mail\n    email: hello\n"),
)
ONE_ACTION: Final = Code(
    code="N016",
    title="A step does exactly one thing",
    why="Each step has an `id` and one action. What a step did is then always clear, to you and to later steps.",
    bad=Example(text="steps:\n  - id: hello\n    wait: 3 days\n    email: hello\n"),
    good=Example(text="steps:\n  - id: pause\n    wait: 3 days\n  - id: hello\n    email: hello\n"),
)
CONTRADICTION: Final = Code(
    code="N018",
    title="These keys don't go together",
    why="One of them would have no effect, or they ask for different things.",
    bad=Example(text="exit:\n  - on: candidate.replied\n    when: candidate.do_not_contact\n    as: gone\n"),
    good=Example(
        text="exit:\n  - on: candidate.replied\n    as: replied\n  - when: candidate.do_not_contact\n    as: gone\n"
    ),
)
