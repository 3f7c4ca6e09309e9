"""Opting out of mail, from a link that names whose mail and of which kind (RFC 8058).

Opening the link changes nothing, because mail scanners open links; a POST does, be it by the button on the page or by
the recipient's mail program. The program sends no cookies, must not be redirected, and may ask twice.
"""

import logging

from fastapi import APIRouter, Request
from fastapi.responses import HTMLResponse
from starlette.concurrency import run_in_threadpool

from nurture.contracts import Poke
from nurture.domain.events import Event, EventType
from nurture.errors import NotSetUp
from nurture.ingress.edge import Edge, TheEdge
from nurture.ingress.pages import page
from nurture.messages.identity import OptOut, read_unsubscribe_token
from nurture.store import contacts, events, standings, suppressions
from nurture.store.events import News
from nurture.store.tables import touchpoints

log = logging.getLogger(__name__)
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
    pokes = await run_in_threadpool(record_opt_out, edge, wish)
    if pokes:
        try:
            await edge.workflows.poke(pokes)
        except NotSetUp as error:
            # No mail leaves all the same: the gate looks at suppressions each time.
            log.warning("%d journeys hear of an opt-out later: %s", len(pokes), error.message)
    return page(request, "done")


def record_opt_out(edge: Edge, wish: OptOut) -> tuple[Poke, ...]:
    """Keeps the address from this kind of mail, tells the journeys of those who got mail there, and says whom to wake.

    From then on the gate says no, whether anybody is woken or not. Asked again, it changes nothing and wakes nobody.
    """
    now = edge.clock.now()
    with edge.store.write() as conn:
        mailed = contacts.touchpoints_where(
            conn,
            touchpoints.c.address_hash == wish.address_hash,
            touchpoints.c.recipient == contacts.CANDIDATE,
        )
        people = tuple(dict.fromkeys(touchpoint.candidate_id for touchpoint in mailed))
        is_new = suppressions.add(
            conn,
            wish.address_hash,
            scope=wish.purpose,
            reason="asked for no more mail",
            source="unsubscribe link",
            at=now,
            candidate_id=people[0] if len(people) == 1 else None,
        )
        if not is_new:
            return ()
        news = (News(event=Event(type=EventType.CANDIDATE_OPTED_OUT, at=now)),)
        heard: list[tuple[str, Event]] = []
        for candidate_id in people:
            appended = events.append(conn, candidate_id, news, now=now)
            heard += [(candidate_id, event) for event in appended.own] + list(appended.copies)
        return tuple(
            Poke(enrollment_id=standing.enrollment.id, event=event.number)
            for stream, event in heard
            for standing in standings.reading(conn, stream)
        )


def _read(edge: Edge, token: str) -> OptOut | None:
    return read_unsubscribe_token(token, secret=edge.settings.link_secret.get_secret_value())
