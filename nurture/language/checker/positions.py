"""Where things stand in a text: Jinja's syntax trees, with places that are exact to the character.

Jinja counts lines only. Here its tokens carry their offset in place of the line, and so do the nodes made of them.
"""

from collections.abc import Iterable, Iterator
from typing import Final

from jinja2.lexer import TokenStream

from nurture.language.sandbox import Sandbox, as_is


class _Placing(Sandbox):
    """Parses like the sandbox; `lineno` is an offset. For looking at, not for running."""

    def _tokenize(
        self, source: str, name: str | None, filename: str | None = None, state: str | None = None
    ) -> TokenStream:
        tokens = self.lexer.tokeniter(source, name, filename, state)
        return TokenStream(self.lexer.wrap(_placed(tokens, source), name, filename), name, filename)


def tags(text: str) -> Iterator[tuple[int, str]]:
    """The first word of every statement, `{% word … %}`, and its offset. Raises jinja2.TemplateSyntaxError."""
    is_tag = False
    for at, kind, value in _placed(PLACING.lex(text), text):
        if kind == "raw_begin":
            yield at + value.find("raw"), "raw"
        elif is_tag and kind != "whitespace":
            yield at, value
        is_tag = kind == "block_begin" or (is_tag and kind == "whitespace")


def _placed(tokens: Iterable[tuple[int, str, str]], source: str) -> Iterator[tuple[int, str, str]]:
    at = 0
    for _, kind, value in tokens:
        at = max(source.find(value, at), at)  # what `-%}` takes away lies between
        yield at, kind, value
        at += len(value)


PLACING: Final = _Placing(as_is)


def line_and_col(text: str, offset: int) -> tuple[int, int]:
    """Both counted from 1."""
    before = text[:offset]
    return before.count("\n") + 1, offset - (before.rfind("\n") + 1) + 1
