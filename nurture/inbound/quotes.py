"""What a mail says that is new: without the mails that it quotes, and without a signature."""

import re
import textwrap
from collections.abc import Iterable, Iterator
from email.message import EmailMessage, Message
from html.parser import HTMLParser
from typing import Final

from mailparser_reply import EmailReplyParser

from nurture.messages.footer import WAYS_OUT
from nurture.values import frozen

LANGUAGES: Final = ("en", "de", "fr", "es", "it", "nl", "da", "sv", "pl", "cs", "ja", "ko", "zh")
"""Whose “… wrote:” is known."""

_LONGEST: Final = 10_000
"""Characters of a mail, without what it quotes, that are looked at: nobody writes more, and the patterns that find the
head of a quoted mail take time with its square."""
_LINE: Final = 400
"""Characters of a line: over a longer one, too."""

_OUR_FOOTER: Final = re.compile(
    "|".join(r"\s+".join(map(re.escape, words.split())) for words in WAYS_OUT), re.IGNORECASE
)
_READABLE: Final = frozenset({"text/plain", "text/html"})
_BREAKS: Final = frozenset({"p", "div", "br", "tr", "li", "h1", "h2", "h3", "table", "ul", "ol", "hr"})
_LEFT_OUT: Final = frozenset({"blockquote", "script", "style", "head", "title"})
_WITHOUT_END: Final = frozenset({"br", "hr", "img", "meta", "link", "input", "wbr", "area", "base", "col", "source"})


@frozen
class Words:
    """`text` is what somebody wrote; `signature` what stood below it: greetings, names, disclaimers."""

    text: str
    signature: str


def new_words(mail: EmailMessage) -> Words:
    """What a mail says itself."""
    whole = _OUR_FOOTER.sub("", "\n".join(_unquoted(_text_of(mail).splitlines()))[:_LONGEST])
    for reply in EmailReplyParser(languages=list(LANGUAGES)).read(whole).replies:
        if reply.body:
            return Words(text=reply.body, signature=reply.signatures)
    return Words(text="", signature="")


def _unquoted(lines: Iterable[str]) -> Iterator[str]:
    """The lines that are not marked as quoted, each of a length that a person would write."""
    was_empty, left = True, _LONGEST
    for line in lines:
        said = " ".join(line[:_LONGEST].split())
        if said.startswith((">", "|")) or (was_empty and not said):
            continue
        yield from textwrap.wrap(said, _LINE, break_long_words=False, break_on_hyphens=False) or [""]
        was_empty, left = not said, left - len(said) - 1
        if left < 0:
            return


def _text_of(mail: EmailMessage) -> str:
    parts = list(_texts(mail))
    part = next((each for each in parts if each.get_content_subtype() == "plain"), next(iter(parts), None))
    if part is None:
        return ""
    raw = part.get_payload(decode=True)
    content = _decoded(raw, part.get_content_charset("utf-8")) if isinstance(raw, bytes) else ""
    return storable(_without_tags(content) if part.get_content_subtype() == "html" else content)


def storable(text: str) -> str:
    """The text without what no database takes: zeros, and halves of characters."""
    return text.replace("\0", "").encode("utf-8", "replace").decode()


def _texts(part: Message) -> Iterator[Message]:
    """The texts of a mail, but for those of mails that it encloses, and for attachments."""
    payload = part.get_payload()
    if part.get_content_maintype() == "multipart" and isinstance(payload, list):
        for each in payload:
            if isinstance(each, Message):
                yield from _texts(each)
    elif part.get_content_type() in _READABLE and part.get_content_disposition() != "attachment":
        yield part


def _decoded(raw: bytes, charset: str) -> str:
    try:
        return raw.decode(charset, "replace")
    except (LookupError, UnicodeError):  # a character set that nobody knows, or that is none for text
        return raw.decode("utf-8", "replace")


def _without_tags(html: str) -> str:
    reader = _Reader()
    reader.feed(html[: 50 * _LONGEST])
    reader.close()
    return "".join(reader.said)


class _Reader(HTMLParser):
    """The words of a page but for what mail programs mark as quoted."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.said: list[str] = []
        self._within: list[str] = []
        """The tags that are open from the first one on that is left out."""

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        classes = next((value or "" for name, value in attrs if name == "class"), "").split()
        is_out = tag in _LEFT_OUT or "gmail_quote" in classes
        if (self._within or is_out) and tag not in _WITHOUT_END:
            self._within.append(tag)
        if tag in _BREAKS:
            self.said.append("\n")

    def handle_endtag(self, tag: str) -> None:
        if tag in self._within:
            while self._within.pop() != tag:
                pass

    def handle_data(self, data: str) -> None:
        if not self._within:
            self.said.append(" ".join(data.split()) if "\n" in data else data)
