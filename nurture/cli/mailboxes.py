"""`nurture mailboxes`."""

from collections import Counter

import typer

from nurture.cli.session import database, settings_from_environment
from nurture.cli.tables import local, screen, table
from nurture.store import mailbox_slots, sequences
from nurture.timing.walltime import wall
from nurture.timing.zones import zone_of


def mailboxes() -> None:
    """List what left today from the mailboxes that company.yaml limits, and who waits for which of them until when.

    Example: nurture mailboxes
    """
    settings = settings_from_environment()
    now = settings.clock().now()
    with database(settings) as store, store.read() as conn:
        company = sequences.company(conn)
        zone = zone_of(company.zone)
        used = mailbox_slots.used_on(conn, wall(now, zone).date())
        waiting = sorted(mailbox_slots.waiting(conn, after=now), key=lambda each: each.mailbox)
    if not company.mailboxes:
        typer.echo("No mailbox has a limit: company.yaml has no `mailboxes`.", err=True)
        return
    counts = Counter(each.mailbox for each in waiting)
    limited = {each: company.limits_of(each) for each in sorted({*used, *counts, *company.mailboxes})}
    loads = [(each, str(limits), str(used.get(each, 0)), str(counts[each])) for each, limits in limited.items()]
    screen().print(table(("mailbox", "limits", "left today", "waiting"), loads))
    if waiting:
        rows = [(each.mailbox, local(each.at, zone), each.called, each.enrollment_id, each.step) for each in waiting]
        typer.echo()
        screen().print(table(("mailbox", "leaves", "person", "enrollment", "step"), rows))
