"""The door of the API: knows the token, and bounds the body, before anything else is looked at.

What can't be a token is refused without asking the database, and so is every unknown one once too many were shown: a
flood of them costs no more than a few questions a second. Tokens that were good here lately are always looked up:
the flood can only put off one that this process has not seen.
"""

import time
from collections import OrderedDict
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Final

from fastapi import Request, Response
from sqlalchemy.exc import SQLAlchemyError
from starlette.concurrency import run_in_threadpool
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from nurture.api.desk import Desk, Open
from nurture.api.problems import answer, database_away, problem
from nurture.bodies import limited_body
from nurture.domain.tokens import Token, Written, read
from nurture.errors import Refused
from nurture.service import tokens

_REALM: Final = 'Bearer realm="nurture"'


@dataclass(slots=True)
class Lookups:
    """How many unknown tokens may be looked up: `burst` at once, and `rate` a second from then on."""

    burst: float = 20.0
    rate: float = 5.0
    most_known: int = 1_000
    time: Callable[[], float] = time.monotonic
    _left: float = field(init=False)
    _since: float = field(init=False)
    _known: OrderedDict[str, None] = field(default_factory=OrderedDict, init=False)

    def __post_init__(self) -> None:
        self._left, self._since = self.burst, self.time()

    def may(self, written: Written) -> bool:
        """Whether this one may be looked up now."""
        now = self.time()
        self._left = min(self.burst, self._left + (now - self._since) * self.rate)
        self._since = now
        return written.digest in self._known or self._left >= 1

    def note(self, written: Written, *, is_good: bool) -> None:
        """Keeps what came of a lookup."""
        if not is_good:
            self._left -= 1
            self._known.pop(written.digest, None)
            return
        self._known[written.digest] = None
        self._known.move_to_end(written.digest)
        if len(self._known) > self.most_known:
            self._known.popitem(last=False)


class Door:
    """Lets a request in with its token as `request.state.token`, or answers it."""

    def __init__(self, app: ASGIApp, opened: Open, lookups: Lookups | None = None) -> None:
        self._app, self._open, self._lookups = app, opened, lookups or Lookups()

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        request = Request(scope, receive)
        try:
            scope.setdefault("state", {})["token"] = await self._token(request, self._open())
            body = await limited_body(request)
        except Refused as refused:
            await _answer(refused)(scope, receive, send)
            return
        except SQLAlchemyError as error:
            await (await database_away(request, error))(scope, receive, send)
            return
        await self._app(scope, _again(body, receive), send)

    async def _token(self, request: Request, desk: Desk) -> Token:
        """The token that is shown. Raises Refused with 401, and 429 where too many unknown ones were shown."""
        kind, _, shown = request.headers.get("authorization", "").partition(" ")
        written = read(shown.strip()) if kind.lower() == "bearer" else None
        if written is None:
            said = "show a token, as in Authorization: Bearer nurture_…" if not shown else "this is no token"
            raise Refused(said, status=401, hint="Make one: nurture tokens create")
        if not self._lookups.may(written):
            raise Refused("too many unknown tokens were shown; try again in a second", status=429)
        token = await run_in_threadpool(_known, desk, written)
        self._lookups.note(written, is_good=token is not None)
        if token is None:
            raise Refused("this is no token", status=401, hint="Make one: nurture tokens create")
        if why := token.why_refused(desk.wall.now()):
            raise Refused(why, status=401, hint="Make another one: nurture tokens create")
        return token


def _known(desk: Desk, written: Written) -> Token | None:
    store, now = desk.parts.store, desk.wall.now()
    with store.read() as conn:
        token = tokens.holder_of(conn, written)
    if token is not None and token.why_refused(now) is None:
        tokens.note_used(store, token, now)
    return token


def _answer(refused: Refused) -> Response:
    headers = {"WWW-Authenticate": _REALM} if refused.status == 401 else {}
    headers |= {"Retry-After": "1"} if refused.status == 429 else {}
    return answer(problem(refused.status, refused.message, hint=refused.hint), headers)


def _again(body: bytes, receive: Receive) -> Receive:
    """Gives what was read to whoever reads it next, and then what else there is: that the other side has gone."""
    is_read = False

    async def read_again() -> Message:
        nonlocal is_read
        if is_read:
            return await receive()
        is_read = True
        return {"type": "http.request", "body": body, "more_body": False}

    return read_again
