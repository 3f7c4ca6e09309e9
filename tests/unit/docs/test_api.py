"""What docs/api.md shows is what happens: a shell runs each command against the API, which answers as is shown."""

import json
import subprocess
from collections.abc import Iterator
from itertools import pairwise

import pytest

from tests.unit.api.conftest import Served, serving
from tests.unit.docs.markdown import ROOT, Block, blocks

PAGE = ROOT / "docs/api.md"
SHOWN = [(asked, told) for asked, told in pairwise(blocks(PAGE)) if asked.language == "sh"]


@pytest.fixture(scope="module")
def api(tmp_path_factory: pytest.TempPathFactory, migrated_sqlite) -> Iterator[Served]:
    copied = tmp_path_factory.mktemp("api") / "nurture.db"
    copied.write_bytes(migrated_sqlite.read_bytes())
    with serving(f"sqlite:///{copied}") as served:
        yield served


@pytest.fixture(scope="module")
def token(api: Served) -> str:
    return api.token("docs")


@pytest.mark.parametrize(("asked", "told"), SHOWN, ids=lambda block: f"line {block.line}")
def test_a_command_answers_as_the_page_says(asked: Block, told: Block, api: Served, token: str) -> None:
    environment = {"API": f"{str(api.client.base_url).rstrip('/')}/api/v1", "TOKEN": token}
    ran = subprocess.run(
        ["bash", "-euo", "pipefail", "-c", asked.text],
        env={**environment, "PATH": "/usr/bin:/bin"},
        capture_output=True,
        text=True,
        timeout=30,
        check=True,
    )
    if told.language == "json":
        assert json.loads(ran.stdout) == json.loads(told.text)
    else:
        assert ran.stdout.strip() == told.text.strip()


def test_every_command_of_the_page_is_shown_with_its_answer() -> None:
    assert len(SHOWN) == len(blocks(PAGE, "sh")) >= 7
    assert {told.language for _, told in SHOWN} <= {"json", "text"}
