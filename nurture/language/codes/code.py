"""What a code is."""

import re
from collections.abc import Mapping
from typing import Final

from nurture.language.diagnostics import Severity
from nurture.values import frozen

SEQUENCE: Final = "welcome.yaml"
"""The file that an example's text is, where it doesn't say otherwise."""

_USUAL: Final = {
    "sequence": "sequence: welcome\n",
    "title": "title: Welcome applicants\n",
    "owner": "owner: talent@acme.example\n",
    "purpose": "purpose: internal\n",
    "enroll": "enroll:\n  on: application.created\n",
    "steps": "steps:\n  - id: hello\n    email: hello\n",
}
_USUAL_FILES: Final = {
    "company.yaml": ("name: Acme\npostal_address: 1 Main Street, 10115 Berlin\nzone: Europe/Berlin\ncountry: DE\n"),
    "templates/hello.md": "---\nsubject: Hello\n---\n\nThank you for your interest.\n",
}


@frozen
class Example:
    """Files that show one fault, or how to avoid it.

    `text` is what matters of a sequence: the other keys are the usual ones, unless it is `whole`. `files` are added
    to the usual company file and template, or replace them; None takes one away.
    """

    text: str | None = None
    whole: bool = False
    files: Mapping[str, str | None] | None = None

    def folder(self) -> dict[str, str]:
        """Every file of the example by its path in a folder of sequences."""
        files: dict[str, str | None] = {**_USUAL_FILES, SEQUENCE: self._sequence(), **(self.files or {})}
        return {path: text for path, text in files.items() if text is not None}

    def shown(self) -> dict[str, str]:
        """The files that matter, as a page shows them."""
        text = {} if self.text is None else {SEQUENCE: self.text}
        return text | {path: text for path, text in (self.files or {}).items() if text is not None}

    def _sequence(self) -> str:
        text = self.text or ""
        if self.whole:
            return text
        stated = set(re.findall(r"^(\w+):", text, re.MULTILINE))
        before = [lines for key, lines in _USUAL.items() if key not in stated and key != "steps"]
        after = [] if "steps" in stated else [_USUAL["steps"]]
        return "".join([*before, text, *after])


@frozen
class Code:
    """One kind of fault: its page is made from this, and a test runs both examples."""

    code: str
    title: str
    why: str
    bad: Example
    good: Example
    severity: Severity = Severity.ERROR
