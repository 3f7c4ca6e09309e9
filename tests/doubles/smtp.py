"""A real SMTP server on this machine, which keeps what it accepted and misbehaves as scripted."""

import asyncio
import ssl
from collections import deque
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime
from email import message_from_bytes
from email.message import EmailMessage
from email.policy import SMTP as SMTP_POLICY
from enum import Enum, auto
from functools import cached_property
from types import TracebackType
from typing import Any, Self

from aiosmtpd.controller import Controller
from aiosmtpd.smtp import SMTP, AuthResult, Envelope, LoginPassword, Session, syntax

from nurture.devserver import free_port


class Trouble(Enum):
    """What the next session runs into."""

    TURN_AWAY = auto()
    REFUSE_SENDER = auto()
    REFUSE_RECIPIENT = auto()
    DEFER_RECIPIENT = auto()
    DENY_RELAY = auto()
    DEFER_DATA = auto()
    DROP_AT_DATA = auto()
    DROP_IN_DATA = auto()
    REFUSE_CONTENT = auto()
    DEFER_CONTENT = auto()
    DROP_AFTER_DOT = auto()
    HANG_AFTER_DOT = auto()
    BABBLE_AFTER_DOT = auto()


RCPT_ANSWERS = {
    Trouble.REFUSE_RECIPIENT: "550 5.1.1 <{address}>: no such mailbox",
    Trouble.DEFER_RECIPIENT: "451 4.3.0 <{address}>: come back later",
    Trouble.DENY_RELAY: "554 5.7.1 <{address}>: relaying denied",
}
CONTENT_ANSWERS = {
    Trouble.REFUSE_CONTENT: "554 5.6.0 this is not wanted here",
    Trouble.DEFER_CONTENT: "451 4.3.0 come back later",
    Trouble.BABBLE_AFTER_DOT: "hello?",
}


@dataclass(frozen=True, kw_only=True)
class Accepted:
    """A mail that the server has taken, at a moment of its own clock."""

    at: datetime
    sender: str
    recipients: list[str]
    raw: bytes
    was_encrypted: bool

    @cached_property
    def mail(self) -> EmailMessage:
        parsed = message_from_bytes(self.raw, policy=SMTP_POLICY)
        assert isinstance(parsed, EmailMessage)
        return parsed


class SmtpDouble:
    """Listens from entering the `with` block to its end; `script` tells what happens to the next sessions in turn, and
    `moods` to those after them.
    """

    def __init__(
        self,
        *,
        tls: ssl.SSLContext | None = None,
        login: tuple[str, str] | None = None,
        moods: Callable[[], Trouble | None] = lambda: None,
    ) -> None:
        self.accepted: list[Accepted] = []
        self.script: deque[Trouble] = deque()
        self.login = login
        self.moods = moods
        self.port = free_port()  # the controller connects to its own port to see that it runs, so it can't be 0
        self._controller = _Controller(self, tls)

    def __enter__(self) -> Self:
        self._controller.start()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._controller.stop()

    def authenticate(
        self, server: SMTP, session: Session, envelope: Envelope, mechanism: str, data: LoginPassword
    ) -> AuthResult:
        known = self.login is not None and (data.login.decode(), data.password.decode()) == self.login
        return AuthResult(success=known, handled=False)


class _Controller(Controller):
    def __init__(self, double: SmtpDouble, tls: ssl.SSLContext | None) -> None:
        self._double, self._tls = double, tls
        super().__init__(object(), hostname="127.0.0.1", port=double.port)

    def factory(self) -> SMTP:
        double = self._double
        return _Session(
            _Handler(double),
            hostname="double.example",
            tls_context=self._tls,
            authenticator=double.authenticate,
            auth_require_tls=False,
            loop=self.loop,
        )


class _Handler:
    """aiosmtpd asks it at each step."""

    def __init__(self, double: SmtpDouble) -> None:
        self.double = double
        self.trouble = double.script.popleft() if double.script else double.moods()

    async def handle_MAIL(
        self, server: SMTP, session: Session, envelope: Envelope, address: str, options: list[str]
    ) -> str:
        if self.trouble is Trouble.REFUSE_SENDER:
            return f"550 5.7.1 <{address}>: not yours"
        if self.double.login is not None and not session.authenticated:
            return "530 5.7.0 log in first"
        envelope.mail_from = address
        return "250 2.1.0 fine"

    async def handle_RCPT(
        self, server: SMTP, session: Session, envelope: Envelope, address: str, options: list[str]
    ) -> str:
        if self.trouble in RCPT_ANSWERS:
            return RCPT_ANSWERS[self.trouble].format(address=address)
        envelope.rcpt_tos.append(address)
        return "250 2.1.5 fine"

    async def handle_DATA(self, server: SMTP, session: Session, envelope: Envelope) -> str:
        if self.trouble in CONTENT_ANSWERS:
            return CONTENT_ANSWERS[self.trouble]
        assert isinstance(envelope.content, bytes)
        self.double.accepted.append(
            Accepted(
                at=datetime.now(UTC),
                sender=envelope.mail_from or "",
                recipients=list(envelope.rcpt_tos),
                raw=envelope.content,
                was_encrypted=session.ssl is not None,
            )
        )
        if self.trouble is Trouble.DROP_AFTER_DOT:
            _abort(server)
        if self.trouble is Trouble.HANG_AFTER_DOT:
            await asyncio.Event().wait()  # until the client gives up, which cancels this
        return f"250 2.0.0 queued as {len(self.double.accepted)}"


class _Session(SMTP):
    """Troubles for which aiosmtpd has no hook."""

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        if self.event_handler.trouble is Trouble.TURN_AWAY:
            assert isinstance(transport, asyncio.WriteTransport)
            transport.write(b"554 5.3.2 closed today\r\n")
            transport.close()
        super().connection_made(transport)

    @syntax("DATA")
    async def smtp_DATA(self, arg: str) -> None:
        match self.event_handler.trouble:
            case Trouble.DEFER_DATA:
                await self.push("451 4.3.0 come back later")
            case Trouble.DROP_AT_DATA:
                _abort(self)
            case Trouble.DROP_IN_DATA:
                await self.push("354 go ahead")
                _abort(self)
            case _:
                await super().smtp_DATA(arg)


def _abort(server: Any) -> None:
    server.transport.abort()
