"""The installation that these tests share the shape of, on both databases."""

from collections.abc import Iterator

import pytest

from nurture.values import replace
from tests.servers import PostgresCluster
from tests.unit.service.desk import MAYA, MAYAS, Desk, a_desk, sequence
from tests.unit.service.mailing import STEPS, rejected

USED_AGAIN = "used_again_by_service_tests"


@pytest.fixture(scope="session")
def used_again(postgres: PostgresCluster, migrated_postgres: str) -> str:
    """One database for all of these tests: to empty it takes a fifth of the time of copying another."""
    postgres.create(USED_AGAIN, template=migrated_postgres)
    return USED_AGAIN


@pytest.fixture
def postgres_url(postgres: PostgresCluster, used_again: str) -> Iterator[str]:
    """A PostgreSQL database with all tables and nothing in them, which no test here changes the tables of."""
    yield postgres.url(used_again)
    postgres.empty(used_again)


@pytest.fixture
def desk(database_url: str) -> Iterator[Desk]:
    """An installation on an empty database."""
    with a_desk(database_url) as desk:
        yield desk


@pytest.fixture
def mailed(desk: Desk) -> Desk:
    """Maya has had the first mail, and a week is to pass until the second."""
    settings = desk.parts.settings.model_copy(update={"reply_domain": "reply.acme.example"})
    desk.parts = replace(desk.parts, settings=settings)
    desk.publish(sequence(STEPS))
    rejected(desk, MAYA, MAYAS)
    desk.run(days=1)
    assert desk.sent == ["one for Maya"]
    return desk
