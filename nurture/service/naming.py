"""Whom a delivery names: asked when it comes, and when it is taken up once more."""

import logging
from collections.abc import Mapping

from nurture.ats import Adapter, Connected, Posted
from nurture.domain.subject import Subject
from nurture.errors import Refused
from nurture.store.inbox import StoredDelivery

log = logging.getLogger(__name__)


def subjects_of(adapter: Adapter, posted: Posted) -> tuple[Subject, ...]:
    """The people and applications in it. A body that makes no sense names nobody, and is kept for a person to see."""
    try:
        return adapter.tells_of(posted)
    except Refused as refusal:
        log.warning("a delivery of %s names nobody: %s", adapter.connection, refusal.message)
        return ()


def tells_of(connections: Mapping[str, Connected], stored: StoredDelivery) -> tuple[Subject, ...]:
    """The same of one that is kept. What came by a connection that is none any more, or is emptied, names nobody."""
    connected = connections.get(stored.connection)
    if connected is None or not stored.body:
        return ()
    return subjects_of(connected.adapter, Posted(raw=stored.body, headers=stored.headers))
