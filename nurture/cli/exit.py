"""`nurture exit`."""

from typing import Annotated

import typer

from nurture.cli.operate import By, EnrollmentId, Reason, tell
from nurture.cli.session import user
from nurture.contracts import Command, Ending


def exit(
    enrollment: EnrollmentId,
    reason: Reason,
    outcome: Annotated[
        str, typer.Option("--as", "--outcome", help="The outcome under which it ends, as reports will show it.")
    ] = "ended-by-hand",
    by: By = None,
) -> None:
    """End somebody's run of a sequence, for good.

    Example: nurture exit silver-medalist/application/greenhouse:693/1 --as called --reason "Kim called"
    """
    command = Command(by=by or user(), reason=reason)
    tell(enrollment, "exit", Ending(enrollment_id=enrollment, outcome=outcome, command=command))
    typer.echo(f"{enrollment} has ended: {outcome}.")
