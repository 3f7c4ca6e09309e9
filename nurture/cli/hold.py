"""`nurture hold`."""

from typing import Annotated

import typer

from nurture.cli.operate import By
from nurture.cli.session import database, person, settings_from_environment, telling_of_the_database, user
from nurture.service import holding
from nurture.service.parts import parts_from
from nurture.service.persons import ByWhom


def hold(
    candidate: Annotated[str, typer.Argument(metavar="PERSON", help="Mail address, our id, or the ATS's.")],
    because: Annotated[str, typer.Option(help="Why: the dispute, or the law.")],
    lift: Annotated[bool, typer.Option("--lift", help="Let them be erased again.")] = False,
    by: By = None,
) -> None:
    """Keep a person from being erased, by hand or by retention. An erasure by the ATS is followed all the same.

    Example: nurture hold mara@home.example --because "claim of 2 March"
    """
    settings = settings_from_environment()
    with database(settings) as store, store.read() as conn:
        who = person(conn, candidate)
    parts = parts_from(settings)
    try:
        with telling_of_the_database():
            whom = ByWhom(by=by or user(), why=because, at=settings.clock().now())
            (holding.lift if lift else holding.hold)(parts, who.id, whom)
    finally:
        parts.close()
    typer.echo(f"{who.id} {'can be erased again' if lift else 'is on hold'}.")
