"""Reading a request's body with a limit, before anything is computed over it."""

from typing import Final

from fastapi import Request

from nurture.errors import Refused

LIMIT: Final = 1_048_576
"""Bytes. The largest deliveries, with long texts of job posts, and batches of people are a few hundred kilobytes."""


async def limited_body(request: Request, limit: int = LIMIT) -> bytes:
    """The body as it was sent. Raises Refused with 413 as soon as it is known to be over the limit."""
    too_large = Refused(f"the body is larger than {limit} bytes", status=413)
    announced = request.headers.get("content-length", "")
    if announced.isdecimal() and int(announced) > limit:
        raise too_large
    body = bytearray()
    async for chunk in request.stream():
        body += chunk
        if len(body) > limit:
            raise too_large
    return bytes(body)
