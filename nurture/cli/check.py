"""`nurture check`."""

from collections.abc import Iterator
from pathlib import Path
from typing import Annotated

import typer

from nurture.language.check import Checked, check_files, check_folder
from nurture.language.diagnostics import Diagnostic, Severity, in_order, render, to_json


def check(
    files: Annotated[
        list[Path] | None, typer.Argument(help="Sequences, or folders of them.", show_default="the whole folder")
    ] = None,
    folder: Annotated[
        Path | None,
        typer.Option(
            envvar="NURTURE_SEQUENCES",
            help="The folder of sequences; with FILES, where company.yaml and the templates are.",
            show_default="sequences, or the folder of the first file",
        ),
    ] = None,
    as_json: Annotated[bool, typer.Option("--json", help="Write a JSON list for machines.")] = False,
) -> None:
    """Check sequences, templates and company.yaml.

    Tells everything that is wrong, where, and what to write instead. Every code has a page in docs/errors.

    Example: nurture check sequences/silver-medalist.yaml
    """
    results = list(_results(files or [], folder))
    diagnostics = in_order(found for result in results for found in result.diagnostics)
    sources = {path: text for result in results for path, text in result.sources.items()}
    if as_json:
        typer.echo(to_json(diagnostics))
    elif diagnostics:
        typer.echo(render(diagnostics, sources))
    typer.echo(_summary(diagnostics, len(sources)), err=True)
    if not all(result.ok for result in results):
        raise typer.Exit(1)


def _results(files: list[Path], folder: Path | None) -> Iterator[Checked]:
    if not files:
        yield check_folder(folder or Path("sequences"))
    for path in files:
        if path.is_dir():
            yield check_folder(path)
    if rest := [path for path in files if not path.is_dir()]:
        yield check_files(rest, folder)


def _summary(diagnostics: tuple[Diagnostic, ...], files: int) -> str:
    errors = sum(each.severity is Severity.ERROR for each in diagnostics)
    counts = ((files, "file"), (errors, "error"), (len(diagnostics) - errors, "warning"))
    return ", ".join(f"{count} {word if count == 1 else word + 's'}" for count, word in counts)
