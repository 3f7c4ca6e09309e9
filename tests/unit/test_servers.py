import pytest
from sqlalchemy import create_engine, text

from tests.servers import PostgresCluster


def test_each_test_gets_an_empty_database_that_it_can_write_to(empty_database_url: str) -> None:
    engine = create_engine(empty_database_url)
    with engine.begin() as connection:
        connection.execute(text("CREATE TABLE candidates (id INTEGER PRIMARY KEY)"))
        connection.execute(text("INSERT INTO candidates VALUES (1)"))
    with engine.connect() as connection:
        assert connection.scalar(text("SELECT count(*) FROM candidates")) == 1
    engine.dispose()


@pytest.mark.postgres
def test_a_database_can_be_dropped_while_a_connection_is_open(postgres: PostgresCluster) -> None:
    postgres.create("left_open")
    engine = create_engine(postgres.url("left_open"))
    with engine.connect():
        postgres.drop("left_open")
    engine.dispose()
