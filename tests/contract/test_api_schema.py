"""The HTTP API is as its OpenAPI document says, whatever is sent to it: schemathesis makes requests from the document.

All its checks are on: nothing is a fault of ours (5xx), every answer is of a status, type and form that is documented,
what fits the document is taken and what doesn't is refused, and nobody comes in without a token. It tries the limits of
every operation one by one, its examples, and some requests that are made up: API_EXAMPLES says how many.

It runs in a process of its own. To prepare its requests takes it ten seconds, which every collection would pay.
"""

import json
import os
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Final

import pytest
from fastapi import FastAPI
from fastapi.responses import JSONResponse

from nurture.api.app import ROOT, Api, create_api
from nurture.api.desk import Desk
from nurture.api.shapes.base import Shape
from nurture.clock import SystemClock
from tests.edge import served
from tests.unit.api.conftest import Served, serving

EXAMPLES: Final = os.environ.get("API_EXAMPLES", "1")
CONFIG: Final = Path(__file__).with_name("schemathesis.toml")
ERASING: Final = "/candidates/{candidate_id}/forget"

pytestmark = [pytest.mark.slow, pytest.mark.timeout(400)]


class Count(Shape):
    """What the faulty routes say that they answer."""

    count: int


@pytest.fixture(scope="module")
def api(migrated_sqlite: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Served]:
    copied = tmp_path_factory.mktemp("api") / "nurture.db"
    copied.write_bytes(migrated_sqlite.read_bytes())
    with serving(f"sqlite:///{copied}") as made:
        yield made


@pytest.fixture(scope="module")
def token(api: Served) -> str:
    return api.token()


def tried(document: Path, url: str, token: str, *more: str) -> subprocess.CompletedProcess[str]:
    """What schemathesis finds, by a document, behind an address."""
    arguments = ["run", str(document), "--url", url, "--header", f"Authorization: Bearer {token}"]
    options = ["--checks=all", "--phases=examples,coverage,fuzzing", f"--max-examples={EXAMPLES}", "--seed=1"]
    options += ["--generation-deterministic", "--continue-on-failure", "--no-color"]
    return subprocess.run(
        [sys.executable, "-m", "schemathesis.cli", f"--config-file={CONFIG}", *arguments, *options, *more],
        env={**os.environ, "SCHEMATHESIS_HOOKS": "tests.contract.api_values"},
        cwd=Path(__file__).parents[2],
        capture_output=True,
        text=True,
        timeout=380,
        check=False,
    )


def url_of(api: Served) -> str:
    return f"{str(api.client.base_url).rstrip('/')}{ROOT}"


def written(api: Api, folder: Path) -> Path:
    """The document of an app, as a file."""
    path = folder / "openapi.json"
    path.write_text(json.dumps(api.openapi()))
    return path


@pytest.mark.parametrize("which", [f"--exclude-path={ERASING}", f"--include-path={ERASING}"], ids=["all", "forgetting"])
def test_the_api_is_as_its_document_says(which: str, api: Served, token: str, tmp_path: Path) -> None:
    """Forgetting comes last: who is there in the examples is gone by then."""
    document = written(create_api(lambda: desk_of(api)), tmp_path)
    ran = tried(document, url_of(api), token, which)
    assert ran.returncode == 0, ran.stdout + ran.stderr


def desk_of(api: Served) -> Desk:
    return Desk(parts=api.office.parts, workflows=api.workflows, wall=SystemClock())


@contextmanager
def faulty(api: Served, folder: Path) -> Iterator[tuple[Path, str]]:
    """An API with a route that breaks, and one that answers what it doesn't document."""
    made = create_api(lambda: desk_of(api))

    @made.get("/broken", response_model=Count)
    def broken() -> JSONResponse:
        return JSONResponse({}, status_code=500)

    @made.get("/other", response_model=Count)
    def other() -> JSONResponse:
        return JSONResponse({"count": "many"})

    app = FastAPI()
    app.mount(ROOT, made)
    with served(app) as client:
        yield written(made, folder), f"{str(client.base_url).rstrip('/')}{ROOT}"


def test_faults_that_are_planted_are_found(api: Served, token: str, tmp_path: Path) -> None:
    with faulty(api, tmp_path) as (document, url):
        ran = tried(document, url, token, "--include-path=/broken", "--include-path=/other")
    assert ran.returncode == 1, ran.stdout + ran.stderr
    for said in ("Server error", "Response violates schema", "GET /broken", "GET /other"):
        assert said in ran.stdout
