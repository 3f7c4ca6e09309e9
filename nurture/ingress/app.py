"""The web edge, put together in one place: see `nurture.web`, which serves it."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import timedelta

from fastapi import FastAPI

from nurture import temporal
from nurture.ats import connections_from
from nurture.clock import Clock, SystemClock
from nurture.config import Settings
from nurture.ingress import health, hooks, mail, mail_events, opt_outs, surveys, texts
from nurture.ingress.edge import Edge
from nurture.ingress.mailbox import reading_mail
from nurture.ingress.refusals import answer_errors
from nurture.ingress.sweep import EVERY, sweeping
from nurture.service.workflows import TemporalWorkflows, Workflows
from nurture.store import open_store


def create_app(
    settings: Settings | None = None,
    *,
    workflows: Workflows | None = None,
    sweep_every: timedelta = EVERY,
    wall: Clock | None = None,
) -> FastAPI:
    """The app; it contacts nobody before it is started. `workflows` stands in for Temporal, `wall` for system time.

    Raises NotSetUp when the database's URL is none, or an ATS is named that nobody knows.
    """
    settings = settings or Settings()
    connections = connections_from(settings)
    store = open_store(settings.database_url)

    @asynccontextmanager
    async def lifespan(app: FastAPI) -> AsyncIterator[None]:
        app.state.edge = edge = Edge(
            settings=settings,
            store=store,
            clock=settings.clock(),
            workflows=workflows or TemporalWorkflows(await temporal.connect(settings, lazy=True), settings),
            connections=connections,
            wall=wall or SystemClock(),
        )
        try:
            async with sweeping(edge, every=sweep_every), reading_mail(edge):
                yield
        finally:
            store.close()

    app = FastAPI(title="Nurture", lifespan=lifespan, openapi_url=None)
    answer_errors(app)
    app.include_router(health.router)
    app.include_router(mail_events.router)
    app.include_router(hooks.router)
    app.include_router(mail.router)
    app.include_router(opt_outs.router)
    app.include_router(surveys.router)
    app.include_router(texts.router)
    return app
