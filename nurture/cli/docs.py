"""`nurture docs`."""

from collections.abc import Container
from pathlib import Path
from typing import Annotated

import typer

from nurture.cli.pages import GENERATORS, schemas


def docs(
    check: Annotated[bool, typer.Option("--check", help="Write nothing; name what is out of date.")] = False,
    folder: Annotated[Path, typer.Option(help="The folder of the documentation.")] = Path("docs"),
    sequences: Annotated[
        Path, typer.Option(help="The folder of sequences, where editors look for the schemas.")
    ] = Path("sequences"),
) -> None:
    """Write what is made from the program: pages on commands, settings, events, facts, steps, errors; schemas.

    Example: nurture docs --check
    """
    wanted = _wanted(folder) | {sequences / name: text for name, text in schemas.files().items()}
    stale = _stale(folder, wanted)
    changed = [path for path, text in wanted.items() if _read(path) != text]
    for path in sorted([*changed, *stale]):
        typer.echo(path.as_posix())
    if check:
        if changed or stale:
            typer.echo("These files are out of date. Make them again: nurture docs", err=True)
            raise typer.Exit(1)
        return
    for path in changed:
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(wanted[path], encoding="utf-8")
    for path in stale:
        path.unlink()


def _wanted(folder: Path) -> dict[Path, str]:
    return {folder / name: text for generator in GENERATORS for name, text in generator.make().items()}


def _stale(folder: Path, wanted: Container[Path]) -> list[Path]:
    """Pages in folders that belong to a generator, and that it no longer makes."""
    owned = [folder / generator.owns for generator in GENERATORS if generator.owns]
    return [path for place in owned for path in sorted(place.glob("*.md")) if path not in wanted]


def _read(path: Path) -> str | None:
    return path.read_text(encoding="utf-8") if path.exists() else None
