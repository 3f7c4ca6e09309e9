"""A sequence that welcomes people, and what is found in its folder."""

from collections.abc import Callable
from pathlib import Path

from nurture.language.check import Checked

Write = Callable[..., Path]
HEAD = """\
sequence: welcome
title: Welcome
owner: talent@acme.example
purpose: internal
enroll:
  on: application.created
"""
HELLO = "steps:\n  - id: hello\n    email: hello\n"


def found(checked: Checked) -> list[tuple[str, str, int, int]]:
    return [(each.code, each.path.name, each.line, each.col) for each in checked.diagnostics]
