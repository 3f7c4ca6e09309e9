"""`nurture schema`."""

from enum import StrEnum
from typing import Annotated

import typer

from nurture.cli.pages.schemas import text_of


class Kind(StrEnum):
    """The files that recruiting ops writes."""

    SEQUENCE = "sequence"
    COMPANY = "company"


def schema(kind: Annotated[Kind, typer.Argument(help="Of which file.")] = Kind.SEQUENCE) -> None:
    """Write the JSON Schema by which an editor completes, explains and underlines.

    VS Code does it with the YAML extension, for files whose first line is
    `# yaml-language-server: $schema=sequence.schema.json`.

    Example: nurture schema > sequences/sequence.schema.json
    """
    typer.echo(text_of(kind))
