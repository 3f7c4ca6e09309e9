"""What names a message and its recipient to the outside without saying anything of either.

Everything here is a keyed hash (HMAC-SHA256) under the installation's secret, so it is the same on every attempt, and
nobody else can guess or make one. Each use has a key of its own, derived from the secret.
"""

import base64
import binascii
import hashlib
import hmac
from collections.abc import Mapping
from enum import StrEnum
from typing import Final

from nurture.language.sequence import Purpose
from nurture.values import frozen

_HASH: Final = 16
_SEAL: Final = 11
"""Bytes of an address hash and of the seal on a token: 128 and 88 bits."""
_TOKEN: Final = 20
"""Bytes of a token that stands for itself."""

_LISTS: Final[Mapping[Purpose, bytes]] = {
    Purpose.NURTURE: b"n",
    Purpose.APPLICATION: b"a",
    Purpose.DECISION: b"d",
    Purpose.ONBOARDING: b"o",
    Purpose.INTERNAL: b"i",
}


@frozen
class OptOut:
    """What an unsubscribe token says: whose mail, of which kind, is not wanted. The address can't be read back."""

    purpose: Purpose
    address_hash: str


class Way(StrEnum):
    """On which way something comes back to us: a reply, or a report that a mail can't be delivered."""

    REPLY = "r"
    BOUNCE = "bounce"


@frozen
class Returned:
    """What an address of ours says: which mail something came back for, by its Message-ID, and on which way."""

    way: Way
    message_id: str


def message_id_of(key: str, *, secret: str, domain: str) -> str:
    """The Message-ID of a touchpoint (RFC 5322, with angle brackets)."""
    return _message_id(_name_of(key, secret), domain)


def hook_token(message_id: str) -> str:
    """Names a message in an address to which its provider reports: it says nothing of the person."""
    return message_id.strip("<>").partition("@")[0]


def read_hook_token(token: str, *, domain: str) -> str:
    """The Message-ID that a token names; whether there is such a message, the ledger knows."""
    return f"<{token}@{domain}>"


def return_address(way: Way, key: str, *, secret: str, domain: str) -> str:
    """Where what comes back for one mail of ours goes: `r+<id>.<seal>@…`, of lower-case letters and digits.

    At most 52 characters stand before the @, where RFC 5321 allows 64.
    """
    said = _name_of(key, secret)
    return f"{way}+{_letters(said)}.{_letters(_seal(secret, said, way))}@{domain}"


def read_return_address(address: str, *, secret: str, domain: str) -> Returned | None:
    """What an address says; None if we did not make it. `domain` is that of our Message-IDs. Case doesn't count."""
    local, _, _ = address.strip().lower().rpartition("@")
    mark, _, token = local.partition("+")
    name, _, seal = token.partition(".")
    way = next((each for each in Way if each == mark), None)
    said = _bytes_of(name)
    if way is None or len(said) != _HASH or not hmac.compare_digest(_bytes_of(seal), _seal(secret, said, way)):
        return None
    return Returned(way=way, message_id=_message_id(said, domain))


def appointment_uid(subject: str, *, secret: str, domain: str) -> str:
    """The name of an appointment about that record in all calendars, for ever (RFC 7986, section 5.3)."""
    return f"{_keyed(secret, 'appointment', subject.encode())[:_HASH].hex()}@{domain}"


def address_hash(address: str, *, secret: str) -> str:
    """Stands for a mail address where the address itself must not be kept. Case and outer spaces don't count."""
    return _keyed(secret, "address", address.strip().casefold().encode())[:_HASH].hex()


def unsubscribe_token(purpose: Purpose, address: str, *, secret: str) -> str:
    """Names recipient and kind of mail in a link: 45 lower-case letters and digits."""
    said = _LISTS[purpose] + bytes.fromhex(address_hash(address, secret=secret))
    return _letters(said + _seal(secret, said))


def read_unsubscribe_token(token: str, *, secret: str) -> OptOut | None:
    """What the token says; None if it is not one of ours. Case doesn't count: some mail programs change it."""
    raw = _bytes_of(token)
    said, seal = raw[:-_SEAL], raw[-_SEAL:]
    if len(said) != 1 + _HASH or not hmac.compare_digest(seal, _seal(secret, said)):
        return None
    purpose = next((each for each, mark in _LISTS.items() if mark == said[:1]), None)
    return OptOut(purpose=purpose, address_hash=said[1:].hex()) if purpose else None


def survey_token(key: str, *, secret: str) -> str:
    """The key in a survey's link: 32 lower-case letters and digits that say nothing and can't be guessed."""
    return _letters(_keyed(secret, "survey", key.encode())[:_TOKEN])


def list_unsubscribe(url: str) -> dict[str, str]:
    """The pair of headers for one-click unsubscribing (RFC 8058): one HTTPS address, and a fixed word for the POST."""
    return {"List-Unsubscribe": f"<{url}>", "List-Unsubscribe-Post": "List-Unsubscribe=One-Click"}


def _name_of(key: str, secret: str) -> bytes:
    return _keyed(secret, "message-id", key.encode())[:_HASH]


def _message_id(name: bytes, domain: str) -> str:
    return f"<{name.hex()}@{domain}>"


def _letters(raw: bytes) -> str:
    return base64.b32encode(raw).decode().rstrip("=").lower()


def _bytes_of(letters: str) -> bytes:
    """What `_letters` wrote; nothing for what it did not."""
    try:
        return base64.b32decode(letters.upper() + "=" * (-len(letters) % 8))
    except (binascii.Error, ValueError):
        return b""


def _seal(secret: str, said: bytes, use: str = "unsubscribe") -> bytes:
    return _keyed(secret, use, said)[:_SEAL]


def _keyed(secret: str, use: str, said: bytes) -> bytes:
    key = hmac.digest(secret.encode(), f"nurture/{use}".encode(), hashlib.sha256)
    return hmac.digest(key, said, hashlib.sha256)
