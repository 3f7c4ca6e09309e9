"""Examples on generated pages: parts of a sequence that the checker has read."""

from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Final

from nurture.cli.pages.markdown import code
from nurture.language.codes.code import Example
from nurture.language.error_pages import check_example

COMPANY: Final = """\
name: Acme
postal_address: 1 Main Street, 10115 Berlin
zone: Europe/Berlin
country: DE
idle: {after: 5 business days}
"""
"""The company of all examples."""


def example(text: str, template: str | None = None) -> Example:
    """That part of a sequence, with whatever else a folder needs to be checked; a template in place of the usual."""
    templates = {} if template is None else {"templates/hello.md": template}
    return Example(text=text, files={"company.yaml": COMPANY, **templates})


def shown_or_refused(text: str, refused: str) -> str:
    """A part of a sequence as a block of code; where that can't be written, the sentence, and why by the checker."""
    with TemporaryDirectory() as folder:
        found = check_example(example(text), Path(folder)).diagnostics
    return f"{refused}: {'; '.join(each.message for each in found)}." if found else code(text, "yaml")
