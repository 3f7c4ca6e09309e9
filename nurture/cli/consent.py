"""`nurture consent`."""

import asyncio
from datetime import datetime
from typing import Annotated, Final

import typer

from nurture.cli.session import as_usage, database, person, settings_from_environment, telling_of_the_database, user
from nurture.cli.tables import local, screen, table
from nurture.config import Settings
from nurture.domain.consent import BY_HAND, Basis, Consent, ConsentKind
from nurture.errors import NotSetUp
from nurture.language.sequence import Purpose
from nurture.service.consents import Told, tell_consent
from nurture.service.lives import Life, life_of
from nurture.service.moments import when
from nurture.service.parts import parts_from
from nurture.service.waking import start_and_wake
from nurture.store import consents, published

_DEEDS: Final = {"give": ConsentKind.GIVEN, "withdraw": ConsentKind.WITHDRAWN}


def consent(
    words: Annotated[
        list[str],
        typer.Argument(
            metavar="[give|withdraw] CANDIDATE", help="Of the candidate: mail address, our id, or the ATS's."
        ),
    ],
    until: Annotated[
        datetime | None,
        typer.Option(formats=["%Y-%m-%d"], help="The last day.", show_default="by the lifetime in company.yaml"),
    ] = None,
    source: Annotated[str, typer.Option(help="How we know: a form, a call.")] = BY_HAND,
    purpose: Annotated[Purpose, typer.Option(help="Messages of which purpose.")] = Purpose.NURTURE,
    basis: Annotated[Basis, typer.Option(help="On which ground.")] = Basis.CONSENT,
    at: Annotated[datetime | None, typer.Option(help="When, on this machine's clock.", show_default="now")] = None,
) -> None:
    """Show what somebody agreed to and took back, or note that they gave or withdrew their consent.

    Example: nurture consent give mara@home.example --until 2027-01-31 --source "signed at the fair"
    """
    deed, name = _read(words)
    settings = settings_from_environment()
    with database(settings) as store, store.read() as conn:
        who = person(conn, name)
        life = life_of(conn, who.id, company_zone=published.company_zone(conn))
        entries = consents.history(conn, life.candidate.id)
    if deed is None:
        _show(entries, life)
        return
    with as_usage("--at"):
        told_at = when(at.astimezone() if at else None, settings.clock().now())
    with as_usage("--until"):
        told = Told(
            candidate_id=who.id,
            kind=deed,
            by=user(),
            at=told_at,
            until=until.date() if until else None,
            purpose=purpose,
            basis=basis,
            source=source,
        )
    noted = _note(told, settings)
    ends = f" until {noted.until}" if noted.until else ""
    typer.echo(f"{who.called}: consent to {purpose} mail is {noted.kind}{ends}.")


def _read(words: list[str]) -> tuple[ConsentKind | None, str]:
    """What is to be done, None: shown, and about whom."""
    *deed, name = words
    if len(deed) > 1 or (deed and deed[0] not in _DEEDS):
        raise typer.BadParameter(f"“{' '.join(words)}” is not understood: write give or withdraw, and one candidate.")
    return (_DEEDS[deed[0]] if deed else None), name


def _note(told: Told, settings: Settings) -> Consent:
    parts = parts_from(settings)
    try:
        with telling_of_the_database():
            noted, taken = tell_consent(parts, told)
        try:
            asyncio.run(start_and_wake(parts, taken))
        except NotSetUp as away:
            later = "whoever enters by it is started later, and who waits hears of it when next awake"
            typer.echo(f"{away.message}: it is on record; {later}.", err=True)
        return noted
    finally:
        parts.close()


def _show(entries: tuple[Consent, ...], life: Life) -> None:
    if not entries:
        typer.echo(f"Nothing is on record of a consent of {life.called}.", err=True)
        return
    screen().print(f"{life.called}, times in {life.zone.key}", style="bold underline")
    rows = (
        (
            local(each.at, life.zone),
            each.purpose,
            each.kind,
            str(each.until or ""),
            each.basis,
            each.source,
            each.noted_by or "",
        )
        for each in entries
    )
    heads = ("at", "purpose", "", "until", "basis", "source", "noted by")
    screen().print(table(heads, rows))
