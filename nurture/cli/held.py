"""`nurture held`."""

import typer

from nurture.cli.session import database, settings_from_environment
from nurture.cli.tables import screen, table
from nurture.store.listings import count_held, inside
from nurture.store.words import EnrollmentStatus


def held() -> None:
    """List the enrollments that stand still until a person steps in, and why.

    Once the cause is mended: nurture resume. Whoever is not to go on: nurture exit.

    Example: nurture held
    """
    with database(settings_from_environment()) as store, store.read() as conn:
        standing, count = inside(conn, status=EnrollmentStatus.HELD), count_held(conn)
    if not standing:
        typer.echo("Nobody is held.", err=True)
        return
    rows = [(each.id, each.called, each.step or "", each.held_reason or each.summary or "") for each in standing]
    screen().print(table(("enrollment", "person", "step", "why"), rows))
    if count > len(standing):
        typer.echo(f"And {count - len(standing)} more.", err=True)
