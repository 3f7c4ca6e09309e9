"""The Markdown that mails are written in: paragraphs, headings, lists, quotes, rules, emphasis and links."""

from collections.abc import Sequence
from functools import lru_cache
from typing import Final

from markdown_it import MarkdownIt
from markdown_it.token import Token

_BLOCKS: Final = ("heading", "lheading", "list", "blockquote", "hr")
_INLINE: Final = ("newline", "escape", "entity", "emphasis", "link", "autolink")
_INLINE_SECOND: Final = ("emphasis", "balance_pairs", "fragments_join")
LINKS_TO: Final = ("https://", "http://", "mailto:", "tel:")


class _MailMarkdown(MarkdownIt):
    """HTML, pictures, code, tables and bare addresses are not among its rules, so nothing can turn into them."""

    def __init__(self) -> None:
        super().__init__("zero", {"html": False, "linkify": False, "breaks": False, "xhtmlOut": False})
        self.block.ruler.enable(_BLOCKS)
        self.inline.ruler.enable(_INLINE)
        self.inline.ruler2.enable(_INLINE_SECOND)

    def validateLink(self, url: str) -> bool:
        """Links lead to the web, to mail and to telephones, and nowhere else."""
        return url.lower().startswith(LINKS_TO)


@lru_cache(maxsize=1)
def _parser() -> _MailMarkdown:
    return _MailMarkdown()


def parse(text: str) -> Sequence[Token]:
    """The text as tokens."""
    return _parser().parse(text)


def to_html(tokens: Sequence[Token]) -> str:
    """The tokens as HTML."""
    parser = _parser()
    return str(parser.renderer.render(tokens, parser.options, {}))
