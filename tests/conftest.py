"""Fixtures that every kind of test shares."""

import gc
import itertools
import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest

from nurture import contracts
from nurture.devserver import DevServer
from nurture.store.migrate import migrate
from tests.servers import MissingServerError, PostgresCluster, postgres_cluster, temporal_cli

_numbers = itertools.count(1)


def pytest_collection_finish() -> None:
    """Ten thousand tests stay until the end: nobody need look again and again whether they are still used."""
    gc.freeze()


@pytest.fixture(scope="session")
def temporal_server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[DevServer]:
    """A real Temporal dev server for the whole run: tests keep apart by task queues and workflow ids."""
    try:
        binary = temporal_cli()
    except MissingServerError as missing:
        pytest.fail(str(missing), pytrace=False)
    log = tmp_path_factory.mktemp("temporal") / "server.log"
    with DevServer(binary, log_file=log, ui=False, search_attributes=contracts.SEARCH_ATTRIBUTES) as server:
        yield server


@pytest.fixture(scope="session")
def postgres() -> Iterator[PostgresCluster]:
    """A private PostgreSQL server, one for the whole run."""
    try:
        with postgres_cluster() as cluster:
            yield cluster
    except MissingServerError as missing:
        pytest.fail(str(missing), pytrace=False)


@pytest.fixture(scope="session")
def migrated_postgres(postgres: PostgresCluster) -> str:
    """A PostgreSQL database with all tables, to be copied: that takes a tenth of the time of migrating another."""
    postgres.create("migrated")
    migrate(postgres.url("migrated"))
    return "migrated"


@pytest.fixture(scope="session")
def migrated_sqlite(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The same on SQLite."""
    path = tmp_path_factory.mktemp("migrated") / "nurture.db"
    migrate(f"sqlite:///{path}")
    return path


@pytest.fixture
def postgres_url(postgres: PostgresCluster, migrated_postgres: str) -> Iterator[str]:
    """A new PostgreSQL database for one test, with all tables and nothing in them."""
    name = f"test_{next(_numbers)}"
    postgres.create(name, template=migrated_postgres)
    yield postgres.url(name)
    postgres.drop(name)


@pytest.fixture
def sqlite_url(tmp_path: Path, migrated_sqlite: Path) -> str:
    """The same on SQLite."""
    return f"sqlite:///{shutil.copy(migrated_sqlite, tmp_path)}"


@pytest.fixture(params=["sqlite", pytest.param("postgres", marks=pytest.mark.postgres)])
def database_url(request: pytest.FixtureRequest) -> str:
    """A new database for one test, with all tables; the test runs once on each kind that the product supports."""
    url: str = request.getfixturevalue(f"{request.param}_url")
    return url


@pytest.fixture(params=["sqlite", pytest.param("postgres", marks=pytest.mark.postgres)])
def empty_database_url(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[str]:
    """The same without any table."""
    if request.param == "sqlite":
        yield f"sqlite:///{tmp_path / 'empty.db'}"
        return
    cluster: PostgresCluster = request.getfixturevalue("postgres")
    name = f"empty_{next(_numbers)}"
    cluster.create(name)
    yield cluster.url(name)
    cluster.drop(name)
