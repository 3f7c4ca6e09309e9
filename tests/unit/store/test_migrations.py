"""The tables that migrations make are those that the code expects."""

import pytest
from alembic.autogenerate import compare_metadata
from alembic.runtime.migration import MigrationContext
from sqlalchemy import inspect

from nurture.errors import NotSetUp
from nurture.store import Store, open_store
from nurture.store.migrate import demand_current, downgrade, migrate
from nurture.store.tables import candidates


def test_the_migrated_tables_are_those_of_the_code(store: Store) -> None:
    with store.read() as conn:
        context = MigrationContext.configure(conn, opts={"compare_server_default": True})
        assert compare_metadata(context, candidates.metadata) == []


def test_migrating_again_changes_nothing(database_url: str, store: Store) -> None:
    migrate(database_url)
    demand_current(store)


def test_all_migrations_can_be_taken_back_from_an_empty_database(database_url: str, store: Store) -> None:
    downgrade(database_url, revision="base")
    with store.read() as conn:
        assert inspect(conn).get_table_names() == ["alembic_version"]
    migrate(database_url)
    demand_current(store)


def test_a_database_without_tables_is_told_to_be_migrated(database_url: str) -> None:
    empty = open_store(database_url)
    with pytest.raises(NotSetUp, match="revision none") as raised:
        demand_current(empty)
    assert raised.value.hint == "Run: nurture migrate"
    empty.close()
