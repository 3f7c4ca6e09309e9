"""What stands still until a person steps in, read and settled over the API."""

from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

import pytest

from nurture.channels.outbox import Failure
from nurture.domain.subject import Subject, SubjectKind
from nurture.domain.touchpoints import SendState
from nurture.store import breakers, inbox, ledger, mailbox_slots
from nurture.store.mailbox_slots import Slot
from nurture.store.words import InboxState
from nurture.values import replace
from tests.office import APPLICATION, CALLS, MARA, REJECTED
from tests.unit.api.conftest import Served, pages
from tests.unit.api.test_reading import BOTH
from tests.unit.service.desk import MAIL, MAYAS, Desk, a_desk, maya_is_rejected, sequence

BOTH_BARE = pytest.mark.parametrize(
    "bare", ["sqlite", pytest.param("postgres", marks=pytest.mark.postgres)], indirect=True
)
LOST = f"warm/application/{MAYAS}/1#hello#1"


def deliver(api: Served, number: str, note: str, *, state: InboxState = InboxState.FAILED, about: str = MARA) -> int:
    """A delivery that nobody can make anything of, and that names somebody."""
    with api.office.parts.store.write() as conn:
        kept = inbox.store(
            conn,
            connection="greenhouse",
            delivery_id=number,
            body=b'{"action": "x"}',
            headers={},
            received_at=REJECTED,
            about=(Subject(kind=SubjectKind.CANDIDATE, id=about),),
        )
        inbox.settle(conn, kept.id, state, note=note)
    return kept.id


@pytest.fixture
def lost(bare: Served) -> Iterator[Desk]:
    """A mail of which nobody knows whether it left."""
    with a_desk(bare.office.parts.settings.database_url) as desk:
        desk.publish(sequence("    - {id: hello, email: one}\n"))
        desk.hear(maya_is_rejected())
        desk.post.failing[MAIL] = Failure.UNKNOWN
        desk.run(days=1)
        yield desk


@BOTH
def test_whom_a_delivery_holds_back_is_listed_until_it_is_set_aside(api: Served, token: str) -> None:
    first, second = deliver(api, "d1", "it lacks application.id"), deliver(api, "d2", "it lacks more")
    [held] = pages(api, token, "/held-back")
    assert (held["candidate"], held["name"], held["delivery"]) == (MARA, "Mara Lindqvist", first)
    assert "it lacks application.id" in str(held["why"])
    assert [each["number"] for each in pages(api, token, "/deliveries")] == [first, second]
    for number in (first, second):
        done = api.post(f"/deliveries/{number}/aside", token, {"reason": "a test of theirs"})
        assert done.json() == {"number": number, "state": "ignored"}
    [run] = {each.enrollment_id for each in api.workflows.poked}
    assert [(each.enrollment_id, each.event) for each in api.workflows.poked] == [(run, 0), (run, 0)], "it is to look"
    assert api.get("/held-back", token).json() == {"items": [], "next": None}
    assert api.get("/deliveries", token).json() == {"items": [], "next": None}
    deed = api.deeds()[0]
    assert (deed.who, deed.what, deed.why) == ("api:site", f"set delivery {second} aside", "a test of theirs")


@BOTH
def test_a_delivery_is_taken_in_again_once(api: Served, token: str) -> None:
    number = deliver(api, "d1", "it lacks application.id")
    key = {"Idempotency-Key": "again"}
    for _ in range(2):
        again = api.post(f"/deliveries/{number}/again", token, headers=key)
        assert again.json() == {"number": number, "state": "received"}
    assert [each.what for each in api.deeds()] == [f"had delivery {number} taken in again"]
    refused = api.post(f"/deliveries/{number}/again", token)
    assert (refused.status_code, "nothing to try again" in refused.json()["detail"]) == (409, True)
    assert api.post("/deliveries/999/again", token).status_code == 404


def test_a_mail_is_not_set_aside_like_a_delivery(api: Served, token: str) -> None:
    with api.office.parts.store.write() as conn:
        kept = inbox.store(conn, connection="mail", delivery_id="m1", body=b"x", headers={}, received_at=REJECTED)
        inbox.settle(conn, kept.id, InboxState.FAILED, note="no mail")
    refused = api.post(f"/deliveries/{kept.id}/aside", token, {"reason": "a test"})
    assert refused.status_code == 409
    assert refused.json()["hint"] == "Say what it is: GET /mails"


