"""`nurture export`."""

import json
import os
from pathlib import Path
from typing import Annotated, Final

import typer

from nurture.cli.operate import By
from nurture.cli.session import database, person, settings_from_environment, telling_of_the_database, user
from nurture.errors import Conflict
from nurture.service import exporting
from nurture.service.parts import parts_from
from nurture.service.persons import ByWhom

STDOUT: Final = "-"


def export(
    candidate: Annotated[str, typer.Argument(metavar="PERSON", help="Mail address, our id, or the ATS's.")],
    to: Annotated[str, typer.Option(metavar="FOLDER|-", help="Where to; - writes the JSON to the terminal.")],
    reason: Annotated[str, typer.Option(help="Why, for the record.")] = "",
    by: By = None,
) -> None:
    """Write everything that is held on a person: export.json for machines, export.html to be read.

    What the ATS holds besides is not in it. Look it through before you hand it out: mails may speak of others.

    Example: nurture export mara@home.example --to mara
    """
    settings = settings_from_environment()
    with database(settings) as store, store.read() as conn:
        who = person(conn, candidate)
    if to != STDOUT:
        _make(Path(to))
    parts = parts_from(settings)
    try:
        with telling_of_the_database():
            whom = ByWhom(by=by or user(), why=reason, at=settings.clock().now())
            document = exporting.export(parts, who.id, whom)
    finally:
        parts.close()
    text = json.dumps(document, indent=2, ensure_ascii=False) + "\n"
    if to == STDOUT:
        typer.echo(text, nl=False)
        return
    for name, content in {"export.json": text, "export.html": exporting.page(document)}.items():
        _write(Path(to) / name, content)
        typer.echo(f"{Path(to) / name}")


def _make(folder: Path) -> None:
    try:
        folder.mkdir(parents=True, exist_ok=True, mode=0o700)
    except OSError as error:
        raise Conflict(f"{folder} can't be made: {error.strerror}") from error
    there = [name for name in ("export.json", "export.html") if (folder / name).exists()]
    if there:
        raise Conflict(f"{folder} holds {' and '.join(there)} already", hint="Name another folder.")


def _write(path: Path, text: str) -> None:
    """For its owner's eyes alone."""
    opened = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    with os.fdopen(opened, "w", encoding="utf-8") as file:
        file.write(text)
