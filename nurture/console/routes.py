"""The pages and where they are. Handlers are plain functions: FastAPI runs them in threads, where they may wait."""

import logging
from collections.abc import Callable, Coroutine
from functools import partial
from itertools import groupby
from typing import Any
from zoneinfo import ZoneInfo

from fastapi import APIRouter, Request, Response
from fastapi.responses import FileResponse, HTMLResponse
from fastapi.routing import APIRoute
from sqlalchemy import Connection
from sqlalchemy.exc import SQLAlchemyError

from nurture.clock import Clock
from nurture.console.views import HEADERS, HERE, MAIL_STYLES, page
from nurture.errors import NotFound
from nurture.service.gaps import List, counts_of, page_of
from nurture.service.lives import life_of
from nurture.service.roster import duties_of
from nurture.store import Store, breakers, contacts, decisions, frozen, listings, published
from nurture.store.words import EnrollmentStatus

log = logging.getLogger(__name__)

MOST_INSIDE = 100
"""How many of those inside are listed on one page; the rest are found by name."""

GAPS_OF_EACH = 10
GAPS_OF_ONE = 50
"""How many gaps are listed where all lists are shown, and where one is."""


class _Page(APIRoute):
    """A route whose errors are pages too."""

    def get_route_handler(self) -> Callable[[Request], Coroutine[Any, Any, Response]]:
        answer = super().get_route_handler()

        async def answer_with_a_page(request: Request) -> Response:
            try:
                return await answer(request)
            except NotFound as error:
                return page("trouble.html", status=404, title="Not found", why=error.message)
            except SQLAlchemyError:
                log.exception("the database failed a page")
                why = "The database can't be read. What is wrong is told by: nurture doctor"
                return page("trouble.html", status=503, title="Not now", why=why)

        return answer_with_a_page


def router(store: Store, clock: Clock, *, notice: str | None = None) -> APIRouter:
    """The console's routes. Include them only where nobody from outside can ask. `clock` tells what is overdue.

    `notice` stands above every page.
    """
    shown = partial(page, notice=notice)
    routes = APIRouter(default_response_class=HTMLResponse, route_class=_Page)
    _tell_of_one(routes, store, clock, shown)

    @routes.get("/")
    def people(q: str = "") -> HTMLResponse:
        """What has stopped, who is held, who there is, and who comes next."""
        with store.read() as conn:
            return shown(
                "people.html",
                q=q.strip(),
                zone=_zone(conn),
                stopped=() if q.strip() else breakers.stopped(conn),
                held=() if q.strip() else listings.inside(conn, status=EnrollmentStatus.HELD, limit=MOST_INSIDE),
                people=listings.people(conn, containing=q),
                inside=() if q.strip() else listings.inside(conn, limit=MOST_INSIDE),
            )

    @routes.get("/sequences")
    def sequences() -> HTMLResponse:
        """What is published, and who is inside."""
        with store.read() as conn:
            versions = groupby(published.versions(conn), key=lambda row: row.sequence)
            grouped = {name: list(rows) for name, rows in versions}
            inside = {name: listings.inside(conn, sequence=name, limit=MOST_INSIDE) for name in grouped}
            stopped = breakers.stopped(conn)
            return shown("sequences.html", sequences=grouped, inside=inside, stopped=stopped, zone=_zone(conn))

    @routes.get("/gaps")
    def gaps(of: str = "", after: str = "") -> HTMLResponse:
        """What falls through: the beginning of each list, or a page of one."""
        if of and of not in set(List):
            raise NotFound(f"there is no list {of} of what falls through")
        now, most = clock.now(), GAPS_OF_ONE if of else GAPS_OF_EACH
        with store.read() as conn:
            lists = {each: page_of(conn, now, each, after=after, limit=most) for each in List if of in ("", each)}
            return shown("gaps.html", lists=lists, of=of, counts=counts_of(conn, now), is_first=not after)

    @routes.get("/console.css")
    def style() -> FileResponse:
        """The one style sheet."""
        return FileResponse(HERE / "console.css", headers={**HEADERS, "Cache-Control": "no-cache"})

    return routes


def _tell_of_one(routes: APIRouter, store: Store, clock: Clock, shown: Callable[..., HTMLResponse]) -> None:
    """The pages about one person and one message."""

    @routes.get("/candidates/{candidate_id:path}")
    def candidate(candidate_id: str) -> HTMLResponse:
        """One person's story."""
        with store.read() as conn:
            now = clock.now()
            life = life_of(conn, candidate_id, company_zone=published.company_zone(conn), now=now)
            return shown(
                "candidate.html",
                life=life,
                now=now,
                duties=duties_of(conn, now=now, candidate_id=life.candidate.id),
                decisions=decisions.of_candidate(conn, life.candidate.id),
            )

    @routes.get("/messages/{touchpoint_id:path}")
    def message(touchpoint_id: str) -> HTMLResponse:
        """One message, as it was frozen."""
        with store.read() as conn:
            touchpoint = contacts.by_id(conn, touchpoint_id)
            if touchpoint is None:
                raise NotFound(f"there is no message {touchpoint_id}")
            life = life_of(conn, touchpoint.candidate_id, company_zone=published.company_zone(conn))
            return shown(
                "message.html",
                styles=MAIL_STYLES,
                touchpoint=touchpoint,
                message=frozen.message_of(conn, touchpoint_id),
                called=life.called,
                zone=life.zone,
            )


def _zone(conn: Connection) -> ZoneInfo:
    return ZoneInfo(published.company_zone(conn))
