"""`nurture why`."""

from typing import Annotated

import typer
from rich.console import Console

from nurture.cli.session import database, person, settings_from_environment
from nurture.cli.tables import local, screen
from nurture.service.lives import Life, life_of
from nurture.store import decisions, published
from nurture.store.decisions import Decision


def why(
    candidate: Annotated[str, typer.Argument(help="Mail address, our id, or the ATS's.")],
    sequence: Annotated[str | None, typer.Option(help="Only what was decided in this sequence.")] = None,
) -> None:
    """Say why: every decision about a person in a sentence, oldest first, with the rule and what it looked at.

    Times are on the person's own clock.

    Example: nurture why mara@home.example --sequence silver-medalist
    """
    with database(settings_from_environment()) as store, store.read() as conn:
        life = life_of(conn, person(conn, candidate).id, company_zone=published.company_zone(conn))
        decided = decisions.of_candidate(conn, life.candidate.id)
        commits = {(row.sequence, row.version): row.commit for row in published.versions(conn)}
    told = [each for each in decided if sequence in (None, each.sequence)]
    if not told:
        about = f" in {sequence}" if sequence else ""
        typer.echo(f"Nothing was decided about {life.called}{about} so far.", err=True)
    console = screen()
    if told:
        console.print(f"{life.called}, times in {life.zone.key}", style="bold underline")
    for each in told:
        commit = commits.get((each.sequence or "", each.version or 0))
        _print(each, life, commit, console)


def _print(decision: Decision, life: Life, commit: str | None, console: Console) -> None:
    console.print(local(decision.at, life.zone), style="bold", end="  ")
    console.print(decision.sentence, soft_wrap=True)
    version = f" version {decision.version}" if decision.version else ""
    source = f" ({commit})" if commit else ""
    parts = (
        f"{decision.sequence}{version}{source}" if decision.sequence else "",
        f"step {decision.step}" if decision.step else "",
        f"rule {decision.rule}",
    )
    console.print("    " + " · ".join(part for part in parts if part), soft_wrap=True)
    for name, value in decision.inputs.items():
        console.print(f"      {name} = {value}", soft_wrap=True)
