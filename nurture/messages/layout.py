"""The frame around a mail's HTML: one column, system fonts, dark where the reader's program is dark."""

from functools import lru_cache
from importlib.resources import files
from typing import Final, Literal

from css_inline import CSSInliner
from jinja2 import Environment, StrictUndefined, Template
from markupsafe import Markup

from nurture.messages.footer import Footer

_FILLER: Final = Markup("&#847;&zwnj;&nbsp;" * 40)
"""Keeps the first words of the mail out of the preview line, behind the preheader."""


_FROM_RIGHT: Final = frozenset({"ar", "ckb", "dv", "fa", "he", "ps", "sd", "ug", "ur", "yi"})
"""Languages whose scripts run from right to left, by the part of a tag that names the language."""


def direction_of(language: str) -> Literal["ltr", "rtl"]:
    """Where a line begins: `ar`, `he-IL` and their like run from right to left."""
    return "rtl" if language.replace("_", "-").split("-")[0].lower() in _FROM_RIGHT else "ltr"


@lru_cache(maxsize=1)
def _inliner() -> CSSInliner:
    """Puts the rules into the elements, as Gmail and Outlook want; those for dark and narrow screens stay apart."""
    return CSSInliner(keep_style_tags=False, keep_at_rules=True, load_remote_stylesheets=False)


@lru_cache(maxsize=1)
def _layout() -> Template:
    text = files("nurture.messages").joinpath("layout.html").read_text(encoding="utf-8")
    return Environment(autoescape=True, undefined=StrictUndefined, keep_trailing_newline=True).from_string(text)


def laid_out(*, body: str, subject: str, preheader: str | None, language: str, footer: Footer) -> str:
    """A whole HTML document. `body` is HTML already; everything else is text."""
    direction = direction_of(language)
    html = _layout().render(
        body=Markup(body),
        subject=subject,
        preheader=preheader,
        language=language,
        direction=direction,
        start="right" if direction == "rtl" else "left",
        footer=footer,
        footer_direction=direction_of(footer.language),
        filler=_FILLER,
    )
    return _inliner().inline(html)
