"""Faults of a file as such."""

from typing import Final

from nurture.language.codes.code import Code, Example
from nurture.language.diagnostics import Severity

NOT_YAML: Final = Code(
    code="N001",
    title="This is not YAML",
    why="The file can't be read any further from here. Mostly it is the indentation, a tab, an unclosed "
    "quote, or text with a colon and a space, which must stand in quotes.",
    bad=Example(text="title: Welcome: all applicants\n"),
    good=Example(text='title: "Welcome: all applicants"\n'),
)
DUPLICATE_KEY: Final = Code(
    code="N002",
    title="A key stands twice",
    why="Only one of the two can be meant, and which one would be a guess.",
    bad=Example(text="owner: talent@acme.example\ntitle: Welcome\nowner: people@acme.example\n"),
    good=Example(text="owner: talent@acme.example\ntitle: Welcome\n"),
)
NOT_PLAIN: Final = Code(
    code="N003",
    title="Anchors, aliases and tags are not read",
    why="A sequence says what happens in the place where it happens, so that a reader need not jump. Text "
    "that starts with `&`, `*` or `!` must stand in quotes.",
    bad=Example(text="steps:\n  - id: hello\n    email: &mail hello\n"),
    good=Example(text="steps:\n  - id: hello\n    email: hello\n"),
)
UNREADABLE: Final = Code(
    code="N004",
    title="The file can't be read",
    why="A file of sequences is UTF-8 text of at most 1 MB with one document in it, nested at most 50 deep. "
    "An empty file, one in another encoding or one with control characters is refused.",
    bad=Example(text="", whole=True),
    good=Example(text="title: Welcome\n"),
)
NOT_READ: Final = Code(
    code="N005",
    title="This file is not looked at",
    why="Sequences are the files in the folder itself that end in `.yaml`. A file with another ending would "
    "do nothing, and nobody would notice.",
    bad=Example(files={"later.yml": "sequence: later\n"}),
    good=Example(text="title: Welcome\n"),
    severity=Severity.WARNING,
)
NO_COMPANY: Final = Code(
    code="N006",
    title="company.yaml is missing",
    why="It says who we are, where we are and who signs: every mail and every send window needs that.",
    bad=Example(files={"company.yaml": None}),
    good=Example(
        files={"company.yaml": "name: Acme\npostal_address: 1 Main Street, 10115 Berlin\nzone: Europe/Berlin\n"}
    ),
)
BAD_ALLOW: Final = Code(
    code="N007",
    title="A warning can't be allowed like this",
    why="`# nurture: allow N063, reason` at the end of a line, or on the line above, silences that warning there. The "
    "reason is for whoever reads the file next, so there must be one. Errors can't be allowed.",
    bad=Example(text="title: Welcome  # nurture: allow N063\n"),
    good=Example(
        text="steps:\n  - id: hello\n    email: hello\n"
        "  # nurture: allow N063, the second one has the papers and arrives together with the first\n"
        "  - id: papers\n    email: hello\n"
    ),
)
UNUSED_ALLOW: Final = Code(
    code="N008",
    title="This allows a warning that there is not",
    why="What it allowed has been mended or has moved to another line. Left behind, it would hide the next one.",
    bad=Example(
        text="steps:\n  - id: hello\n    email: hello  # nurture: allow N063, they belong together\n"
        "  - id: pause\n    wait: 3 days\n  - id: more\n    email: hello\n"
    ),
    good=Example(
        text="steps:\n  - id: hello\n    email: hello\n  - id: pause\n    wait: 3 days\n"
        "  - id: more\n    email: hello\n"
    ),
    severity=Severity.WARNING,
)
