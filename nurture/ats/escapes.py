"""Characters that JSON can write and nobody can keep.

A name that somebody pasted, or that was cut in the middle of an emoji, may hold a NUL, which PostgreSQL takes in no
text, or half of a pair of surrogates, which is no character and makes the whole body unreadable. Neither is a reason to
hear nothing of an application: the one is left out, the other becomes U+FFFD, the sign for what could not be read.
"""

import re
from typing import Final

_SUSPECT: Final = re.compile(rb"\\u(?:0000|[dD][89a-fA-F])")
_ESCAPE: Final = re.compile(
    rb"\\u[dD][89abAB][0-9a-fA-F]{2}\\u[dD][c-fC-F][0-9a-fA-F]{2}"  # a pair, which is one character
    rb"|\\u[0-9a-fA-F]{4}"
    rb"|\\."
)
_NUL: Final = rb"\u0000"
_UNREADABLE: Final = rb"\ufffd"


def keepable(raw: bytes) -> bytes:
    """The same JSON without what can't be kept."""
    return _ESCAPE.sub(_kept, raw) if _SUSPECT.search(raw) else raw


def _kept(escape: re.Match[bytes]) -> bytes:
    written = escape[0]
    if written == _NUL:
        return b""
    is_half = len(written) == len(_NUL) and written[2:3] in b"dD" and written[3:4] in b"89abcdefABCDEF"
    return _UNREADABLE if is_half else written
