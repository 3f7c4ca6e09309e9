"""The pages that candidates see, in their browser's language as far as we speak it. No cookies, nothing loaded."""

from dataclasses import dataclass
from typing import Final

from fastapi import Request
from fastapi.responses import HTMLResponse
from jinja2 import Environment, PackageLoader, StrictUndefined

from nurture.language.templates import choose_language

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


@dataclass(frozen=True, kw_only=True, slots=True)
class Words:
    """What the pages say."""

    question: str
    consequence: str
    yes: str
    done: str
    afterwards: str
    unknown: str
    instead: str


WORDS: Final = {
    "": Words(
        question="No more mails like this one?",
        consequence="We will no longer write to this address about roles that may suit you. If you have applied "
        "with us, you still hear how that goes.",
        yes="No more mails",
        done="Done. You will get no more mails like that one.",
        afterwards="You can close this page. If you change your mind, just write to us.",
        unknown="This link is not complete",
        instead="Please open the link in the mail once more, or answer the mail and say that you want no more of them.",
    ),
    "de": Words(
        question="Keine solchen Mails mehr?",
        consequence="Wir schreiben dieser Adresse dann nicht mehr über Stellen, die zu Ihnen passen könnten. Wenn Sie "
        "sich bei uns beworben haben, hören Sie weiterhin, wie es damit steht.",
        yes="Keine Mails mehr",
        done="Erledigt. Sie bekommen keine solchen Mails mehr.",
        afterwards="Sie können diese Seite schließen. Wenn Sie es sich anders überlegen, schreiben Sie uns einfach.",
        unknown="Dieser Link ist nicht vollständig",
        instead="Bitte öffnen Sie den Link in der Mail noch einmal, oder antworten Sie auf die Mail, dass Sie keine "
        "weiteren möchten.",
    ),
    "fr": Words(
        question="Ne plus recevoir ces messages ?",
        consequence="Nous n’écrirons plus à cette adresse au sujet de postes qui pourraient vous convenir. Si vous "
        "avez postulé chez nous, vous serez toujours informé de la suite.",
        yes="Ne plus recevoir ces messages",
        done="C’est fait. Vous ne recevrez plus ces messages.",
        afterwards="Vous pouvez fermer cette page. Si vous changez d’avis, écrivez-nous.",
        unknown="Ce lien est incomplet",
        instead="Ouvrez à nouveau le lien dans le message, ou répondez-y en disant que vous n’en voulez plus.",
    ),
    "es": Words(
        question="¿No recibir más mensajes como este?",
        consequence="No volveremos a escribir a esta dirección sobre puestos que podrían interesarle. Si ha enviado "
        "una candidatura, seguirá sabiendo cómo avanza.",
        yes="No recibir más mensajes",
        done="Hecho. No recibirá más mensajes como ese.",
        afterwards="Puede cerrar esta página. Si cambia de opinión, escríbanos.",
        unknown="Este enlace está incompleto",
        instead="Vuelva a abrir el enlace del mensaje, o responda diciendo que no desea recibir más.",
    ),
}
"""By language; the one without a tag is English."""


def page(request: Request, name: str, *, status: int = 200) -> HTMLResponse:
    """One of the pages, in the first of the browser's languages that we have words for."""
    tag = choose_language(WORDS, (*_accepted(request), "en"))
    return written(f"{name}.html", tag or "en", status=status, words=WORDS[tag])


def written(template: str, language: str, *, status: int = 200, **names: object) -> HTMLResponse:
    """A page from its template, in that language."""
    html = _PAGES.get_template(template).render(language=language, **names)
    return HTMLResponse(html, status_code=status, headers={**_HEADERS, "Content-Language": language})


def _accepted(request: Request) -> list[str]:
    """Tags of Accept-Language in the order of preference that browsers send them in; weights only repeat it."""
    named = request.headers.get("accept-language", "")
    return [part.partition(";")[0].strip() for part in named.split(",") if part.strip()]
