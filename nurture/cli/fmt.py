"""`nurture fmt`."""

import os
from collections.abc import Iterator
from pathlib import Path
from typing import Annotated

import typer

from nurture.errors import NotFound
from nurture.language.check import COMPANY
from nurture.language.company import CompanyFile
from nurture.language.diagnostics import render
from nurture.language.layout import lay_out
from nurture.language.load import read
from nurture.language.sequence import Sequence


def fmt(
    paths: Annotated[
        list[Path] | None,
        typer.Argument(metavar="[FILES]...", help="Sequences, or folders of them.", show_default="the whole folder"),
    ] = None,
    check: Annotated[bool, typer.Option("--check", help="Write nothing; name what is laid out differently.")] = False,
    folder: Annotated[Path, typer.Option(envvar="NURTURE_SEQUENCES", help="The folder of sequences.")] = Path(
        "sequences"
    ),
) -> None:
    """Bring sequences and company.yaml into one layout. Names the files that change.

    Indentation, quotes, empty lines, the order of keys, and how durations and hours are written. What a file means
    never changes, and no comment is lost: where that can't be said, it stays as it is.

    Example: nurture fmt --check
    """
    is_wrong = False
    for path in _files(paths or [folder]):
        source = read(path)
        made = lay_out(source.text, path, CompanyFile if path.name == COMPANY else Sequence)
        faults = source.diagnostics if source.data is None else made.diagnostics
        if faults:
            typer.echo(render(faults, {path: source.text}), err=True)
            is_wrong = True
        elif made.why_not:
            typer.echo(f"{path} stays as it is: {made.why_not}.", err=True)
        elif made.text.encode() != path.read_bytes():
            typer.echo(path)
            is_wrong = is_wrong or check
            if not check:
                _replace(path, made.text)
    if is_wrong:
        raise typer.Exit(1)


def _files(paths: list[Path]) -> Iterator[Path]:
    for path in paths:
        if path.is_dir():
            yield from sorted(path.glob("*.yaml"))
        elif path.is_file():
            yield path
        else:
            raise NotFound(f"there is no {path}")


def _replace(path: Path, text: str) -> None:
    """Whoever reads the file meanwhile sees the old text or the new, and an interruption leaves one of them."""
    path = path.resolve()  # a link stays one
    aside = path.with_name(f".{path.name}.new")
    aside.write_text(text, encoding="utf-8", newline="\n")
    aside.chmod(path.stat().st_mode)
    os.replace(aside, path)
