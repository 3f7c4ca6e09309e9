"""The console by itself, on a port of its own: `uvicorn --factory nurture.console.app:create_app --port 8001`."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

from fastapi import FastAPI

from nurture.channels import why_kept_back
from nurture.config import Settings
from nurture.console.routes import router
from nurture.store import open_store


def create_app(settings: Settings | None = None) -> FastAPI:
    """The app; it contacts nobody before it is asked. Raises NotSetUp when the database's URL is none."""
    settings = settings or Settings()
    store = open_store(settings.database_url)

    @asynccontextmanager
    async def lifespan(_: FastAPI) -> AsyncIterator[None]:
        yield
        store.close()

    app = FastAPI(title="Nurture console", lifespan=lifespan, openapi_url=None)
    app.include_router(router(store, settings.clock(), notice=why_kept_back(settings)))
    return app
