"""Databases that are there at once: a migrated one is copied, which is faster than to migrate each."""

import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from tests.unit.service.desk import Desk, a_desk


@contextmanager
def a_copy(migrated: Path) -> Iterator[Desk]:
    """An installation on a copy of an empty database with all tables."""
    copy = migrated.with_name("copy.db")
    for left_over in migrated.parent.glob("copy.db*"):
        left_over.unlink()
    shutil.copy(migrated, copy)
    with a_desk(f"sqlite:///{copy}") as desk:
        yield desk
