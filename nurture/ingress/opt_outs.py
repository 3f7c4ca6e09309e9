"""Opting out of mail, from a link that names whose mail and of which kind (RFC 8058).

Opening the link changes nothing, because mail scanners open links; a POST does, be it by a choice on the page or by
the recipient's mail program. The program sends no cookies, must not be redirected, and may ask twice.
"""

from typing import Final
from urllib.parse import parse_qs

from fastapi import APIRouter, Request
from fastapi.responses import HTMLResponse
from starlette.concurrency import run_in_threadpool

from nurture.bodies import limited_body
from nurture.ingress.edge import Edge, TheEdge
from nurture.ingress.following import follow
from nurture.ingress.pages import page, tag_for, written
from nurture.ingress.preference_words import PREFERENCE_WORDS
from nurture.ingress.preferences import CHOICES, STOP, Doing, preferences
from nurture.messages.identity import OptOut, read_unsubscribe_token
from nurture.service.opt_outs import language_of, wishes_of
from nurture.store.published import company_zone
from nurture.timing.zones import zone_of

router = APIRouter()

_LARGEST: Final = 65_536
"""Bytes of a choice; a mail program's click is far shorter."""


@router.get("/u/{token}")
def ask(token: str, request: Request, edge: TheEdge) -> HTMLResponse:
    """Shows what stands, and what can be chosen."""
    wish = _read(edge, token)
    if wish is None:
        return page(request, "unknown", status=404)
    return _page(edge, request, wish, is_saved=False)


@router.post("/u/{token}")
async def opt_out(token: str, request: Request, edge: TheEdge) -> HTMLResponse:
    """Keeps what was chosen; without a choice of the page's, stops this kind of mail, since the link says all."""
    wish = _read(edge, token)
    if wish is None:
        return page(request, "unknown", status=404)
    doing = _chosen((await limited_body(request, _LARGEST)).decode("utf-8", "replace"))
    # Whoever hears of it, no mail leaves from here on: the gate looks at suppressions each time.
    await follow(edge, await run_in_threadpool(doing, edge.parts, wish))
    return await run_in_threadpool(_page, edge, request, wish, is_saved=True)


def _chosen(body: str) -> Doing:
    return CHOICES.get(parse_qs(body).get("choice", [STOP])[0], CHOICES[STOP])


def _page(edge: Edge, request: Request, wish: OptOut, *, is_saved: bool) -> HTMLResponse:
    tag = tag_for(request, PREFERENCE_WORDS, language_of(edge.parts, wish.address_hash))
    language = tag or "en"
    with edge.store.read() as conn:
        zone = zone_of(company_zone(conn))
    shown = preferences(tag, language, wish.purpose, wishes_of(edge.parts, wish.address_hash), zone)
    return written("preferences.html", language, page=shown, is_saved=is_saved)


def _read(edge: Edge, token: str) -> OptOut | None:
    return read_unsubscribe_token(token, secret=edge.settings.link_secret.get_secret_value())
