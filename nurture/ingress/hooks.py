"""Hooks of the ATS: a delivery is verified, then kept, then its intake is started, and only then acknowledged.

| answer | when | what the vendor does |
| --- | --- | --- |
| the adapter's own | kept, or kept before, or a ping or handshake | is done |
| 400 | signed, but not what the vendor's deliveries look like | tries again; nothing is kept |
| 401 | not signed with one of our keys | tries again; nothing is kept |
| 404 | no ATS is connected under that name | tries again; nothing is kept |
| 409 | the id of an earlier delivery with another body | tries again; the first one stays |
| 413 | more than a megabyte | tries again; nothing is kept |
| 503 | it can't be kept now, or no key is set | tries again, which is what we want |
"""

import logging
from typing import Final

from fastapi import APIRouter, Request, Response
from starlette.concurrency import run_in_threadpool

from nurture.ats import Posted, demand_trust
from nurture.bodies import limited_body
from nurture.domain.subject import Subject
from nurture.errors import NotSetUp, Refused
from nurture.ingress.edge import Edge, TheEdge
from nurture.service.naming import subjects_of
from nurture.store import inbox
from nurture.store.words import InboxState
from nurture.values import frozen

log = logging.getLogger(__name__)
router = APIRouter()

KEPT_HEADERS: Final = frozenset({"content-type", "user-agent"})
"""Headers kept with a delivery for whoever looks into it later, beside its adapter's; no signatures, no credentials."""


@frozen
class _Kept:
    """Where a delivery lies, and whether its intake is still to be started."""

    inbox_id: int
    is_waiting: bool


@router.post("/hooks/{connection}")
async def receive(connection: str, request: Request, edge: TheEdge) -> Response:
    """Takes one delivery. Raises Refused with the status to answer."""
    connected = edge.connections.get(connection)
    if connected is None:
        raise Refused("no ATS is connected under this address", status=404)
    adapter = connected.adapter
    raw, now = await limited_body(request), edge.wall.now()
    posted = Posted(raw=raw, headers=dict(request.headers.items()), at=now)
    if greeting := adapter.greeting(posted):
        return Response(status_code=greeting.status, headers=greeting.headers)
    demand_trust(connected, posted, now=now)
    if adapter.is_ping(posted):
        return Response(status_code=adapter.ack_status)
    delivery_id = adapter.delivery_id(posted)
    wanted = KEPT_HEADERS | adapter.kept_headers
    headers = {name: value for name, value in posted.headers.items() if name in wanted}
    about = subjects_of(adapter, posted)
    kept = await run_in_threadpool(_keep, edge, connection, delivery_id, posted.raw, headers, about)
    if kept.is_waiting:
        try:
            await edge.workflows.start_intake(connection, delivery_id, kept.inbox_id)
        except NotSetUp as error:
            log.warning("delivery %d is kept, and taken in later: %s", kept.inbox_id, error.message)
    return Response(status_code=adapter.ack_status)


def _keep(
    edge: Edge, connection: str, delivery_id: str, raw: bytes, headers: dict[str, str], about: tuple[Subject, ...]
) -> _Kept:
    """Stores a delivery, once. Raises Refused with 409 when its id was taken by another one."""
    with edge.store.write() as conn:
        stored = inbox.store(
            conn,
            connection=connection,
            delivery_id=delivery_id,
            body=raw,
            headers=headers,
            received_at=edge.clock.now(),
            about=about,
        )
        is_waiting = stored.is_new or inbox.load(conn, stored.id).state is InboxState.RECEIVED
    if not stored.is_same_body:  # counted by now, for people to see
        said = f"delivery {delivery_id} of {connection} came before with another body (inbox {stored.id})"
        raise Refused(said, status=409, hint="List such deliveries: nurture ats")
    return _Kept(inbox_id=stored.id, is_waiting=is_waiting)
