"""Greenhouse's signature: `Signature: sha256 <hex>`, an HMAC over the body exactly as it was sent.

Greenhouse escapes `<` and `>` before it signs, so that JSON which was parsed and written again never verifies.
"""

import hmac
from collections.abc import Mapping, Sequence
from hashlib import sha256
from typing import Final

from nurture.ats.base import header
from nurture.errors import Refused

HEADER: Final = "Signature"
_SCHEME: Final = "sha256 "


def sign(raw: bytes, secret: str) -> str:
    """The header's value for this body: for demonstrations and tests, which deliver as Greenhouse does."""
    return f"{_SCHEME}{hmac.new(secret.encode(), raw, sha256).hexdigest()}"


def verify(raw: bytes, headers: Mapping[str, str], secrets: Sequence[str]) -> None:
    """Raises Refused unless the body was signed with one of the secrets; without any secret, nothing is accepted."""
    keys = [secret for secret in secrets if secret.strip()]
    if not keys:
        raise Refused(
            "no secret key is set for Greenhouse's web hooks, so nothing from there can be trusted",
            status=503,
            hint="Set NURTURE_GREENHOUSE_SECRETS to the key that you entered in Greenhouse.",
        )
    given = header(headers, HEADER)
    if given is None:
        raise Refused(f"the delivery carries no {HEADER} header", status=401)
    if not any(hmac.compare_digest(given.encode(), sign(raw, key).encode()) for key in keys):
        raise Refused(
            "the signature fits none of our secret keys",
            status=401,
            hint="Compare the web hook's secret key in Greenhouse with NURTURE_GREENHOUSE_SECRETS.",
        )
