"""Which texts end texts, and which let them come again."""

import pytest

from nurture.inbound.texts import Word, asks_for_no_more, word_of


@pytest.mark.parametrize(
    ("text", "word"),
    [
        *((text, Word.STOP) for text in ("STOP", "stop", "Stop.", " StopAll ", "STOP ALL", "Opt-out", "opt out!")),
        *((text, Word.STOP) for text in ("unsubscribe", "Cancel", "END", "quit", "Revoke")),
        *((text, Word.START) for text in ("START", "unstop", "Yes!")),
        *((text, Word.HELP) for text in ("help", "INFO?")),
        *((text, None) for text in ("", "👍", "stop by?", "Yes, on Tuesday", "the end", "I can't help it", "nonstop")),
    ],
)
def test_a_word_counts_alone(text: str, word: Word | None) -> None:
    assert word_of(text) is word


@pytest.mark.parametrize(
    ("text", "ends"),
    [
        ("stop", True),
        ("Please stop texting me", True),
        ("stop sending me these", True),
        ("Bitte keine Nachrichten mehr", True),
        ("remove me from this", True),
        ("Could you take a call at 5?", False),
        ("Yes", False),
    ],
)
def test_a_sentence_that_may_ask_for_it_ends_texts(text: str, ends: bool) -> None:
    assert asks_for_no_more(text) is ends