def test_connections_are_listed_with_what_came(api: Served, token: str) -> None:
    deliver(api, "d1", "it lacks application.id")
    [one] = api.get("/connections", token).json()["items"]
    assert (one["name"], one["ats"], one["deliveries"]) == ("greenhouse", "Greenhouse", {"failed": 1})


@BOTH_BARE
@pytest.mark.parametrize(("found", "state"), [("left", SendState.ACCEPTED), ("never-left", SendState.REJECTED)])
def test_a_message_of_unknown_fate_is_listed_and_settled(
    found: str, state: SendState, bare: Served, lost: Desk
) -> None:
    token = bare.token()
    [message] = pages(bare, token, "/messages/unknown")
    assert (message["id"], message["message_id"]) == (LOST, lost.post.asked[0].message_id)
    path = f"/messages/{LOST.replace('#', '%23')}/settle"
    assert bare.post(path, token, {"found": found}).json() == {"message": LOST, "found": found}
    with bare.office.parts.store.read() as conn:
        assert ledger.state_of(conn, LOST) is state
    assert bare.deeds()[0].who == "api:site"
    again = bare.post(path, token, {"found": found})
    assert (again.status_code, "is known already" in again.json()["detail"]) == (409, True)
    assert bare.get("/messages/unknown", token).json() == {"items": [], "next": None}


@BOTH
def test_what_has_stopped_is_listed_and_let_go_on(api: Served, token: str) -> None:
    with api.office.parts.store.write() as conn:
        breakers.note(conn, "silver-medalist", at=REJECTED, why="6 of 100 mails within 7 days came back")
    [stopped] = api.get("/breakers", token).json()["items"]
    assert (stopped["name"], stopped["why"]) == ("silver-medalist", "6 of 100 mails within 7 days came back")
    assert api.post("/breakers/resume", token, {"name": "silver-medalist"}).json() == {"name": "silver-medalist"}
    assert (api.deeds()[0].who, api.deeds()[0].what) == ("api:site", "resumed silver-medalist")
    assert api.get("/breakers", token).json() == {"items": []}
    again = api.post("/breakers/resume", token, {"name": "silver-medalist"})
    assert (again.status_code, again.json()["hint"]) == (404, "See what has: GET /breakers")


@BOTH
def test_who_waits_for_which_mailbox_is_listed_in_pages(api: Served, token: str, tmp_path: Path) -> None:
    limited = "mailboxes: {talent@acme.example: {per_day: 200, apart: 100 seconds}}\n"
    for name, text in CALLS.items():
        (tmp_path / name).write_text(text + (limited if name == "company.yaml" else ""))
    api.office.publish(tmp_path)
    run = api.post("/enrollments", token, {"sequence": "calls", "candidate": MARA, "application": APPLICATION}).json()[
        "enrollment"
    ]
    at = REJECTED.replace(year=2999)
    slot = Slot(
        touchpoint_id=f"{run}#first#1",
        attempt=0,
        enrollment_id=run,
        step="first",
        mailbox="talent@acme.example",
        at=at + timedelta(minutes=2),
        day=at.date(),
        rank=1,
    )
    others = (
        replace(slot, touchpoint_id=f"{run}#second#1", step="second"),
        replace(slot, touchpoint_id=f"{run}#third#1", step="third", mailbox="kim@acme.example"),
    )
    with api.office.parts.store.write() as conn:
        for each in (slot, *others):
            mailbox_slots.put(conn, each)
    waiting = pages(api, token, "/mailboxes/waiting")
    assert [(each["mailbox"], each["step"], each["name"]) for each in waiting] == [
        ("talent@acme.example", "first", "Mara Lindqvist"),
        ("talent@acme.example", "second", "Mara Lindqvist"),
        ("kim@acme.example", "third", "Mara Lindqvist"),
    ]
    boxes = api.get("/mailboxes", token).json()["items"]
    assert [(each["mailbox"], each["limits"], each["left_today"], each["waiting"]) for each in boxes] == [
        ("kim@acme.example", boxes[0]["limits"], 0, 1),
        ("talent@acme.example", "200 a day, 100 seconds apart", 0, 2),
    ]


def test_without_limits_no_mailbox_is_listed(still: Served, pass_key: str) -> None:
    assert still.get("/mailboxes", pass_key).json() == {"items": []}
