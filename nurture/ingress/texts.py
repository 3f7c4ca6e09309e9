"""What Twilio tells of texts, and hands over of those that people write.

Answered only when it is on record. A person's text is answered with an empty document (TwiML), whatever it says: Twilio
itself confirms STOP, START and HELP, and nobody is to be told twice.
"""

import logging
from typing import Final

from fastapi import APIRouter, Request, Response
from starlette.concurrency import run_in_threadpool

from nurture.bodies import limited_body
from nurture.channels import twilio_hooks
from nurture.channels.twilio import STATUS_PATH
from nurture.ingress.edge import Edge, TheEdge
from nurture.ingress.following import follow
from nurture.service.texting import take_text, take_text_report

log = logging.getLogger(__name__)
router = APIRouter()

LARGEST: Final = 65_536
"""Bytes. A text of 1600 characters with all that Twilio adds is a few thousand."""

NOTHING: Final = '<?xml version="1.0" encoding="UTF-8"?><Response/>'


@router.post(STATUS_PATH + "{token}")
async def status(token: str, request: Request, edge: TheEdge) -> Response:
    """Takes one report on a text. Raises Refused with the status to answer."""
    told = twilio_hooks.report_of(await _form(request, edge), at=edge.clock.now())
    if told is not None:
        taken = await run_in_threadpool(take_text_report, edge.parts, token, told)
        if taken is None:
            log.info("a report on a text that is not ours")
        else:
            await follow(edge, taken)
    return Response(status_code=204)


@router.post("/hooks/twilio/inbound")
async def inbound(request: Request, edge: TheEdge) -> Response:
    """Takes one text. Raises Refused with the status to answer."""
    text = twilio_hooks.text_of(await _form(request, edge))
    taken = await run_in_threadpool(take_text, edge.parts, text)
    await follow(edge, taken)
    log.info("text %s: %s", text.id, taken.note)
    return Response(NOTHING, media_type="text/xml")


async def _form(request: Request, edge: Edge) -> twilio_hooks.Form:
    """What Twilio sent, verified by the address that it knows us by, which need not be the one that we see."""
    raw = await limited_body(request, LARGEST)
    query = f"?{request.url.query}" if request.url.query else ""
    url = f"{edge.settings.public_url.rstrip('/')}{request.url.path}{query}"
    return twilio_hooks.read(raw, url, request.headers.get(twilio_hooks.SIGNATURE, ""), edge.settings)
