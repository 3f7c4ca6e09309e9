"""Markdown as text that a person could have typed: from the parsed Markdown, not from the HTML."""

import textwrap
from collections.abc import Iterator, Sequence
from typing import Final

from markdown_it.token import Token

WIDTH: Final = 76
"""Characters of a line, unless a word is longer."""


def plain_text(tokens: Sequence[Token]) -> str:
    """Paragraphs with an empty line between them; lists with - or numbers; links as "words: address"."""
    return "\n\n".join(_Writer(tokens).blocks())


class _Writer:
    """Walks the tokens once. A list is one block, its items a line each unless they hold several paragraphs."""

    def __init__(self, tokens: Sequence[Token]) -> None:
        self._tokens = list(tokens)
        self._at = 0

    def blocks(self, closing: str = "", width: int = WIDTH) -> list[str]:
        """The blocks up to a closing token, or to the end."""
        out: list[str] = []
        while self._at < len(self._tokens):
            token = self._tokens[self._at]
            self._at += 1
            if token.type == closing:
                break
            if token.type == "inline":
                out.append(wrapped(inline_text(token.children or ()), width))
            elif token.type in ("bullet_list_open", "ordered_list_open"):
                out.append(self._list(token, width))
            elif token.type == "blockquote_open":
                quoted = "\n\n".join(self.blocks("blockquote_close", width - 2))
                out.append("\n".join(f"> {line}".rstrip() for line in quoted.split("\n")))
            elif token.type == "hr":
                out.append("-" * 10)
        return out

    def _list(self, opening: Token, width: int) -> str:
        closing = opening.type.replace("open", "close")
        number = int(opening.attrs.get("start", 1)) if opening.type.startswith("ordered") else None
        items: list[str] = []
        is_tight = True
        while self._tokens[self._at].type != closing:
            mark = "- " if number is None else f"{number}. "
            number = None if number is None else number + 1
            is_tight = is_tight and self._tokens[self._at + 1].hidden  # how the parser marks paragraphs of tight lists
            self._at += 1
            blocks = self.blocks("list_item_close", width - len(mark))
            item = textwrap.indent(("\n" if is_tight else "\n\n").join(blocks), " " * len(mark))
            items.append(f"{mark}{item[len(mark) :]}".rstrip())
        self._at += 1
        return ("\n" if is_tight else "\n\n").join(items)


def inline_text(children: Sequence[Token]) -> str:
    """One paragraph without its markup; a line break where the author made one."""
    return "".join(_inline(children))


def _inline(children: Sequence[Token]) -> Iterator[str]:
    address, words = "", ""
    for token in children:
        if token.type == "link_open":
            address, words = str(token.attrs.get("href", "")), ""
        elif token.type == "link_close":
            shown = address.removeprefix("mailto:")
            yield shown if words in (shown, address) else f"{words}: {shown}"
            address = ""
        else:
            text = _text_of(token)
            words += text
            if not address:
                yield text


def _text_of(token: Token) -> str:
    if token.type == "softbreak":
        return " "
    return "\n" if token.type == "hardbreak" else token.content


def wrapped(text: str, width: int = WIDTH) -> str:
    """The text in lines of that width; a longer word, such as an address, stays whole."""
    lines = (
        textwrap.wrap(line, max(width, 20), break_long_words=False, break_on_hyphens=False) for line in text.split("\n")
    )
    return "\n".join("\n".join(parts) for parts in lines)
