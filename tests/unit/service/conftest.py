"""The installation that these tests share the shape of, on both databases."""

from collections.abc import Iterator

import pytest

from tests.unit.service.desk import Desk, a_desk


@pytest.fixture
def desk(database_url: str) -> Iterator[Desk]:
    """An installation on an empty database."""
    with a_desk(database_url) as desk:
        yield desk
