"""`nurture preview`."""

import os
import sys
import tempfile
import webbrowser
from datetime import datetime
from pathlib import Path
from typing import Annotated

import typer

from nurture.cli.preview_text import headers_of, in_words
from nurture.cli.session import database, person, settings_from_environment
from nurture.config import Settings
from nurture.domain.related import RELATED
from nurture.domain.subject import SubjectKind
from nurture.errors import NotFound, NurtureError
from nurture.language.chain import in_words as chain_in_words
from nurture.language.steps import SmsStep
from nurture.service.preview.facts_file import with_facts
from nurture.service.preview.mails import Manuscript, MessageStep, Preview, manuscript
from nurture.service.preview.mails import preview as compose
from nurture.service.preview.page import Shown, page_of
from nurture.service.preview.people import Sample, known, unknown
from nurture.store import records, related
from nurture.values import replace


def preview(
    sequence: Annotated[str, typer.Argument(help="A sequence's name, or its file.")],
    step: Annotated[str | None, typer.Argument(help="The step that sends the mail; none lists them.")] = None,
    candidate: Annotated[
        str | None, typer.Option(help="A YAML file of facts, or somebody on record.", show_default="an invented person")
    ] = None,
    is_unknown: Annotated[bool, typer.Option("--unknown", help="Somebody of whom next to nothing is known.")] = False,
    language: Annotated[str | None, typer.Option(help="The language that the person reads, such as de.")] = None,
    every: Annotated[bool, typer.Option("--all", help="Every mail in every language, on one page.")] = False,
    only_text: Annotated[bool, typer.Option("--text", help="Write no HTML; show the text here.")] = False,
    look: Annotated[
        bool | None, typer.Option("--open/--no-open", help="Open the HTML.", show_default="where a browser is")
    ] = None,
    out: Annotated[Path | None, typer.Option(help="Where to write the HTML.", show_default="a new folder")] = None,
    folder: Annotated[
        Path | None, typer.Option(help="The folder of sequences.", show_default="NURTURE_SEQUENCES, or sequences")
    ] = None,
) -> None:
    """Show a mail or text exactly as it would be sent, from the files as they stand. Nothing is sent, and nothing kept.

    Without a step it lists the mails of the sequence. The people are invented unless you name somebody; the way out
    at the bottom of a mail looks as it will, and opens nothing.

    Example: nurture preview silver-medalist thanks --language de
    """
    if every and (step or language or only_text):
        raise typer.BadParameter("It shows every mail in every language as HTML: name neither.", param_hint="--all")
    if only_text and (out or look):
        raise typer.BadParameter("It writes no HTML, so there is nothing to write or open.", param_hint="--text")
    settings = settings_from_environment()
    desk = _Desk(
        settings=settings,
        paper=manuscript(sequence, folder or (None if sequence.endswith(".yaml") else settings.sequences)),
        candidate=candidate,
        is_unknown=is_unknown,
    )
    if every:
        _show_all(desk, out, look)
    elif step is None:
        _list(desk)
    else:
        _show_one(desk, step, language, None if only_text else out or _new_file(f"{step}.html"), look)


class _Desk:
    """Shows mails of one sequence, to one person."""

    def __init__(self, *, settings: Settings, paper: Manuscript, candidate: str | None, is_unknown: bool) -> None:
        self.paper = paper
        self._settings = settings
        self._now: datetime = settings.clock().now()
        self._candidate = candidate
        self._is_unknown = is_unknown
        self._found: Sample | None = None

    @property
    def is_chosen(self) -> bool:
        """Whether it is said who reads the mails."""
        return self._is_unknown or self._candidate is not None

    @property
    def now(self) -> datetime:
        """The moment at which the mails would leave."""
        return self._now

    def show(self, step: MessageStep, language: str | None, *, is_unknown: bool = False) -> Preview:
        """The mail in that language, if they read it. Raises a NurtureError where there would be none."""
        sample = self._person(step, is_unknown=is_unknown)
        if language:
            reader = replace(sample.records.candidate, language=language)
            sample = replace(sample, records=replace(sample.records, candidate=reader))
        return compose(self.paper, step, sample, self._settings, self._now)

    def _person(self, step: MessageStep, *, is_unknown: bool) -> Sample:
        invented = (
            unknown(to=step.to[0], about=self.paper.checked.sequence.for_, by_text=isinstance(step, SmsStep))
            if self._is_unknown or is_unknown
            else known(
                self.paper.about_us,
                self._now,
                entered_by=self.paper.entered_by,
                about=self.paper.checked.sequence.for_,
            )
        )
        if self._candidate is None:
            return invented
        path = Path(self._candidate)
        if path.is_file():
            return with_facts(invented, path, self.paper.about_us.own)
        if path.suffix in (".yaml", ".yml"):
            raise NotFound(f"there is no file {path}")
        if self._is_unknown:
            raise typer.BadParameter("Somebody on record is shown as they are.", param_hint="--unknown")
        about = self.paper.checked.sequence.for_
        self._found = self._found or _on_record(self._settings, self._candidate, about)
        return self._found


