"""What a text that came in asks for: the words by which people end texts, and let them come again.

The words are those that count by themselves (47 CFR 64.1200(a)(10)) and those that networks answer, alone in a text, in
whatever case and with whatever points and blanks. Whoever asks for it in a sentence is understood as in a mail; where a
sentence may ask for it, texts end: one too few does no harm.
"""

import re
from collections.abc import Mapping
from enum import StrEnum
from typing import Final

from nurture.inbound.wishes import wish_in


class Word(StrEnum):
    """What somebody wants."""

    STOP = "stop"
    START = "start"
    HELP = "help"


_WORDS: Final[Mapping[str, Word]] = {
    **dict.fromkeys(("STOP", "STOPALL", "UNSUBSCRIBE", "CANCEL", "END", "QUIT", "REVOKE", "OPTOUT"), Word.STOP),
    **dict.fromkeys(("START", "UNSTOP", "YES"), Word.START),
    **dict.fromkeys(("HELP", "INFO"), Word.HELP),
}
_REST: Final = re.compile(r"[\W_]+")


def word_of(text: str) -> Word | None:
    """The word that a text is, if it is one of them."""
    return _WORDS.get(_REST.sub("", text).upper())


def asks_for_no_more(text: str) -> bool:
    """Whether a text asks for no more of them, or may."""
    return word_of(text) is Word.STOP or wish_in(text) is not None
