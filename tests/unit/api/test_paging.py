"""Every list that comes in pages: page by page it is all of it, once and in its order, on each kind of database."""

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Final

import pytest

from nurture.api.paging import at_moment, moment_of
from nurture.domain.intake import CandidateUpdate, Intake
from tests.office import APPLICATION, CALL, CALLS, MARA, REJECTED, RUN
from tests.unit.api.conftest import Served, pages
from tests.unit.api.test_operations import API
from tests.unit.api.test_reading import BOTH, HELLO
from tests.unit.api.test_standing import deliver

FILLED: Final = {
    "/candidates/{candidate_id}/timeline": f"/candidates/{MARA}/timeline",
    "/candidates/{candidate_id}/why": f"/candidates/{MARA}/why",
    "/enrollments": "/enrollments",
    "/enrollments/{enrollment_id}/why": f"/enrollments/{RUN}/why",
    "/sequences": "/sequences",
    "/tasks": "/tasks",
    "/suppressions": "/suppressions",
    "/held-back": "/held-back",
    "/deliveries": "/deliveries",
    "/gaps": "/gaps",
    "/audit": "/audit",
}
"""Lists of which there is something on record here."""
ELSEWHERE: Final = {
    "/broadcasts": "test_steering",
    "/retention/due": "test_steering",
    "/messages/unknown": "test_standing",
    "/mailboxes/waiting": "test_standing",
    "/mails": "test_mails",
}
"""Those that are read in pages by another module."""
LATER: Final = """\
sequence: later
title: Later
owner: ops@acme.example
purpose: internal
for: candidate
enroll: {on: manual}
steps:
  - {id: call, task: Call them, kind: call}
"""


def paged() -> Iterator[str]:
    """The paths of lists that come in pages."""
    for path, operations in API.openapi()["paths"].items():
        if any(each["name"] == "after" for each in operations.get("get", {}).get("parameters", ())):
            yield path


def test_every_list_in_pages_is_tried() -> None:
    assert set(paged()) == FILLED.keys() | ELSEWHERE.keys()


@pytest.fixture
def filled(api: Served, token: str, tmp_path: Path) -> None:
    """Mara's life, with contacts at the moment of her rejection, a call that is overdue and one that is never due."""
    for name, text in {**CALLS, "hello.yaml": HELLO, "later.yaml": LATER}.items():
        (tmp_path / name).write_text(text)
    api.office.publish(tmp_path)
    for sequence in ("later", "hello"):
        api.post("/enrollments", token, {"sequence": sequence, "candidate": MARA})
    api.post("/enrollments", token, {"sequence": "calls", "candidate": MARA, "application": APPLICATION})
    soon = datetime.now(UTC) + timedelta(hours=1)
    for run in (CALL.partition("#")[0], f"later/candidate/{MARA}/1"):
        api.office.play(run, until=soon)
    for kind in ("call", "meeting", "linkedin"):
        api.post(f"/candidates/{MARA}/contacts", token, {"kind": kind, "at": REJECTED.isoformat()})
    for number in range(2):
        deliver(api, f"d{number}", "it lacks application.id")
        api.post("/suppressions", token, {"address": f"a{number}@home.example", "reason": "asked"})
    other = CandidateUpdate(id="other:1", fields={"first_name": "Otto"})
    api.office.hear(Intake(at=REJECTED, source="other", candidates=(other,)))
    api.post("/enrollments", token, {"sequence": "hello", "candidate": other.id})
    deliver(api, "d9", "it lacks application.id", about=other.id)


@BOTH
def test_pages_are_the_whole_list_once_and_in_order(api: Served, token: str, filled: None) -> None:
    for path in FILLED.values():
        whole = api.get(path, token, limit=200).json()
        assert whole["next"] is None, path
        assert len(whole["items"]) > 1, path
        assert pages(api, token, path) == whole["items"], path


@BOTH
def test_a_timeline_tells_what_is_of_one_moment_in_one_order(api: Served, token: str, filled: None) -> None:
    told = pages(api, token, f"/candidates/{MARA}/timeline")
    same = [each["kind"] for each in told if each["at"] == "2026-03-02T09:00:00Z"]
    assert same.count("contact") == 3
    assert same == sorted(same, key=["event", "contact", "task", "dispatch", "entered", "ended"].index)
    assert [each["at"] for each in told] == sorted(str(each["at"]) for each in told)


@BOTH
def test_what_is_due_comes_before_what_is_never_due(api: Served, token: str, filled: None) -> None:
    due = [each["due_at"] is not None for each in pages(api, token, "/tasks")]
    assert due == [True, False]


@pytest.mark.parametrize(
    "at", [datetime(1900, 1, 1, tzinfo=UTC), REJECTED, datetime(3000, 1, 1, microsecond=7, tzinfo=UTC)]
)
def test_a_place_is_read_as_it_was_written(at: datetime) -> None:
    assert moment_of(at_moment(at, "a b/c")) == (at, "a b/c")


@pytest.mark.parametrize("path", [*FILLED.values(), *ELSEWHERE])
@pytest.mark.parametrize(
    "after", ["99999999999999999 9 x", "00000000000000000 0 0", "999999999999999999", "deliveries 1", "\u202e"]
)
def test_any_place_is_one_or_is_refused(path: str, after: str, still: Served, pass_key: str) -> None:
    assert still.get(path, pass_key, after=after).status_code in (200, 404, 422)
