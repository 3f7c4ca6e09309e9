"""Keeps what belongs to an id apart from what belongs to a route, in paths in which ids hold slashes.

A server decodes a path before anything is looked for in it, and then `/candidates/a%2Fwhy` is `/candidates/a/why`:
somebody called `a/why`, or why about `a`? So `%2F` stays in the path as it was written, and with it `%25`, by which the
two are told apart; whatever reads an id reads them.
"""

import re
from typing import Final
from urllib.parse import unquote

from starlette.types import ASGIApp, Receive, Scope, Send

_LEFT: Final = re.compile("(%2F|%25)", re.IGNORECASE)


class WholeIds:
    """Leaves `%2F` and `%25` in paths."""

    def __init__(self, app: ASGIApp) -> None:
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        raw = scope.get("raw_path")
        if raw:
            scope = {**scope, "path": read(raw.decode("latin-1"))}
        await self._app(scope, receive, send)


def read(raw: str) -> str:
    """A path, as it was sent, decoded but for that."""
    parts = _LEFT.split(raw)
    return "".join(part.upper() if number % 2 else unquote(part) for number, part in enumerate(parts))
