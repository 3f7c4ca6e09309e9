"""Carrying a request out once, however often it comes: with an `Idempotency-Key` all of it is one transaction.

The key is taken, the deed is done and its answer is kept together, or nothing is. A repeat that comes meanwhile waits
for that, and is answered as the first was; what was refused left no key behind, and may be tried again.
"""

import hashlib
import hmac
import logging
from collections.abc import Callable
from dataclasses import dataclass
from datetime import timedelta
from typing import Annotated, Final, TypeAlias, TypeVar

from fastapi import Depends, Header, Request, Response
from sqlalchemy import Connection
from starlette.concurrency import run_in_threadpool

from nurture.api.desk import Desk, TheDesk
from nurture.api.shapes.base import Shape
from nurture.contracts import TakenIn
from nurture.domain.tokens import Token
from nurture.errors import Conflict, NotSetUp
from nurture.service.parts import Parts
from nurture.service.waking import begin_and_wake
from nurture.store import tokens
from nurture.store.database import joined
from nurture.values import replace

log = logging.getLogger(__name__)

KEPT: Final = timedelta(days=7)
"""How long a key means the same request."""
REPLAYED: Final = "Idempotency-Replayed"
Answer = TypeVar("Answer", bound=Shape)
Deed: TypeAlias = Callable[[Parts], tuple[Answer, TakenIn]]
"""Puts something on record, and says what is answered, and whom to start and to wake. Answers hold ids, and no words:
they are kept with the key."""

Key: TypeAlias = Annotated[
    str | None,
    Header(
        alias="Idempotency-Key",
        pattern=r"^[\x21-\x7e]{1,200}$",
        description="A word of yours for this request: sent again with it, the request is carried out no second time "
        "and answered as the first was, for seven days. With another body it is refused.",
        examples=["5f0c0a1e-application-693"],
    ),
]


@dataclass(frozen=True, slots=True)
class Once:
    """A request with its key, and what is asked for."""

    desk: Desk
    request: Request
    response: Response
    key: str | None
    asked: str

    async def carry_out(self, kind: type[Answer], deed: Deed[Answer]) -> Answer:
        """Does it, unless it was done before, and starts and wakes whom it concerns."""
        answer, taken, is_repeat = await run_in_threadpool(self._put_on_record, kind, deed)
        if is_repeat:
            self.response.headers[REPLAYED] = "true"
        await follow(self.desk, taken)
        return answer

    def _put_on_record(self, kind: type[Answer], deed: Deed[Answer]) -> tuple[Answer, TakenIn, bool]:
        store = self.desk.parts.store
        with store.write() as conn:
            if self.key is not None and not self._claim(conn, self.key):
                return self._answered(conn, self.key, kind), TakenIn(), True
            within = joined(conn)
            answer, taken = deed(replace(self.desk.parts, store=within))
            if self.key is not None:
                tokens.keep_answer(conn, self._token.id, self.key, answer.model_dump(mode="json"))
        if within.was_erased:
            store.empty_log()
        return answer, taken, False

    @property
    def _token(self) -> Token:
        token: Token = self.request.state.token
        return token

    def _claim(self, conn: Connection, key: str) -> bool:
        now = self.desk.wall.now()
        tokens.forget_answers(conn, before=now - KEPT)
        return tokens.claim_key(conn, self._token.id, key, asked=self.asked, at=now)

    def _answered(self, conn: Connection, key: str, kind: type[Answer]) -> Answer:
        found = tokens.answered(conn, self._token.id, key)
        assert found is not None, "whoever could not claim a key has waited for the one who did"
        if not hmac.compare_digest(found.asked, self.asked):
            raise Conflict(
                f"the idempotency key {key} was used for another request", hint="A key of its own for each request."
            )
        return kind.model_validate(found.answer)


async def _once(request: Request, response: Response, desk: TheDesk, key: Key = None) -> Once:
    # Of a body that may name somebody an unkeyed hash would be a way to guess whom.
    whole = b"\n".join((request.method.encode(), request.url.path.encode(), await request.body()))
    asked = hmac.new(desk.parts.secret.encode(), whole, hashlib.sha256).hexdigest()
    return Once(desk, request, response, key, asked)


TheOnce: TypeAlias = Annotated[Once, Depends(_once)]


async def follow(desk: Desk, taken: TakenIn) -> None:
    """Starts and wakes them. Where Temporal doesn't answer in time the sweep of the web edge makes up for it."""
    try:
        await begin_and_wake(desk.workflows, desk.parts, taken)
    except NotSetUp as error:
        count = len(taken.started) + len(taken.pokes)
        log.warning("%d are started or woken by the next sweep: %s", count, error.message)
