"""The pages of docs/ that are made from the program. A new one is a file here and a line in `GENERATORS`."""

from collections.abc import Callable, Mapping
from typing import Final

from nurture.cli.pages import api, ats_support, cli_reference, errors, events, facts, schemas, settings, steps
from nurture.values import frozen

Pages = Mapping[str, str]
"""Texts by their path below docs/."""


@frozen
class Generator:
    """Makes pages. In the folder that it `owns`, a page that it no longer makes is out of date."""

    make: Callable[[], Pages]
    owns: str | None = None


GENERATORS: Final = (
    Generator(make=cli_reference.pages),
    Generator(make=settings.pages),
    Generator(make=ats_support.pages),
    Generator(make=events.pages, owns="events"),
    Generator(make=facts.pages, owns="facts"),
    Generator(make=schemas.pages),
    Generator(make=api.pages),
    Generator(make=steps.pages, owns="steps"),
    Generator(make=errors.pages, owns="errors"),
)
