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


@pytest.mark.postgres
def test_an_emptied_database_counts_from_1_again_whoever_was_still_writing(
    postgres: PostgresCluster, migrated_postgres: str
) -> None:
    postgres.create("used", template=migrated_postgres)
    engine = create_engine(postgres.url("used"))
    job = text("INSERT INTO jobs (id, title) VALUES ('acme:1', 'Welder')")
    audit = text("INSERT INTO audit (at, who, what, why) VALUES (now(), 'kim', 'pause', '') RETURNING id")
    numbers = []
    for _ in range(2):
        with engine.begin() as connection:
            connection.execute(job)
            numbers.append(connection.scalar(audit))
        with engine.connect() as still_writing:
            still_writing.execute(text("UPDATE jobs SET title = 'Turner'"))
            postgres.empty("used")
            still_writing.invalidate()
    assert numbers == [1, 1]
    engine.dispose()
    postgres.drop("used")
