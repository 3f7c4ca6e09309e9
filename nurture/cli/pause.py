"""`nurture pause`."""

import typer

from nurture.cli.operate import By, EnrollmentOrBroadcast, Reason, tell
from nurture.cli.session import user
from nurture.contracts import Command


def pause(enrollment: EnrollmentOrBroadcast, reason: Reason, by: By = None) -> None:
    """Send nothing more to somebody in a sequence, until it is resumed.

    An exit that happens meanwhile still ends it. A broadcast that is paused lets nobody else in.

    Example: nurture pause silver-medalist/application/greenhouse:693/1 --reason "the job may be reopened"
    """
    tell(enrollment, "pause", Command(by=by or user(), reason=reason))
    typer.echo(f"{enrollment} is paused.")