def _on_record(settings: Settings, who: str, about: SubjectKind) -> Sample:
    """Somebody on record, with their newest application, interview and so on. Raises NotFound, and NotSetUp without a
    database."""
    with database(settings) as store, store.read() as conn:
        found = person(conn, who).id
        applications = records.applications_of(conn, found)
        around = records.around(conn, found, applications[-1].id if applications else None)
        theirs = related.of_candidate(conn, about, found) if about in RELATED else ()
        if about in RELATED and not theirs:
            raise NotFound(f"{who} has no {about}, and the sequence is about one")
        return Sample(records=around, related=related.fact(conn, theirs[-1].of) if theirs else None)


def _list(desk: _Desk) -> None:
    for step in desk.paper.mails:
        tags = ", ".join(tag or desk.paper.company.language for tag in desk.paper.languages(step))
        try:
            subject = desk.show(step, None).message.summary
        except NurtureError as error:
            subject = f"! {error.message}"
        typer.echo(f"{step.id}  to {chain_in_words(step.to)}  ({tags})  {subject}")
    if not desk.paper.mails:
        typer.echo(f"{desk.paper.name} sends no mails.", err=True)


def _show_one(desk: _Desk, name: str, language: str | None, out: Path | None, look: bool | None) -> None:
    shown = desk.show(desk.paper.mail(name), language)
    typer.echo(in_words(shown, desk.now))
    if language and shown.message.language != language:
        typer.echo(f"Not in {language}: that file is not there, or this reader gets none in it.", err=True)
    if out is not None and shown.message.html:
        _write(out, shown.message.html)
        _open(out, look)


def _show_all(desk: _Desk, out: Path | None, look: bool | None) -> None:
    shown = [each for step in desk.paper.mails for each in _variants(desk, step)]
    out = out or _new_file(f"{desk.paper.name}.html")
    _write(out, page_of(desk.paper.checked.sequence.title, shown))
    _open(out, look)
    for each in shown:
        if each.trouble:
            typer.echo(f"{each.step}, {each.reader}: {each.trouble}", err=True)
    if any(each.trouble for each in shown):
        raise typer.Exit(1)


def _variants(desk: _Desk, step: MessageStep) -> list[Shown]:
    """A mail in each language in which this reader may get it, and, if nobody is chosen, once for a stranger."""
    tags = desk.paper.languages(step) if step.is_to_candidate else ("",)
    languages = [tag or desk.paper.company.language for tag in tags]
    shown = [_shown(desk, step, language, is_unknown=False) for language in languages]
    return shown if desk.is_chosen else [*shown, _shown(desk, step, languages[0], is_unknown=True)]


def _shown(desk: _Desk, step: MessageStep, language: str, *, is_unknown: bool) -> Shown:
    reader = f"{language}, little is known" if is_unknown else language
    try:
        made = desk.show(step, language, is_unknown=is_unknown)
    except NurtureError as error:
        return Shown(step=step.id, reader=reader, trouble=str(error))
    return Shown(
        step=step.id,
        reader=reader,
        file=made.file,
        headers=headers_of(made, desk.now),
        html=made.message.html,
        text=made.message.text,
    )


def _new_file(name: str) -> Path:
    return Path(tempfile.mkdtemp(prefix="nurture-preview-")) / name


def _write(path: Path, html: str) -> None:
    try:
        path.write_text(html, encoding="utf-8")
    except OSError as error:
        raise NotFound(f"{path} can't be written: {error.strerror}") from error
    typer.echo(f"{path}", err=True)


def _open(path: Path, wanted: bool | None) -> None:
    """Opens it if asked to, and unasked where somebody sits in front of a screen."""
    has_screen = sys.platform in ("darwin", "win32") or bool(os.environ.keys() & {"DISPLAY", "WAYLAND_DISPLAY"})
    if wanted or (wanted is None and has_screen and sys.stdout.isatty()):
        webbrowser.open(path.resolve().as_uri())
