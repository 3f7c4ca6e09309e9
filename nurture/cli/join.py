"""`nurture join`."""

from typing import Annotated

import typer

from nurture.cli.operate import By, Reason
from nurture.cli.session import database, person, settings_from_environment, user
from nurture.cli.telling import carry_out
from nurture.service.persons import ByWhom, join_by_hand


def join(
    record: Annotated[str, typer.Argument(help="The record that joins: our id, the ATS's, or a mail address.")],
    into: Annotated[str, typer.Argument(help="The person whose record goes on, named the same way.")],
    reason: Reason,
    by: By = None,
) -> None:
    """Say that two records are one person: both go on counting, and what either was sent counts for both.

    Records with the same mail address in two systems join by themselves. `nurture split` takes them apart again.

    Example: nurture join lever:8f1c mara@home.example --reason "told us on the phone"
    """
    settings = settings_from_environment()
    with database(settings) as store, store.read() as conn:
        joining, going_on = person(conn, record), person(conn, into)
    whom = ByWhom(by=by or user(), why=reason, at=settings.clock().now())
    carry_out(settings, lambda parts: join_by_hand(parts, joining.id, going_on.id, whom))
    typer.echo(f"{joining.id} is {going_on.id}.")
