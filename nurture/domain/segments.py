"""How many parts a text message takes: telephone networks bill and join them part by part (3GPP TS 23.038, 23.040)."""

from typing import Final

_BASIC: Final = frozenset(
    "@£$¥èéùìòÇ\nØø\rÅåΔ_ΦΓΛΩΠΨΣΘΞÆæßÉ !\"#¤%&'()*+,-./0123456789:;<=>?¡ABCDEFGHIJKLMNOPQRSTUVWXYZÄÖÑÜ§¿"
    "abcdefghijklmnopqrstuvwxyzäöñüà"
)
_DOUBLE: Final = frozenset("^{}\\[~]|€\f")
"""Characters of the networks' own alphabet, and those of them that count twice."""

_OWN: Final = (160, 153)
_UNICODE: Final = (70, 67)
"""Characters of a lone part, and of each of several: in the networks' own alphabet, and in any other."""


def segments(text: str) -> int:
    """The parts of a text. A single character from outside the networks' own alphabet more than halves each part."""
    if set(text) <= _BASIC | _DOUBLE:
        length, (alone, joined) = len(text) + sum(character in _DOUBLE for character in text), _OWN
    else:
        length, (alone, joined) = len(text.encode("utf-16-le")) // 2, _UNICODE
    return 1 if length <= alone else -(-length // joined)
