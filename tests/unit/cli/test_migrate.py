"""`nurture migrate` makes the tables, and can be run again."""

from pathlib import Path

import pytest

from nurture.cli.migrate import migrate
from nurture.store import open_store
from nurture.store.migrate import demand_current


def test_migrating_makes_the_tables_and_again_changes_nothing(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    url = f"sqlite:///{tmp_path / 'nurture.db'}"
    migrate(url)
    migrate(url)
    store = open_store(url)
    demand_current(store)
    store.close()
    assert capsys.readouterr().err == f"{url} is up to date\n" * 2


def test_the_database_of_the_settings_is_the_one_that_is_meant(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("NURTURE_DATABASE_URL", f"sqlite:///{tmp_path / 'set.db'}")
    migrate()
    assert (tmp_path / "set.db").exists()
