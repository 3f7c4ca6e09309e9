"""The pages that candidates see, in their browser's language as far as we speak it. No cookies, nothing loaded."""

from collections.abc import Iterable
from typing import Final

from fastapi import Request
from fastapi.responses import HTMLResponse
from jinja2 import Environment, PackageLoader, StrictUndefined

from nurture.language.templates import choose_language
from nurture.values import frozen

_PAGES: Final = Environment(
    loader=PackageLoader("nurture.ingress"), autoescape=True, undefined=StrictUndefined, trim_blocks=True
)
_HEADERS: Final = {
    "Cache-Control": "no-store",
    "Content-Security-Policy": (
        "default-src 'none'; style-src 'unsafe-inline'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'"
    ),
    "Referrer-Policy": "no-referrer",
    "X-Content-Type-Options": "nosniff",
}
"""The address of a page is a key to somebody's choice: it is not to be kept, passed on or framed."""


@frozen
class Words:
    """What the pages say."""

    unknown: str
    instead: str


WORDS: Final = {
    "": Words(
        unknown="This link is not complete",
        instead="Please open the link in the mail once more, or answer the mail and say that you want no more of them.",
    ),
    "de": Words(
        unknown="Dieser Link ist nicht vollständig",
        instead="Bitte öffnen Sie den Link in der Mail noch einmal, oder antworten Sie auf die Mail, dass Sie keine "
        "weiteren möchten.",
    ),
    "fr": Words(
        unknown="Ce lien est incomplet",
        instead="Ouvrez à nouveau le lien dans le message, ou répondez-y en disant que vous n’en voulez plus.",
    ),
    "es": Words(
        unknown="Este enlace está incompleto",
        instead="Vuelva a abrir el enlace del mensaje, o responda diciendo que no desea recibir más.",
    ),
}
"""By language; the one without a tag is English."""


def tag_for(request: Request, words: Iterable[str], known: str | None = None) -> str:
    """The language in which to speak, of those with `words`: the person's if it is known, else the browser's first."""
    return choose_language(words, (known, *_accepted(request), "en"))


def page(request: Request, name: str, *, status: int = 200) -> HTMLResponse:
    """One of the pages, in the first of the browser's languages that we have words for."""
    tag = tag_for(request, WORDS)
    return written(f"{name}.html", tag or "en", status=status, words=WORDS[tag])


def written(template: str, language: str, *, status: int = 200, **names: object) -> HTMLResponse:
    """A page from its template, in that language."""
    html = _PAGES.get_template(template).render(language=language, **names)
    return HTMLResponse(html, status_code=status, headers={**_HEADERS, "Content-Language": language})


def _accepted(request: Request) -> list[str]:
    """Tags of Accept-Language in the order of preference that browsers send them in; weights only repeat it."""
    named = request.headers.get("accept-language", "")
    return [part.partition(";")[0].strip() for part in named.split(",") if part.strip()]
