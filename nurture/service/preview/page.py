"""One page with many mails, to be looked at in a review. It loads nothing and runs nothing."""

from collections.abc import Sequence
from functools import lru_cache
from importlib.resources import files

from jinja2 import Environment, StrictUndefined, Template

from nurture.values import frozen


@frozen
class Shown:
    """One mail on the page, for one reader; or the `trouble` that there would be instead."""

    step: str
    reader: str
    file: str = ""
    headers: tuple[tuple[str, str], ...] = ()
    html: str = ""
    text: str = ""
    trouble: str | None = None


def page_of(title: str, mails: Sequence[Shown]) -> str:
    """An HTML document; every mail stands in a frame of its own, as a mail program would show it."""
    return _template().render(title=title, mails=mails)


@lru_cache(maxsize=1)
def _template() -> Template:
    text = files("nurture.service.preview").joinpath("page.html").read_text(encoding="utf-8")
    environment = Environment(autoescape=True, undefined=StrictUndefined, trim_blocks=True, lstrip_blocks=True)
    return environment.from_string(text)
