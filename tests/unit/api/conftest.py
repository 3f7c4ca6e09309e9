"""The API as it is served, over a real database with people on record; only Temporal is stood in for."""

import itertools
import shutil
from collections.abc import Iterator, Mapping
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path

import httpx
import pytest

from nurture.api.app import ROOT
from nurture.config import Settings
from nurture.domain.tokens import Scope
from nurture.service import tokens
from nurture.store import audit
from nurture.store.audit import Deed
from nurture.web import create_app
from tests.edge import RecordingWorkflows, served
from tests.office import SEQUENCES, Office, mara_is_rejected, office
from tests.servers import PostgresCluster

EVERYTHING = tuple(Scope)
_numbers = itertools.count(1)


@dataclass(frozen=True, kw_only=True)
class Served:
    """The API, and what tests do with it."""

    office: Office
    client: httpx.Client
    workflows: RecordingWorkflows

    def token(self, name: str = "site", *scopes: Scope, lasts: timedelta | None = None) -> str:
        """A token with these scopes, or with all."""
        now = datetime.now(UTC)
        whom = tokens.ByWhom(by="kim", at=self.office.clock.at, wall=now)
        return tokens.create(self.office.parts.store, name, scopes or EVERYTHING, whom, lasts=lasts)[1]

    def get(self, path: str, token: str, **query: str | int) -> httpx.Response:
        return self.client.get(f"{ROOT}{path}", params=query or None, headers={"Authorization": f"Bearer {token}"})

    def post(
        self, path: str, token: str, body: object = None, *, headers: Mapping[str, str] | None = None
    ) -> httpx.Response:
        shown = {"Authorization": f"Bearer {token}", **(headers or {})}
        return self.client.post(f"{ROOT}{path}", json=body if body is not None else {}, headers=shown)

    def deeds(self) -> list[Deed]:
        """What was done over the API, the newest first."""
        with self.office.parts.store.read() as conn:
            return [each for each in audit.latest(conn) if each.who.startswith("api:")]


def pages(api: Served, token: str, path: str, **query: str) -> list[dict[str, object]]:
    """A list, one item to a page."""
    found: list[dict[str, object]] = []
    after: str | None = None
    while True:
        asked = api.get(path, token, limit=1, **query, **({"after": after} if after else {}))
        assert asked.status_code == 200, asked.text
        assert len(asked.json()["items"]) <= 1
        found += asked.json()["items"]
        after = asked.json()["next"]
        if after is None:
            return found


@contextmanager
def serving(database_url: str, *, knows_mara: bool = True) -> Iterator[Served]:
    """Mara is on record, in a sequence; or nobody, and there is none."""
    settings = Settings(database_url=database_url, sequences=SEQUENCES)
    workflows = RecordingWorkflows()
    with ExitStack() as stack:
        opened = stack.enter_context(office(database_url))
        if knows_mara:
            opened.publish()
            opened.hear(mara_is_rejected())
        app = create_app(settings, workflows=workflows, sweep_every=timedelta(hours=1))
        yield Served(office=opened, client=stack.enter_context(served(app)), workflows=workflows)


@pytest.fixture(params=["sqlite"])
def api(request: pytest.FixtureRequest) -> Iterator[Served]:
    """The API on the kind of database that a test names, or on SQLite."""
    with serving(request.getfixturevalue(f"{request.param}_url")) as api:
        yield api


@pytest.fixture(params=["sqlite"])
def bare(request: pytest.FixtureRequest) -> Iterator[Served]:
    """The same with nobody on record, and nothing published."""
    with serving(request.getfixturevalue(f"{request.param}_url"), knows_mara=False) as api:
        yield api


@pytest.fixture
def token(api: Served) -> str:
    """One that may do everything."""
    return api.token()


@pytest.fixture(scope="module", params=["sqlite", pytest.param("postgres", marks=pytest.mark.postgres)])
def still(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Served]:
    """One for all tests of a module on each kind of database, of which none may change anything."""
    if request.param == "sqlite":
        migrated: Path = request.getfixturevalue("migrated_sqlite")
        with serving(f"sqlite:///{shutil.copy(migrated, tmp_path_factory.mktemp('still'))}") as api:
            yield api
        return
    cluster: PostgresCluster = request.getfixturevalue("postgres")
    name = f"still_{next(_numbers)}"
    cluster.create(name, template=request.getfixturevalue("migrated_postgres"))
    with serving(cluster.url(name)) as api:
        yield api
    cluster.drop(name)


@pytest.fixture(scope="module")
def pass_key(still: Served) -> str:
    """One that may do everything there."""
    return still.token()
