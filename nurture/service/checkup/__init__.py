"""Looking whether an installation is in order, part by part. What can't be reached is a finding, never an error."""

from collections.abc import Iterator

from nurture.config import Settings
from nurture.errors import NotSetUp
from nurture.service.checkup import (
    connections,
    database,
    machine,
    mail_channel,
    mailbox,
    sequence_files,
    temporal_server,
)
from nurture.service.checkup.finding import Finding, State, wrong

__all__ = ["Finding", "State", "look_at_everything"]


def look_at_everything(settings: Settings) -> Iterator[Finding]:
    """One finding after the other, in an order in which later parts need earlier ones."""
    yield machine.python()
    yield from machine.look(settings)
    yield from connections.look(settings)
    yield from mail_channel.look(settings)
    yield from mailbox.look(settings)
    store, found = database.opened(settings)
    yield found
    try:
        with database.telling_of_the_database():
            yield from sequence_files.look(settings, store)
            if store is not None:
                yield from database.look(store, settings)
    except NotSetUp as error:
        yield wrong("Database", error.message, error.hint)
    finally:
        if store is not None:
            store.close()
    yield from temporal_server.look(settings)
