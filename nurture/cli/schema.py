"""`nurture schema`."""

from enum import StrEnum
from pathlib import Path
from typing import Annotated

import typer

from nurture.cli.pages.schemas import text_of
from nurture.language.check import own_of_folder


class Kind(StrEnum):
    """The files that recruiting ops writes."""

    SEQUENCE = "sequence"
    COMPANY = "company"


def schema(
    kind: Annotated[Kind, typer.Argument(help="Of which file.")] = Kind.SEQUENCE,
    folder: Annotated[
        Path, typer.Option(envvar="NURTURE_SEQUENCES", help="The folder whose company.yaml adds events and roles.")
    ] = Path("sequences"),
) -> None:
    """Write the JSON Schema by which an editor completes, explains and underlines.

    VS Code does it with the YAML extension, for files whose first line is
    `# yaml-language-server: $schema=sequence.schema.json`.

    Example: nurture schema > sequences/sequence.schema.json
    """
    typer.echo(text_of(kind, own_of_folder(folder)))
