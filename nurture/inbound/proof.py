"""What our own mail server says of a sender: the domains that DKIM or SPF prove (RFC 8601)."""

import re
from collections.abc import Iterator
from email import message_from_bytes
from email.policy import compat32
from typing import Final

_PASSED: Final = re.compile(r"\b(dkim|spf)=pass\b", re.IGNORECASE)
_DOMAIN: Final = {
    "dkim": re.compile(r"\bheader\.(?:d|i)=\"?(?:[^\s;\"@]*@)?([\w.-]+)", re.IGNORECASE),
    "spf": re.compile(r"\bsmtp\.mailfrom=\"?(?:[^\s;\"@]*@)?([\w.-]+)", re.IGNORECASE),
}
_COMMENT: Final = re.compile(r"\([^()]*\)")


def proven_domains(raw: bytes, *, server: str) -> frozenset[str]:
    """What the topmost `Authentication-Results` of that server says: those below it a sender may have written."""
    for header in message_from_bytes(raw, policy=compat32).get_all("Authentication-Results", []):
        name, _, results = _COMMENT.sub(" ", str(header)).partition(";")
        if name.split()[:1] == [server]:
            return frozenset(_proven(results))
    return frozenset()


def _proven(results: str) -> Iterator[str]:
    for result in results.split(";"):
        method = _PASSED.search(result)
        domain = _DOMAIN[method[1].lower()].search(result) if method else None
        if domain:
            yield domain[1].lower()
