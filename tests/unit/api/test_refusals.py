"""What is refused over the API: in the words of the command line, or with the place that is wrong."""

import pytest

from tests.office import MARA
from tests.unit.api.conftest import Served
from tests.unit.api.test_writing import CALL_AT, ENROLL, HOLIDAY, MAIL, SPOKEN

REFUSED = [
    pytest.param(
        f"/candidates/{MARA}/contacts",
        {**CALL_AT, "at": "2999-01-01T00:00:00Z"},
        "it lies in the future",
        id="a call that is yet to come",
    ),
    pytest.param(
        f"/candidates/{MARA}/contacts",
        {"kind": "note", "at": SPOKEN},
        "say what the note says; it goes to nobody, and has no direction",
        id="an empty note",
    ),
    pytest.param(
        f"/candidates/{MARA}/contacts",
        {"kind": "linkedin", "at": SPOKEN, "minutes": 5},
        "only a call or a meeting takes time",
        id="a message takes no time",
    ),
    pytest.param(
        f"/candidates/{MARA}/consents",
        {"kind": "withdrawn", "until": "2027-01-31"},
        "what is taken back has no last day",
        id="a last day of what is taken back",
    ),
    pytest.param("/events", {**HOLIDAY, "event": "no.such"}, "there is no event no.such", id="no such event"),
    pytest.param(
        "/events",
        {**HOLIDAY, "event": "application.rejected"},
        "application.rejected is not told by hand: it follows from what the ATS, or the person, says",
        id="what the ATS tells",
    ),
    pytest.param("/enrollments", {**ENROLL, "sequence": "none"}, "no sequence none is published", id="no sequence"),
    pytest.param("/suppressions", {"address": "nobody", "reason": "x"}, "“nobody” is no mail address", id="no address"),
    pytest.param(
        "/suppressions",
        {"address": MAIL, "scope": "all", "reason": "x"},
        "“all” is nothing that can be stopped",
        id="no scope of mail",
    ),
    pytest.param("/tasks/none/done", {"outcome": "x"}, "there is no task none", id="no task"),
    pytest.param(
        "/candidates/greenhouse:1/forget", {"reason": "x"}, "no candidate greenhouse:1 is on record", id="nobody"
    ),
]


@pytest.mark.parametrize(("path", "body", "said"), REFUSED)
def test_what_the_command_line_refuses_is_refused_in_its_words(
    path: str, body: object, said: str, still: Served, pass_key: str
) -> None:
    refused = still.post(path, pass_key, body)
    assert refused.status_code in (404, 409)
    assert refused.headers["Content-Type"] == "application/problem+json"
    assert refused.json()["detail"].startswith(said)
    assert still.deeds() == []


@pytest.mark.parametrize(
    ("path", "body", "where"),
    [
        (f"/candidates/{MARA}/contacts", {**CALL_AT, "note": "a\x00b"}, "/body/note"),
        (f"/candidates/{MARA}/contacts", {**CALL_AT, "at": "0001-01-01T00:00:00+14:00"}, "/body/at"),
        (f"/candidates/{MARA}/contacts", {**CALL_AT, "at": "2026-03-02T10:00:00"}, "/body/at"),
        (f"/candidates/{MARA}/contacts", {**CALL_AT, "at": 1772442000}, "/body/at"),
        (f"/candidates/{MARA}/contacts", {**CALL_AT, "at": "1772442000"}, "/body/at"),
        (f"/candidates/{MARA}/contacts", {**CALL_AT, "minutes": 0}, "/body/minutes"),
        (f"/candidates/{MARA}/contacts", {**CALL_AT, "minute": 5}, "/body/minute"),
        (f"/candidates/{MARA}/consents", {"kind": "given", "until": "0001-01-01"}, "/body/until"),
        (f"/candidates/{MARA}/export", {"reason": " \t"}, "/body/reason"),
        ("/candidates/search", {"who": "\x00"}, "/body/who"),
        ("/events", {**HOLIDAY, "carries": {"until": "\x00"}}, "/body/carries/until"),
        ("/people/import", {"name": "fair", "people": [{"email": "\x00"}]}, "/body/people/0/email/"),
        ("/people/import", {"name": "fair", "people": []}, "/body/people"),
        ("/people/import", {"name": "a/b", "people": [{"email": "x@home.example"}]}, "/body/name"),
        ("/suppressions", [], "/body"),
    ],
)
def test_what_is_not_of_the_form_is_refused_and_its_place_named(
    path: str, body: object, where: str, still: Served, pass_key: str
) -> None:
    refused = still.post(path, pass_key, body)
    assert refused.status_code == 422, refused.text
    assert refused.json()["where"].startswith(where)


@pytest.mark.parametrize("raw", [b"{", b"\xff", b'{"who": "\\ud800"}', b'{"who": 1e999}', b"[" * 100_000])
def test_what_is_no_json_is_a_problem_of_the_one_who_asks(raw: bytes, still: Served, pass_key: str) -> None:
    headers = {"Authorization": f"Bearer {pass_key}", "Content-Type": "application/json"}
    answered = still.client.post("/api/v1/candidates/search", content=raw, headers=headers)
    assert answered.status_code in (400, 422)
    assert answered.headers["Content-Type"] == "application/problem+json"
