"""Whether a mail would leave to somebody at this moment: by a real attempt to send one, of which nothing stays."""

import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Final

from sqlalchemy import Connection, Engine

from nurture.channels.base import Receipt
from nurture.channels.outbox import Outbox
from nurture.clock import FixedClock
from nurture.contracts import SEND_EMAIL, Act, Look
from nurture.domain.moves import Move
from nurture.domain.touchpoints import Message
from nurture.errors import NotFound
from nurture.service import journeys
from nurture.service.parts import Parts
from nurture.service.sending import send_message
from nurture.store import Store
from nurture.store.situations import situation
from nurture.values import replace

AHEAD: Final = timedelta(days=40)
"""By then the sequence's mail is due."""
EVERY: Final = 0.005
"""Seconds from one attempt to the next."""


class _Undone(Store):
    """A database on which every transaction is taken back at its end."""

    @contextmanager
    def write(self) -> Iterator[Connection]:
        with self.engine.connect() as conn:
            yield conn
            conn.rollback()


class _Left(Exception):
    """A mail would be on its way now."""


class _Leaving(Outbox):
    def send(self, message: Message) -> Receipt:
        raise _Left(message.key)


@dataclass(frozen=True, kw_only=True)
class Probe:
    """Attempts to send on one installation's database, by a clock by which all mail is due."""

    parts: Parts

    @classmethod
    def of(cls, parts: Parts, engine: Engine) -> "Probe":
        clock = FixedClock(at=datetime.now(UTC) + AHEAD)
        return cls(parts=replace(parts, store=_Undone(engine), channel=_Leaving(), clock=clock))

    def leaves(self, run: str) -> bool:
        """Whether the mail of a run would leave: gate, claim and last look as they are before any call."""
        move = self._due(run)
        if move is None:
            return False
        try:
            send_message(self.parts, Act(enrollment_id=run, move=move), token="probe")
        except _Left:
            return True
        except NotFound:  # the last look released it, and the claim was taken back already
            return False
        return False

    def until_refused(self, run: str, *, patience: float) -> float:
        """Seconds until no mail leaves any more."""
        began, pause = time.monotonic(), threading.Event()
        while time.monotonic() - began < patience:
            if not self.leaves(run):
                return time.monotonic() - began
            pause.wait(EVERY)
        raise TimeoutError(f"mail of {run} would still leave")

    def _due(self, run: str) -> Move | None:
        """The mail that a run is to send; None where it has ended, or there is none."""
        with self.parts.store.read() as conn:
            try:
                found = situation(conn, run, after_event=None)
            except NotFound:
                return None
        if found.progress is None:
            return None
        move = journeys.look(self.parts, Look(enrollment_id=run, progress=found.progress))
        return move if move.action == SEND_EMAIL else None
