"""`nurture graph`."""

from enum import StrEnum
from pathlib import Path
from typing import Annotated

import typer

from nurture.errors import LanguageError, NotFound
from nurture.language.check import CheckedSequence, check_files, check_folder
from nurture.language.diagnostics import render
from nurture.language.faults import did_you_mean
from nurture.language.graph import picture_of, to_mermaid, to_svg


class Format(StrEnum):
    """What it is drawn with."""

    MERMAID = "mermaid"
    SVG = "svg"


def graph(
    sequence: Annotated[str, typer.Argument(help="The name of a sequence, or its file.")],
    form: Annotated[Format, typer.Option("--format", help="Text that Mermaid draws, or a picture.")] = Format.MERMAID,
    folder: Annotated[
        Path,
        typer.Option(envvar="NURTURE_SEQUENCES", help="The folder of sequences.", show_default="sequences"),
    ] = Path("sequences"),
) -> None:
    """Draw a sequence: who comes in, each step, each way on, and what ends it.

    GitHub and GitLab show Mermaid's text as a picture, in a comment or a page.

    Example: nurture graph silver-medalist --format svg > silver-medalist.svg
    """
    picture = picture_of(_found(sequence, folder).sequence)
    typer.echo(to_svg(picture) if form is Format.SVG else to_mermaid(picture))


def _found(named: str, folder: Path) -> CheckedSequence:
    path = Path(named)
    is_file = path.suffix == ".yaml"
    checked = check_files([path]) if is_file else check_folder(folder)
    for each in checked.sequences:
        if is_file or each.sequence.sequence == named:
            return each
    wrong = [each for each in checked.diagnostics if is_file or each.path.stem == named]
    if wrong:
        typer.echo(render(wrong, checked.sources), err=True)
        raise LanguageError(f"{named} can't be drawn before it is mended")
    names = [each.sequence.sequence for each in checked.sequences]
    raise NotFound(f"there is no sequence {named} in {folder}", hint=did_you_mean(named, names))
