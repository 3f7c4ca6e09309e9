"""Can replies be read?"""

from collections.abc import Iterator

from nurture.channels.imap import from_settings
from nurture.config import Settings
from nurture.errors import NotSetUp
from nurture.service.checkup.finding import Finding, good, wrong


def look(settings: Settings) -> Iterator[Finding]:
    """What the mailbox says, if there is one; nothing is read."""
    try:
        mailbox = from_settings(settings)
        if mailbox is not None:
            yield good("Mailbox", mailbox.check())
    except NotSetUp as error:
        yield wrong("Mailbox", error.message, error.hint)
