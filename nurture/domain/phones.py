"""Telephone numbers as networks take them (ITU-T E.164)."""

import re
from typing import Final

_SEPARATORS: Final = re.compile(r"[\s()./-]+")
_NUMBER: Final = re.compile(r"\+[1-9][0-9]{6,14}")


def text_number(phone: str | None) -> str | None:
    """The number to which a text can go: with its country, as in +491701234567. None where the country isn't told."""
    digits = _SEPARATORS.sub("", phone or "")
    if digits.startswith("00"):
        digits = f"+{digits[2:]}"
    return digits if _NUMBER.fullmatch(digits) else None
