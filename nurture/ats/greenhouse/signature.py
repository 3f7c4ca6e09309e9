"""Greenhouse's signature: `Signature: sha256 <hex>`, an HMAC over the body exactly as it was sent.

Greenhouse escapes `<` and `>` before it signs, so that JSON which was parsed and written again never verifies.
"""

from collections.abc import Sequence
from typing import Final

from nurture.ats.base import NO_KEY_FITS, Posted, hex_hmac, is_same

HEADER: Final = "Signature"
_SCHEME: Final = "sha256 "


def sign(raw: bytes, secret: str) -> str:
    """The header's value for this body: for demonstrations and tests, which deliver as Greenhouse does."""
    return f"{_SCHEME}{hex_hmac(raw, secret)}"


def why_untrusted(posted: Posted, secrets: Sequence[str]) -> str | None:
    """Why the body was not signed with one of the secrets; None if it was."""
    given = posted.header(HEADER)
    if given is None:
        return f"the delivery carries no {HEADER} header"
    return None if any(is_same(given, sign(posted.raw, key)) for key in secrets) else NO_KEY_FITS
