from collections.abc import Iterator
from datetime import timedelta

import httpx
import pytest

from nurture.console.app import create_app
from tests.edge import served
from tests.office import REJECTED, RUN, Office, mara_is_rejected, office


@pytest.fixture
def bureau(database_url: str) -> Iterator[Office]:
    """Mara has had her first mail and waits for the next."""
    with office(database_url) as opened:
        opened.publish()
        opened.hear(mara_is_rejected())
        opened.play(RUN, until=REJECTED + timedelta(days=2))
        yield opened


@pytest.fixture
def console(bureau: Office) -> Iterator[httpx.Client]:
    """A browser that looks at the console."""
    with served(create_app(bureau.parts.settings)) as client:
        yield client
