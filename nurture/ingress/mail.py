"""Mail that a provider hands over: kept, its intake started, and only then acknowledged.

| answer | when | what SendGrid does |
| --- | --- | --- |
| 200 | kept, or kept before | is done |
| 400, 413 | no such form; larger than `NURTURE_INBOUND_LARGEST` | drops the mail |
| 404 | no domain takes replies | drops the mail |
| 503 | it can't be kept now, is not signed with one of our keys, or holds no raw mail | tries again for three days |
"""

import logging
from collections.abc import Mapping
from datetime import UTC, datetime
from http import HTTPStatus

from fastapi import APIRouter, Request, Response
from starlette.concurrency import run_in_threadpool

from nurture.bodies import limited_body
from nurture.channels import sendgrid_events, sendgrid_inbound
from nurture.errors import NotSetUp, Refused
from nurture.inbound.envelope import Envelope
from nurture.ingress.edge import Edge, TheEdge
from nurture.service.mail.keeping import CONNECTION, Kept, keep

log = logging.getLogger(__name__)
router = APIRouter()

_HINT = "Set NURTURE_SENDGRID_INBOUND_KEYS to the keys of the security policy, as a JSON list."


@router.post("/hooks/sendgrid/inbound")
async def from_sendgrid(request: Request, edge: TheEdge) -> Response:
    """Takes one mail. Raises Refused with the status to answer."""
    if not edge.settings.reply_domain:
        raise Refused("no domain takes replies", status=HTTPStatus.NOT_FOUND, hint="Set NURTURE_REPLY_DOMAIN.")
    body, keys = await limited_body(request, edge.settings.inbound_largest), edge.settings.sendgrid_inbound_keys
    if keys:
        _verify(edge, body, request.headers)
    raw, envelope = await run_in_threadpool(sendgrid_inbound.parse, body, request.headers, is_signed=bool(keys))
    kept = await run_in_threadpool(_keep, edge, raw, envelope)
    if kept.is_waiting:
        try:
            await edge.workflows.start_intake(CONNECTION, kept.delivery_id, kept.inbox_id)
        except NotSetUp as error:
            log.warning("mail %d is kept, and taken in later: %s", kept.inbox_id, error.message)
    return Response()


def _verify(edge: Edge, body: bytes, headers: Mapping[str, str]) -> None:
    """Raises Refused with 503, always: a key that is set wrong must cost no mail, and SendGrid drops it at a 401.

    Not by journey time: vendors stamp what they sign with the time that everybody has.
    """
    keys = edge.settings.sendgrid_inbound_keys
    try:
        sendgrid_events.verify(body, headers, keys, now=datetime.now(UTC), hint=_HINT)
    except Refused as refusal:
        raise Refused(refusal.message, status=HTTPStatus.SERVICE_UNAVAILABLE, hint=_HINT) from refusal


def _keep(edge: Edge, raw: bytes, envelope: Envelope) -> Kept:
    with edge.store.write() as conn:
        return keep(conn, raw, envelope, received_at=edge.clock.now(), most=edge.settings.inbound_keeps)
