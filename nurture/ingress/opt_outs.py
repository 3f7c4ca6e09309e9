"""Opting out of mail, from a link that names whose mail and of which kind (RFC 8058).

Opening the link changes nothing, because mail scanners open links; a POST does, be it by the button on the page or by
the recipient's mail program. The program sends no cookies, must not be redirected, and may ask twice.
"""

from fastapi import APIRouter, Request
from fastapi.responses import HTMLResponse
from starlette.concurrency import run_in_threadpool

from nurture.ingress.edge import Edge, TheEdge
from nurture.ingress.following import follow
from nurture.ingress.pages import page
from nurture.messages.identity import OptOut, read_unsubscribe_token
from nurture.service.opt_outs import record_opt_out

router = APIRouter()


@router.get("/u/{token}")
def ask(token: str, request: Request, edge: TheEdge) -> HTMLResponse:
    """Asks whether that is meant."""
    if _read(edge, token) is None:
        return page(request, "unknown", status=404)
    return page(request, "opt_out")


@router.post("/u/{token}")
async def opt_out(token: str, request: Request, edge: TheEdge) -> HTMLResponse:
    """Stops this kind of mail to the address. The body doesn't matter: the link says all."""
    wish = _read(edge, token)
    if wish is None:
        return page(request, "unknown", status=404)
    # Whoever hears of it, no mail leaves from here on: the gate looks at suppressions each time.
    await follow(edge, await run_in_threadpool(record_opt_out, edge.parts, wish))
    return page(request, "done")


def _read(edge: Edge, token: str) -> OptOut | None:
    return read_unsubscribe_token(token, secret=edge.settings.link_secret.get_secret_value())
