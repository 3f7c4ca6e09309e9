"""`nurture held`."""

import typer

from nurture.cli.session import database, settings_from_environment
from nurture.cli.tables import screen, table
from nurture.store import unread
from nurture.store.listings import count_held, inside
from nurture.store.unread import HeldBack
from nurture.store.words import EnrollmentStatus


def held() -> None:
    """List the enrollments that stand still until a person steps in, and why; and who gets no mail until news is read.

    Once the cause is mended: nurture resume. Whoever is not to go on: nurture exit. News: nurture ats.

    Example: nurture held
    """
    with database(settings_from_environment()) as store, store.read() as conn:
        standing, count = inside(conn, status=EnrollmentStatus.HELD), count_held(conn)
        waiting = unread.held_back(conn)
    if waiting:
        _show_waiting(waiting)
    if not standing:
        typer.echo("Nobody else is held." if waiting else "Nobody is held.", err=True)
        return
    rows = [(each.id, each.called, each.step or "", each.held_reason or each.summary or "") for each in standing]
    screen().print(table(("enrollment", "person", "step", "why"), rows))
    if count > len(standing):
        typer.echo(f"And {count - len(standing)} more.", err=True)


def _show_waiting(waiting: tuple[HeldBack, ...]) -> None:
    rows = [(each.candidate_id, each.called, str(each.unread.delivery), str(each.unread)) for each in waiting]
    typer.echo("Get no mail until a delivery is taken in, or set aside (nurture ats):", err=True)
    screen().print(table(("candidate", "person", "delivery", "why"), rows))
