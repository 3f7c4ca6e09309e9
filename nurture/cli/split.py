"""`nurture split`."""

from typing import Annotated

import typer

from nurture.cli.operate import By, Reason
from nurture.cli.session import settings_from_environment, user
from nurture.cli.telling import carry_out
from nurture.contracts import TakenIn
from nurture.service.parts import Parts
from nurture.service.persons import ByWhom, split_by_hand


def split(
    record: Annotated[str, typer.Argument(help="The id of the record that had joined, such as lever:8f1c.")],
    reason: Reason,
    by: By = None,
) -> None:
    """Take a record apart from the person whom it had joined: they were two people.

    It gets back what its system says of it, and its applications with all that was about them. What was about the
    person as such stays where it is. Open runs about those applications end as `split`; enroll by hand who should go
    on.

    Example: nurture split lever:8f1c --reason "father and son share the address"
    """
    settings = settings_from_environment()
    whom = ByWhom(by=by or user(), why=reason, at=settings.clock().now())
    ended: list[str] = []

    def take_apart(parts: Parts) -> TakenIn:
        taken, runs = split_by_hand(parts, record, whom)
        ended.extend(runs)
        return taken

    carry_out(settings, take_apart)
    typer.echo(f"{record} is a person of its own again.")
    for each in ended:
        typer.echo(f"{each} has ended: split.")
