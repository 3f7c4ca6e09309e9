"""Fixtures that every kind of test shares."""

import itertools
from collections.abc import Iterator
from pathlib import Path

import pytest

from nurture import contracts
from nurture.devserver import DevServer
from tests.servers import MissingServerError, PostgresCluster, postgres_cluster, temporal_cli

_numbers = itertools.count(1)


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


@pytest.fixture
def postgres_url(postgres: PostgresCluster) -> Iterator[str]:
    """A new, empty PostgreSQL database for one test."""
    name = f"test_{next(_numbers)}"
    postgres.create(name)
    yield postgres.url(name)
    postgres.drop(name)


@pytest.fixture(params=["sqlite", pytest.param("postgres", marks=pytest.mark.postgres)])
def database_url(request: pytest.FixtureRequest, tmp_path: Path) -> str:
    """A new, empty database for one test, which runs once on each kind that the product supports."""
    if request.param == "sqlite":
        return f"sqlite:///{tmp_path / 'nurture.db'}"
    url: str = request.getfixturevalue("postgres_url")
    return url
