"""Every id can be read by its path, also one that ends with a word of a route: `%2F` belongs to an id."""

from pathlib import Path
from urllib.parse import quote

import pytest

from nurture.api.paths import read
from nurture.domain.intake import CandidateUpdate, Intake
from tests.office import CALLS, REJECTED
from tests.unit.api.conftest import Served
from tests.unit.api.test_reading import HELLO

ODD = ["import:fair/why", "import:fair/timeline", "import:a%2Fwhy", "import:100%", "import:/", "import:a/b/consents"]


def whole(written: str) -> str:
    return quote(written, safe="")


@pytest.mark.parametrize("odd", ODD)
def test_a_person_is_read_by_any_id(odd: str, api: Served, token: str) -> None:
    for each in (odd, odd.rpartition("/")[0] or "import:other"):
        api.office.hear(
            Intake(at=REJECTED, source="import", candidates=(CandidateUpdate(id=each, fields={"first_name": each}),))
        )
    assert api.get(f"/candidates/{whole(odd)}", token).json()["id"] == odd
    for part in ("timeline", "why", "applications", "consents"):
        assert "items" in api.get(f"/candidates/{whole(odd)}/{part}", token).json(), part
    noted = api.post(f"/candidates/{whole(odd)}/contacts", token, {"kind": "call", "at": "2026-03-02T10:00:00Z"})
    assert noted.json()["candidate"] == odd


@pytest.mark.parametrize("odd", ODD)
def test_a_run_is_read_by_any_id(odd: str, api: Served, token: str, tmp_path: Path) -> None:
    (tmp_path / "company.yaml").write_text(CALLS["company.yaml"])
    (tmp_path / "hello.yaml").write_text(HELLO)
    api.office.publish(tmp_path)
    api.office.hear(Intake(at=REJECTED, source="import", candidates=(CandidateUpdate(id=odd, fields={}),)))
    run = api.post("/enrollments", token, {"sequence": "hello", "candidate": odd}).json()["enrollment"]
    assert api.get(f"/enrollments/{whole(run)}", token).json()["candidate"] == odd
    assert api.get(f"/enrollments/{whole(run)}/why", token).json()["items"]
    assert api.post(f"/enrollments/{whole(run)}/resume", token).json() == {"enrollment": run, "did": "resume"}


@pytest.mark.parametrize(
    ("sent", "path"),
    [
        ("/candidates/a%2Fwhy", "/candidates/a%2Fwhy"),
        ("/candidates/a%2fwhy", "/candidates/a%2Fwhy"),
        ("/candidates/a%252Fwhy", "/candidates/a%252Fwhy"),
        ("/candidates/a/why", "/candidates/a/why"),
        ("/candidates/%C3%BC%23", "/candidates/ü#"),
    ],
)
def test_slashes_that_are_written_out_stay_so(sent: str, path: str) -> None:
    assert read(sent) == path
