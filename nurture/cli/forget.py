"""`nurture forget`."""

from typing import Annotated

import typer

from nurture.cli.operate import By, Reason
from nurture.cli.session import database, person, settings_from_environment, user
from nurture.cli.tables import screen, table
from nurture.cli.telling import carry_out
from nurture.contracts import TakenIn
from nurture.service.forgetting import Held, held_of
from nurture.service.forgetting import forget as erase_person
from nurture.service.parts import Parts
from nurture.service.persons import ByWhom


def forget(
    candidate: Annotated[str, typer.Argument(metavar="PERSON", help="Mail address, our id, or the ATS's.")],
    reason: Reason,
    yes: Annotated[bool, typer.Option("--yes", help="Don't ask.")] = False,
    dry_run: Annotated[bool, typer.Option("--dry-run", help="Only show what would go.")] = False,
    by: By = None,
) -> None:
    """Erase a person everywhere in Nurture. What happened is still counted, without a name; there is no way back.

    Their runs end, nothing more is sent, and their addresses get no nurture mail, by a keyed hash. In the ATS they stay
    until its own people erase them there.

    Example: nurture forget mara@home.example --reason "request of 2026-11-29"
    """
    settings = settings_from_environment()
    with database(settings) as store, store.read() as conn:
        held = held_of(conn, person(conn, candidate).id)
    if held.is_erased:
        since = f" on {held.erased_at:%Y-%m-%d %H:%M} UTC" if held.erased_at else ""
        typer.echo(f"{held.candidate_id} was erased{since} already.")
        return
    _show(held)
    if dry_run:
        typer.echo("Nothing was erased.")
        return
    if not yes:
        typer.confirm("Erase all of it? There is no way back", abort=True, err=True)
    whom = ByWhom(by=by or user(), why=reason, at=settings.clock().now())

    def deed(parts: Parts) -> TakenIn:
        return erase_person(parts, held.candidate_id, whom).taken

    carry_out(settings, deed)
    typer.echo(f"{held.candidate_id} is forgotten.")


def _show(held: Held) -> None:
    screen().print(table(("what is on record", "rows"), ((called, str(number)) for called, number in held.counts)))
    for run in held.open_runs:
        typer.echo(f"{run} ends.", err=True)
    known = ", ".join(held.known_by)
    typer.echo(f"What the ATS holds of {known} stays there until its own people erase it.", err=True)
