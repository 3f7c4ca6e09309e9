"""`nurture resume`."""

import typer

from nurture.cli.operate import By, EnrollmentOrBroadcast, Reason, tell
from nurture.cli.session import user
from nurture.contracts import Command


def resume(enrollment: EnrollmentOrBroadcast, reason: Reason = "", by: By = None) -> None:
    """Go on after a pause, or once what held an enrollment is mended.

    What came due meanwhile is judged like any other late step.

    Example: nurture resume silver-medalist/application/greenhouse:693/1
    """
    tell(enrollment, "resume", Command(by=by or user(), reason=reason))
    typer.echo(f"{enrollment} goes on.")
