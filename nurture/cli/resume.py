"""`nurture resume`."""

from typing import Annotated

import typer

from nurture.cli.operate import AllHeld, By, Reason, demand_one, tell, tell_held
from nurture.cli.session import user
from nurture.contracts import Command


def resume(
    enrollment: Annotated[
        str | None,
        typer.Argument(
            metavar="ENROLLMENT",
            help="The enrollment's id, as `nurture show` prints it, or a broadcast's, as `nurture broadcasts` does.",
        ),
    ] = None,
    reason: Reason = "",
    held: AllHeld = None,
    by: By = None,
) -> None:
    """Go on after a pause, or once what held an enrollment is mended.

    What came due meanwhile is judged like any other late step.

    Example: nurture resume silver-medalist/application/greenhouse:693/1
    """
    command = Command(by=by or user(), reason=reason)
    if held is None:
        one = demand_one(enrollment)
        tell(one, "resume", command)
        typer.echo(f"{one} goes on.")
        return
    demand_one(held, enrollment)
    typer.echo(f"{tell_held(held, 'resume', lambda _: command)} of {held} go on.")
