"""The pages and where they are. Handlers are plain functions: FastAPI runs them in threads, where they may wait."""

import logging
from collections.abc import Callable, Coroutine
from functools import partial
from typing import Any
from zoneinfo import ZoneInfo

from fastapi import APIRouter, Request, Response
from fastapi.responses import FileResponse, HTMLResponse
from fastapi.routing import APIRoute
from sqlalchemy import Connection
from sqlalchemy.exc import SQLAlchemyError

from nurture.clock import Clock
from nurture.console.lists import FIRST, INSIDE, PAGE, first_inside, inside_of, people_of, sequences_of
from nurture.console.paging import Asked
from nurture.console.views import HEADERS, HERE, MAIL_STYLES, page
from nurture.errors import NotFound
from nurture.service.gaps import List, counts_of, page_of
from nurture.service.lives import life_of
from nurture.service.roster import duties_of
from nurture.store import Store, breakers, contacts, decisions, frozen, published

log = logging.getLogger(__name__)

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

    _tell_of_many(routes, store, shown)

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


def _tell_of_many(routes: APIRouter, store: Store, shown: Callable[..., HTMLResponse]) -> None:
    """The lists of people, of those inside, and of sequences."""

    @routes.get("/")
    def people(q: str = "", of: str = "", sequence: str = "", after: str = "") -> HTMLResponse:
        """What has stopped, who is held, who there is, and who comes next; or a page of one of these lists."""
        if of not in ("", *INSIDE):
            raise NotFound(f"there is no list {of} of people")
        asked = Asked(path="/", of=of, sequence=sequence, q=q.strip(), after=after)
        is_first = not (of or asked.q or after)
        with store.read() as conn:
            return shown(
                "people.html",
                asked=asked,
                is_first=is_first,
                zone=_zone(conn),
                stopped=breakers.stopped(conn) if is_first else (),
                people=None if of else people_of(conn, asked),
                inside={
                    each: inside_of(conn, asked, each, limit=FIRST if is_first else PAGE)
                    for each in INSIDE
                    if is_first or each == of
                },
            )

    @routes.get("/sequences")
    def sequences(q: str = "", after: str = "") -> HTMLResponse:
        """What is published, and who is inside."""
        asked = Asked(path="/sequences", q=q.strip(), after=after)
        with store.read() as conn:
            page_of_them = sequences_of(conn, asked)
            return shown(
                "sequences.html",
                asked=asked,
                sequences=page_of_them,
                inside={each.name: first_inside(conn, each.name) for each in page_of_them.rows},
                stopped=() if asked.q or after else breakers.stopped(conn),
                zone=_zone(conn),
            )


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
