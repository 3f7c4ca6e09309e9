"""Where things stand in a text: Jinja's syntax trees, with places that are exact to the character.

Jinja counts lines only. Here its tokens carry their offset in place of the line, and so do the nodes made of them.
"""

from collections.abc import Iterator
from functools import lru_cache
from typing import Final

from jinja2.lexer import TokenStream

from nurture.language.sandbox import Sandbox, as_is


class _Placing(Sandbox):
    """Parses like the sandbox; `lineno` is an offset. For looking at, not for running."""

    def _tokenize(
        self, source: str, name: str | None, filename: str | None = None, state: str | None = None
    ) -> TokenStream:
        return TokenStream(self.lexer.wrap(_tokens(source, state), name, filename), name, filename)


def tags(text: str) -> Iterator[tuple[int, str]]:
    """The first word of every statement, `{% word … %}`, and its offset. Raises jinja2.TemplateSyntaxError."""
    is_tag = False
    for at, kind, value in _tokens(text):
        if kind == "raw_begin":
            yield at + value.find("raw"), "raw"
        elif is_tag and kind != "whitespace":
            yield at, value
        is_tag = kind == "block_begin" or (is_tag and kind == "whitespace")


@lru_cache(maxsize=1)
def _tokens(source: str, state: str | None = None) -> tuple[tuple[int, str, str], ...]:
    """The tokens of a text with their places; kept, since a text is looked at for its tags before it is parsed."""
    return tuple(_placed(source, state))


def _placed(source: str, state: str | None) -> Iterator[tuple[int, str, str]]:
    at = 0
    for _, kind, value in PLACING.lexer.tokeniter(source, None, None, state):
        at = max(source.find(value, at), at)  # what `-%}` takes away lies between
        yield at, kind, value
        at += len(value)


PLACING: Final = _Placing(as_is)


def line_and_col(text: str, offset: int) -> tuple[int, int]:
    """Both counted from 1."""
    before = text[:offset]
    return before.count("\n") + 1, offset - (before.rfind("\n") + 1) + 1
