"""`nurture exit`."""

from typing import Annotated

import typer

from nurture.cli.operate import AllHeld, By, Reason, demand_one, tell, tell_held
from nurture.cli.session import user
from nurture.contracts import Command, Ending


def exit(
    reason: Reason,
    enrollment: Annotated[
        str | None,
        typer.Argument(metavar="ENROLLMENT", help="The enrollment's id, as `nurture show` prints it."),
    ] = None,
    outcome: Annotated[
        str, typer.Option("--as", "--outcome", help="The outcome under which it ends, as reports will show it.")
    ] = "ended-by-hand",
    held: AllHeld = None,
    by: By = None,
) -> None:
    """End somebody's run of a sequence, for good.

    Example: nurture exit silver-medalist/application/greenhouse:693/1 --as called --reason "Kim called"
    """
    command = Command(by=by or user(), reason=reason)
    if held is None:
        one = demand_one(enrollment)
        tell(one, "exit", Ending(enrollment_id=one, outcome=outcome, command=command))
        typer.echo(f"{one} has ended: {outcome}.")
        return
    demand_one(held, enrollment)
    count = tell_held(held, "exit", lambda each: Ending(enrollment_id=each, outcome=outcome, command=command))
    typer.echo(f"{count} of {held} have ended: {outcome}.")
