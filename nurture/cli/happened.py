"""`nurture happened`."""

import asyncio
from datetime import datetime
from typing import Annotated

import typer

from nurture.cli.session import as_usage, database, person, settings_from_environment, telling_of_the_database, user
from nurture.errors import NotSetUp
from nurture.service.happened import ByHand, tell_by_hand
from nurture.service.moments import when
from nurture.service.parts import parts_from
from nurture.service.waking import start_and_wake


def happened(
    event: Annotated[str, typer.Argument(help="An event of company.yaml, or candidate.out_of_office and the like.")],
    candidate: Annotated[str, typer.Option(help="Mail address, our id, or the ATS's.")],
    application: Annotated[
        str | None, typer.Option(help="Which application, if the person has several: our id, or the ATS's.")
    ] = None,
    job: Annotated[str | None, typer.Option(help="Which job, for an event about one: our id.")] = None,
    at: Annotated[datetime | None, typer.Option(help="When, on this machine's clock.", show_default="now")] = None,
    carries: Annotated[
        list[str] | None, typer.Argument(metavar="NAME=VALUE…", help="What the event carries.", show_default=False)
    ] = None,
) -> None:
    """Tell of something that no ATS states: an event of your own, an absence, a consent, a mail that came back.

    Whoever it lets in enters, and whoever waits for it goes on. Told twice, it has happened twice.

    Example: nurture happened background-check.invited --candidate mara@home.example order=A1
    """
    settings = settings_from_environment()
    with as_usage("--at"):
        happened_at = when(at.astimezone() if at else None, settings.clock().now())
    told = dict(_pair(each) for each in carries or ())
    with database(settings) as store, store.read() as conn:
        who = person(conn, candidate)
    said = ByHand(
        event=event,
        candidate_id=who.id,
        application_id=application,
        job_id=job,
        at=happened_at,
        by=user(),
        told=told,
    )
    parts = parts_from(settings)
    try:
        with telling_of_the_database():
            taken = tell_by_hand(parts, said)
            asyncio.run(start_and_wake(parts, taken))
    except NotSetUp as away:
        later = "whoever enters by it is started later, and who waits hears of it when next awake"
        typer.echo(f"{away.message}: it is on record; {later}.", err=True)
    finally:
        parts.close()
    typer.echo(f"{event} of {who.called}: noted.")


def _pair(text: str) -> tuple[str, str]:
    name, sign, value = text.partition("=")
    if not sign or not name:
        raise typer.BadParameter(f"“{text}” says nothing: write name=value.")
    return name, value
