"""What mail providers tell of mails that they took over.

Answered only when all of a delivery is taken in: what failed on the way comes again, and repeated it changes nothing.
"""

import logging
from datetime import UTC, datetime

from fastapi import APIRouter, Request, Response
from starlette.concurrency import run_in_threadpool

from nurture.bodies import limited_body
from nurture.channels import sendgrid_events
from nurture.ingress.edge import TheEdge
from nurture.ingress.following import follow
from nurture.service.mail_reports import take_reports

log = logging.getLogger(__name__)
router = APIRouter()

LARGEST = 5 * 1_048_576
"""Bytes. SendGrid gathers events for some seconds, or up to a few hundred kilobytes."""


@router.post("/hooks/sendgrid/events")
async def sendgrid(request: Request, edge: TheEdge) -> Response:
    """Takes one delivery of SendGrid's Event Webhook. Raises Refused with the status to answer."""
    raw = await limited_body(request, LARGEST)
    keys = [key.get_secret_value() for key in edge.settings.sendgrid_event_keys]
    # Not journey time: vendors stamp what they sign with the time that everybody has.
    sendgrid_events.verify(raw, request.headers, keys, now=datetime.now(UTC))
    reports = sendgrid_events.parse(raw)
    reported = await run_in_threadpool(take_reports, edge.parts, reports)
    for taken in reported.taken:
        await follow(edge, taken)
    log.info("%d reports on mails, %d new, %d on mails not ours", len(reports), reported.news, reported.foreign)
    return Response(status_code=204)
