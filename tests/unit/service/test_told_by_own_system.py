"""Events of the company's own that a system of theirs posts: they count as they are declared, or are refused."""

import json
from typing import Any

import pytest

from nurture.config import AtsSettings
from nurture.contracts import Delivery
from nurture.domain.intake import Intake, JobUpdate
from nurture.service.intake import take_in
from nurture.store import events, inbox
from nurture.store.words import InboxState
from nurture.values import replace
from tests.unit.service.desk import MONDAY, Desk, sequence

OWN = {
    "background-check.invited": {
        "means": "the check was ordered",
        "about": "application",
        "carries": {"order": "text", "costs": "number", "urgent": "yes-no", "due": "date"},
    },
    "fair.scanned": {"means": "somebody was scanned at a stand"},
    "job.viewed": {"means": "somebody looked at a job", "about": "job"},
}
ENTERS = sequence(
    "- {id: first, email: one}\n", enroll="{on: background-check.invited, again: after 30 days}", exit="[]"
)
A_69 = {"application": {"id": "a-69"}}


@pytest.fixture
def careers(desk: Desk) -> Desk:
    """An installation that their career site tells things."""
    settings = desk.parts.settings.model_copy(update={"ats": {"careers": AtsSettings(vendor="generic")}})
    desk.parts = replace(desk.parts, settings=settings)
    desk.publish(ENTERS, company={"events": OWN})
    return desk


def posted(desk: Desk, type_: str, **data: Any) -> tuple[InboxState, str]:
    """What becomes of a delivery, with the note on it."""
    body = {"type": type_, "timestamp": MONDAY.isoformat(), "data": {"candidate": {"id": "c-57"}, **data}}
    with desk.parts.store.write() as conn:
        kept = inbox.store(
            conn,
            connection="careers",
            delivery_id="1",
            body=json.dumps(body).encode(),
            headers={},
            received_at=desk.clock.now(),
        )
    desk.wake(take_in(desk.parts, Delivery(inbox_id=kept.id)))
    with desk.parts.store.read() as conn:
        settled = inbox.load(conn, kept.id)
    return settled.state, settled.note or ""


def of_mara(desk: Desk) -> list[Any]:
    with desk.parts.store.read() as conn:
        return list(events.since(conn, "careers:c-57", 0))


def test_it_lets_in_and_carries_what_is_declared_each_of_its_kind(careers: Desk) -> None:
    carries = {"order": "4711", "costs": 30, "urgent": True, "due": "2026-03-09"}
    state, _ = posted(careers, "background-check.invited", **A_69, carries=carries)
    assert state is InboxState.TAKEN_IN
    [event] = [each for each in of_mara(careers) if each.type == "background-check.invited"]
    assert (event.data["order"], event.data["costs"], event.data["urgent"]) == ("4711", 30, True)
    assert event.data["due"] == "2026-03-09"
    assert len(careers.carriers) == 1


def test_what_it_does_not_tell_is_missing(careers: Desk) -> None:
    posted(careers, "background-check.invited", **A_69)
    [event] = [each for each in of_mara(careers) if each.type == "background-check.invited"]
    assert event.data["order"] is None


def test_an_event_about_a_job_names_it(careers: Desk) -> None:
    careers.hear(Intake(at=MONDAY, source="careers", jobs=(JobUpdate(id="careers:j-7", fields={"title": "Analyst"}),)))
    assert posted(careers, "job.viewed", job={"id": "j-7"})[0] is InboxState.TAKEN_IN
    assert [each.job_id for each in of_mara(careers) if each.type == "job.viewed"] == ["careers:j-7"]


@pytest.mark.parametrize(
    ("type_", "data", "state", "said"),
    [
        ("fair.left", {}, InboxState.IGNORED, "fair.left is no event that company.yaml declares"),
        ("background-check.invited", {}, InboxState.FAILED, "lacks data.application"),
        ("job.viewed", {}, InboxState.FAILED, "lacks data.job"),
        ("fair.scanned", {"carries": {"stand": "4"}}, InboxState.FAILED, "fair.scanned carries no stand"),
        (
            "background-check.invited",
            {**A_69, "carries": {"costs": "a lot"}},
            InboxState.FAILED,
            "data.carries.costs of background-check.invited is to be a number",
        ),
        (
            "background-check.invited",
            {**A_69, "carries": {"due": "soon"}},
            InboxState.FAILED,
            "data.carries.due of background-check.invited is to be a date",
        ),
    ],
)
def test_what_is_not_declared_like_that_is_kept_with_the_reason(
    careers: Desk, type_: str, data: dict[str, Any], state: InboxState, said: str
) -> None:
    settled, note = posted(careers, type_, **data)
    assert settled is state
    assert said in note
    assert of_mara(careers) == []
