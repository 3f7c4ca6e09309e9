"""Makes what comes from a record harmless: it is shown as it is, and never becomes formatting, a link or a header."""

import re
from typing import Final

# Line and paragraph separators, controls, and the marks that reverse the direction of what follows.
_CONTROLS: Final = re.compile("[\x00-\x1f\x7f-\x9f\u2028\u2029\u202a-\u202e\u2066-\u2069\ufeff]+")
_PUNCTUATION: Final = re.compile(r"([!-/:-@\[-`{-~])")


def one_line(text: str) -> str:
    """The text without line breaks and controls, and with single spaces."""
    return " ".join(_CONTROLS.sub(" ", text).split())


def in_header(text: str) -> str:
    """The text on one line, with no encoded word in it (RFC 2047): decoded, it could hide a line break."""
    return one_line(text).replace("=?", "= ?")


def in_markdown(text: str) -> str:
    """The text on one line, with a backslash before all ASCII punctuation: CommonMark then takes it as it is.

    That holds within words, within link addresses and at the start of a line.
    """
    return _PUNCTUATION.sub(r"\\\1", one_line(text))
