"""Reading a mailbox every so often: each mail is kept together with how far it was read, so none is lost or read twice.

Every process of the web edge reads. The same mail kept by two of them is one.
"""

import asyncio
import logging
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, suppress
from datetime import timedelta

from sqlalchemy.exc import SQLAlchemyError
from starlette.concurrency import run_in_threadpool

from nurture.channels.imap import Fetched, Mailbox, Place, from_settings
from nurture.errors import NotSetUp
from nurture.inbound.envelope import Envelope
from nurture.inbound.proof import proven_domains
from nurture.ingress.edge import Edge
from nurture.ingress.refusals import in_its_words
from nurture.service.mail.keeping import CONNECTION, Kept, keep
from nurture.store import mailboxes
from nurture.store.mailboxes import ReadUpTo

log = logging.getLogger(__name__)


async def read_once(edge: Edge, mailbox: Mailbox) -> int:
    """Keeps every mail that is new and has it taken in; how many there were. Raises NotSetUp where it can't be read."""
    kept = await run_in_threadpool(_keep_new, edge, mailbox)
    for each in kept:
        if each.is_waiting:
            try:
                await edge.workflows.start_intake(CONNECTION, each.delivery_id, each.inbox_id)
            except NotSetUp as error:
                log.warning("mail %d is kept, and taken in later: %s", each.inbox_id, error.message)
    return len(kept)


@asynccontextmanager
async def reading_mail(edge: Edge) -> AsyncIterator[None]:
    """Reads the mailbox of the settings in the background, if there is one, for as long as the block lasts.

    Raises NotSetUp for settings that contradict each other.
    """
    mailbox = from_settings(edge.settings)
    if mailbox is None:
        yield
        return
    task = asyncio.create_task(_read_forever(edge, mailbox), name="mailbox")
    try:
        yield
    finally:
        task.cancel()
        with suppress(asyncio.CancelledError):
            await task


async def _read_forever(edge: Edge, mailbox: Mailbox) -> None:
    every = timedelta(seconds=edge.settings.imap_every)
    while True:
        try:
            count = await read_once(edge, mailbox)
        except NotSetUp as error:
            log.warning("%s; tried again in %s", error.message, every)
        except SQLAlchemyError as error:
            log.warning("mail can't be kept: %s; tried again in %s", in_its_words(error), every)
        else:
            if count:
                log.info("read %d mails", count)
        await asyncio.sleep(every.total_seconds())


def _keep_new(edge: Edge, mailbox: Mailbox) -> list[Kept]:
    with edge.store.read() as conn:
        read = mailboxes.read_up_to(conn, mailbox.name)
    place = Place(validity=read.validity, uid=read.uid) if read else None
    return [_keep(edge, mailbox, fetched) for fetched in mailbox.newer_than(place)]


def _keep(edge: Edge, mailbox: Mailbox, fetched: Fetched) -> Kept:
    now, server = edge.clock.now(), edge.settings.imap_authserv
    envelope = Envelope(proven=proven_domains(fetched.raw, server=server) if server else frozenset())
    arrived = min(fetched.arrived_at or now, now)
    with edge.store.write() as conn:
        kept = keep(conn, fetched.raw, envelope, received_at=arrived, size=fetched.size)
        read = ReadUpTo(validity=fetched.place.validity, uid=fetched.place.uid)
        mailboxes.note_read(conn, mailbox.name, read, at=now)
    return kept
