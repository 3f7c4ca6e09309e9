"""What is sent to the API, and what it answers, stands in no log, at level DEBUG either."""

import logging

import pytest

from tests.office import MARA, RUN
from tests.unit.api.conftest import Served

MARK = "zyxo"


def test_no_log_says_whom_a_request_was_about(api: Served, token: str, caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level(logging.DEBUG)
    address, key = f"{MARK}@home.example", {"Idempotency-Key": "1"}
    asked = [
        ("/candidates/search", {"who": address}),
        ("/candidates/search", {"who": [address]}),
        ("/suppressions", {"address": address, "reason": MARK}),
        ("/suppressions", {"address": MARK, "reason": MARK}),
        (f"/candidates/{MARA}/contacts", {"kind": "note", "at": "2026-03-02T10:00:00Z", "note": MARK}),
        (f"/candidates/{MARA}/consents", {"kind": "given", "source": MARK}),
        (f"/enrollments/{RUN}/pause", {"reason": MARK}),
        (f"/candidates/{MARA}/hold", {"reason": MARK}),
        (f"/candidates/{MARA}/join", {"into": MARK, "reason": MARK}),
        (f"/candidates/{MARA}/split", {"reason": MARK}),
        ("/team/absences", {"email": address, "presence": "away", "deputy": address}),
        ("/breakers/resume", {"name": address}),
        ("/deliveries/1/aside", {"reason": MARK}),
        ("/tasks/none/hand-over", {"to": address}),
        ("/events", {"event": MARK, "candidate": MARA, "carries": {MARK: MARK}}),
        ("/people/import", {"name": MARK, "people": [{"email": address, "first_name": MARK}]}),
        ("/people/import", {"name": MARK, "people": [{"email": MARK, "country": MARK}]}),
    ]
    answers = (api.post(path, token, body, headers=key if "events" in path else None) for path, body in asked)
    statuses = {each.status_code for each in answers}
    assert {200, 201, 404, 409, 422} == statuses
    api.workflows.is_away = True
    assert api.post(f"/enrollments/{RUN}/pause", token, {"reason": MARK}).status_code == 503
    with api.office.parts.store.write() as conn:
        conn.exec_driver_sql("ALTER TABLE suppressions RENAME TO away")
    assert api.post("/suppressions", token, {"address": f"{MARK}2@home.example", "reason": MARK}).status_code == 503
    assert "Temporal did not answer" in caplog.text
    assert "no such table" in caplog.text
    assert MARK not in caplog.text
    assert token not in caplog.text
