"""`nurture check`."""

from collections.abc import Iterator
from pathlib import Path
from typing import Annotated

import typer

from nurture.cli.formats import ALLOWED, WRITERS, Format, Report
from nurture.language.check import Checked, check_files, check_folder
from nurture.language.diagnostics import Severity, in_order


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
    form: Annotated[
        Format, typer.Option("--format", help="For people, machines, code scanning, or GitHub Actions.")
    ] = Format.TEXT,
    as_json: Annotated[bool, typer.Option("--json", help="The same as --format json.")] = False,
    allowed: Annotated[
        bool, typer.Option("--allowed", help="List the warnings that are allowed, and why, and nothing else.")
    ] = False,
) -> None:
    """Check sequences, templates and company.yaml.

    Tells everything that is wrong, where, and what to write instead. Every code has a page in docs/errors.

    Example: nurture check sequences/silver-medalist.yaml
    """
    form = Format.JSON if as_json else form
    writers = ALLOWED if allowed else WRITERS
    if form not in writers:
        raise typer.BadParameter(f"--allowed is told as {' or '.join(ALLOWED)}; SARIF holds what is allowed anyway")
    results = list(_results(files or [], folder))
    report = Report(
        diagnostics=in_order(found for result in results for found in result.diagnostics),
        allowed=tuple(dict.fromkeys(each for result in results for each in result.allowed)),
        sources={path: text for result in results for path, text in result.sources.items()},
    )
    if written := writers[form](report):
        typer.echo(written)
    typer.echo(_summary(report), err=True)
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


def _summary(report: Report) -> str:
    errors = sum(each.severity is Severity.ERROR for each in report.diagnostics)
    warnings = len(report.diagnostics) - errors
    counts = ((len(report.sources), "file"), (errors, "error"), (warnings, "warning"))
    told = [f"{count} {word if count == 1 else word + 's'}" for count, word in counts]
    return ", ".join([*told, *([f"{len(report.allowed)} allowed"] if report.allowed else [])])
