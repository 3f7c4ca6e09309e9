"""A mailbox on an IMAP server (RFC 3501), read without changing anything there: mails stay, and stay unread.

A mail's place is its UID, which only grows while the folder's UIDVALIDITY stays the same. Who reads remembers both.
"""

import imaplib
import re
import ssl
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import field
from datetime import UTC, datetime
from typing import Final

from nurture.channels.base import LOOPBACK
from nurture.config import Settings
from nurture.errors import NotSetUp
from nurture.values import frozen

_HINT: Final = "Check NURTURE_IMAP_HOST, NURTURE_IMAP_USER, NURTURE_IMAP_PASSWORD and NURTURE_IMAP_FOLDER."
_UID: Final = re.compile(rb"\bUID (\d+)")
_SIZE: Final = re.compile(rb"\bRFC822\.SIZE (\d+)")
_ARRIVED: Final = re.compile(rb'INTERNALDATE "([^"]+)"')
_MONTHS: Final = ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"]


@frozen
class Place:
    """How far a folder has been read."""

    validity: int
    uid: int


@frozen
class Fetched:
    """A mail, where it lies, and when it arrived there; of one that is larger than `raw`, its beginning."""

    place: Place
    raw: bytes
    size: int
    arrived_at: datetime | None


@frozen
class Mailbox:
    """One folder of one user. Each answer of the server may take `timeout` seconds; `most` bytes of a mail are read."""

    host: str
    port: int
    user: str
    password: str = field(repr=False)
    folder: str
    tls: ssl.SSLContext | None
    timeout: float
    most: int

    @property
    def name(self) -> str:
        """What it is called where it is remembered how far it was read."""
        return f"{self.user}@{self.host}/{self.folder}"

    def newer_than(self, read: Place | None) -> Iterator[Fetched]:
        """The mails after that place, oldest first; all of them, where the folder was made anew since.

        Raises NotSetUp when the server can't be reached or does not let us in.
        """
        try:
            with self._opened() as session:
                validity = self._validity(session)
                last = read.uid if read is not None and read.validity == validity else 0
                for uid in _uids_after(session, last):
                    if (found := _fetch(session, validity, uid, self.most)) is not None:
                        yield found
        except (imaplib.IMAP4.error, OSError) as error:
            raise NotSetUp(f"the mailbox {self.folder} on {self.host} can't be read: {error}", hint=_HINT) from error

    def check(self) -> str:
        """Says in a sentence that it can be read, or raises NotSetUp."""
        try:
            with self._opened():
                return f"the folder {self.folder} on {self.host} can be read"
        except (imaplib.IMAP4.error, OSError) as error:
            raise NotSetUp(f"the mailbox {self.folder} on {self.host} can't be read: {error}", hint=_HINT) from error

    @contextmanager
    def _opened(self) -> Iterator[imaplib.IMAP4]:
        session = (
            imaplib.IMAP4_SSL(self.host, self.port, ssl_context=self.tls, timeout=self.timeout)
            if self.tls
            else imaplib.IMAP4(self.host, self.port, timeout=self.timeout)
        )
        try:
            session.login(self.user, self.password)
            told, words = session.select(f'"{self.folder}"', readonly=True)
            if told != "OK":
                raise imaplib.IMAP4.error(str(words[0]))
            yield session
        finally:
            with suppress(imaplib.IMAP4.error, OSError):
                session.logout()

    @staticmethod
    def _validity(session: imaplib.IMAP4) -> int:
        _, told = session.response("UIDVALIDITY")
        return int(told[0] or 0) if told else 0


def from_settings(settings: Settings) -> Mailbox | None:
    """The mailbox that the settings name, if any. Raises NotSetUp where something is missing, or the password would
    leave this machine in clear text.
    """
    if not settings.imap_host:
        return None
    if not settings.imap_user or settings.imap_password is None:
        hint = "Set NURTURE_IMAP_USER and NURTURE_IMAP_PASSWORD."
        raise NotSetUp("There is an IMAP server, and no login for it.", hint=hint)
    if not settings.imap_tls and settings.imap_host not in LOOPBACK:
        raise NotSetUp(
            f"The IMAP password would go to {settings.imap_host} in clear text.", hint="Set NURTURE_IMAP_TLS=true."
        )
    return Mailbox(
        host=settings.imap_host,
        port=settings.imap_port,
        user=settings.imap_user,
        password=settings.imap_password.get_secret_value(),
        folder=settings.imap_folder,
        tls=ssl.create_default_context() if settings.imap_tls else None,
        timeout=settings.send_timeout,
        most=settings.inbound_keeps,
    )


def _uids_after(session: imaplib.IMAP4, last: int) -> list[int]:
    """`n:*` names the last mail even where its UID is below n (RFC 3501, section 6.4.8)."""
    _, told = session.uid("SEARCH", f"UID {last + 1}:*")
    return sorted(uid for uid in map(int, (told[0] or b"").split()) if uid > last)


def _fetch(session: imaplib.IMAP4, validity: int, uid: int, most: int) -> Fetched | None:
    """One mail; None for one that was removed meanwhile."""
    _, told = session.uid("FETCH", str(uid), f"(UID INTERNALDATE RFC822.SIZE BODY.PEEK[]<0.{most}>)")
    raw = next((each[1] for each in told if isinstance(each, tuple)), None)
    said = b" ".join(each[0] if isinstance(each, tuple) else each or b"" for each in told)
    found = _UID.search(said)
    if raw is None or found is None or int(found[1]) != uid:
        return None
    arrived, size = _ARRIVED.search(said), _SIZE.search(said)
    return Fetched(
        place=Place(validity=validity, uid=uid),
        raw=raw,
        size=int(size[1]) if size else len(raw),
        arrived_at=_moment(arrived[1].decode("ascii")) if arrived else None,
    )


def _moment(told: str) -> datetime:
    """` 3-Mar-2026 09:00:05 +0100`, whose month is English whatever this machine speaks."""
    day, month, rest = told.strip().split("-", 2)
    number = _MONTHS.index(month.capitalize()) + 1
    return datetime.strptime(f"{day}-{number}-{rest}", "%d-%m-%Y %H:%M:%S %z").astimezone(UTC)
