"""`nurture init`."""

import tempfile
from collections.abc import Callable, Mapping
from functools import partial
from importlib.resources import files
from pathlib import Path
from string import Template
from typing import Annotated, Final

import typer
from pydantic import Field, TypeAdapter, ValidationError

from nurture.errors import Conflict, LanguageError
from nurture.language.check import check_folder
from nurture.language.diagnostics import render
from nurture.language.fields import Email, Language, Title, ZoneName
from nurture.language.places import Country
from nurture.language.writing import in_yaml
from nurture.timing.zones import zone_for_country

SEQUENCE: Final = "application-received"
_MAILS: Final = ("receipt", "still-reading")
_PATHS: Final = ("company.yaml", f"{SEQUENCE}.yaml", *(f"templates/{SEQUENCE}/{mail}.md" for mail in _MAILS))
_TRANSLATED: Final = "de"
"""The language besides English in which the first mails are there."""

_TITLE: Final = TypeAdapter[str](Title)
_ADDRESS: Final = TypeAdapter[str](Annotated[str, Field(min_length=5, max_length=500)])
_COUNTRY: Final = TypeAdapter[str](Country)
_ZONE: Final = TypeAdapter[str](ZoneName)
_LANGUAGE: Final = TypeAdapter[str](Language)
_EMAIL: Final = TypeAdapter[str](Email)


def init(
    name: Annotated[str | None, typer.Option(help="The company, as readers know it.")] = None,
    address: Annotated[str | None, typer.Option(help="Its postal address, for the foot of mails.")] = None,
    country: Annotated[str | None, typer.Option(help="Its country, such as DE: whose holidays are kept.")] = None,
    zone: Annotated[str | None, typer.Option(help="Its time zone, such as Europe/Berlin.")] = None,
    language: Annotated[str | None, typer.Option(help="The language of its mails, such as en.")] = None,
    email: Annotated[
        str | None, typer.Option(help="The recruiting team's mailbox, which signs if nobody else.")
    ] = None,
    owner: Annotated[str | None, typer.Option(help="Whom to ask about the first sequence.")] = None,
    folder: Annotated[Path, typer.Option(help="Where to write it.")] = Path("sequences"),
) -> None:
    """Write a company.yaml and a first sequence with its mails, from a few questions.

    An option answers its question, so that a script is asked nothing. What is there already is never written over.

    Example: nurture init --name Acme --country DE --folder try-out
    """
    _refuse_to_overwrite(folder)
    answers = {
        "name": _answer("What is the company called?", name, _TITLE),
        "address": _answer("Its postal address?", address, _ADDRESS),
        "country": (land := _answer("Its country, in two letters?", country, _COUNTRY)),
        "zone": _answer("Its time zone?", zone, _ZONE, zone_for_country(land)),
        "language": _answer("The language of its mails?", language, _LANGUAGE, "en"),
        "email": (mailbox := _answer("The recruiting team's mailbox?", email, _EMAIL)),
        "owner": _answer("Whom to ask about the first sequence?", owner, _TITLE, mailbox),
    }
    made = _files(answers)
    _check(made)
    _write(folder, made)
    _tell_what_is_next(folder, answers["language"])


def _answer(question: str, given: str | None, kind: TypeAdapter[str], default: str | None = None) -> str:
    """What was given, or what is answered; asked again until it can be understood."""
    ask: Callable[[], str] = partial(typer.prompt, question, default=default, prompt_suffix=" ", err=True)
    while True:
        try:
            return kind.validate_python((given if given is not None else ask()).strip())
        except ValidationError as error:
            first = error.errors()[0]
            context = first.get("ctx", {})
            trouble = ": ".join(part for part in (context.get("said", first["msg"]), context.get("hint")) if part)
            if given is not None:
                raise typer.BadParameter(trouble) from error
            typer.echo(trouble, err=True)


def _files(answers: Mapping[str, str]) -> dict[str, str]:
    """The files by their path in the folder. The mails are in the company's language where we have them in it."""
    told = {**answers, "sender": f"The recruiting team at {answers['name']}"}
    values = {key: in_yaml(" ".join(value.split())) for key, value in told.items()}
    tag = f".{_TRANSLATED}" if answers["language"].partition("-")[0] == _TRANSLATED else ""
    texts = {path: _read(path.replace(".md", f"{tag}.md")) for path in _PATHS}
    return {path: Template(text).substitute(values) if path.endswith(".yaml") else text for path, text in texts.items()}


def _read(name: str) -> str:
    return files("nurture.cli").joinpath("scaffold", *name.split("/")).read_text(encoding="utf-8")


def _refuse_to_overwrite(folder: Path) -> None:
    for name in _PATHS:
        if (folder / name).exists():
            raise Conflict(
                f"{folder / name} is there already, and is not written over",
                hint="Name another folder with --folder.",
            )


def _check(made: Mapping[str, str]) -> None:
    """Raises LanguageError if an answer makes a file that the check refuses; then nothing is written."""
    with tempfile.TemporaryDirectory() as aside:
        _write(Path(aside), made, tell=False)
        checked = check_folder(Path(aside))
        if checked.diagnostics:
            raise LanguageError(render(checked.diagnostics, checked.sources), hint="Nothing was written.")


def _write(folder: Path, made: Mapping[str, str], *, tell: bool = True) -> None:
    try:
        for name, text in made.items():
            path = folder / name
            path.parent.mkdir(parents=True, exist_ok=True)
            with path.open("x", encoding="utf-8") as file:
                file.write(text)
            if tell:
                typer.echo(path)
    except OSError as error:
        raise Conflict(f"{error.filename} can't be written: {error.strerror}") from error


def _tell_what_is_next(folder: Path, language: str) -> None:
    if language.partition("-")[0] not in ("en", _TRANSLATED):
        typer.echo(f"The mails are in English: put them into {language} first.", err=True)
    there = "" if folder == Path("sequences") else f" --folder {folder}"
    typer.echo(
        f"Next:\n"
        f"  nurture check{there}\n"
        f"  nurture preview {SEQUENCE} {_MAILS[0]}{there}\n"
        f"  {f'NURTURE_SEQUENCES={folder} ' if there else ''}nurture dev",
        err=True,
    )
