"""Mails that came in, over the API: read, and settled once."""

from collections.abc import Iterator

import pytest

from nurture.inbound.envelope import Envelope
from nurture.store import inbox
from nurture.store.words import InboxState
from tests.unit.api.conftest import Served, pages
from tests.unit.service.desk import MAIL, MAYA, Desk, a_desk, sequence
from tests.unit.service.mailing import STEPS, a_mail, rejected, replies, suppressed, take


@pytest.fixture
def desk(bare: Served) -> Iterator[Desk]:
    """Maya is in a sequence."""
    with a_desk(bare.office.parts.settings.database_url) as desk:
        desk.publish(sequence(STEPS))
        rejected(desk, MAYA, "greenhouse:6931")
        desk.run(days=1)
        yield desk


@pytest.fixture
def bare_token(bare: Served) -> str:
    """One that may do everything."""
    return bare.token()


@pytest.fixture
def number(desk: Desk) -> int:
    """A mail from Maya's address that nothing proves to be hers."""
    stored, _ = take(desk, a_mail("Please, no more mails."), Envelope())
    return stored.id


def test_mails_that_wait_are_listed_and_read(number: int, bare: Served, bare_token: str) -> None:
    [mail] = pages(bare, bare_token, "/mails")
    assert (mail["number"], mail["sender"], mail["state"]) == (number, MAIL, "failed")
    assert "neither DKIM nor SPF proves its sender" in str(mail["why"])
    whole = bare.get(f"/mails/{number}", bare_token).json()
    assert (whole["text"], whole["candidate"], whole["is_whole"]) == ("Please, no more mails.", MAYA, True)


@pytest.mark.parametrize("named", [{}, {"candidate": MAYA}], ids=["whose it seems to be", "whose it is said to be"])
def test_what_a_mail_is_is_said_once(
    named: dict[str, str], number: int, desk: Desk, bare: Served, bare_token: str
) -> None:
    key = {"Idempotency-Key": "m1"}
    for _ in range(2):
        done = bare.post(f"/mails/{number}/settle", bare_token, {"found": "no-more", **named}, headers=key)
        assert (done.status_code, done.json()) == (200, {"number": number, "found": "no-more"}), done.text
    assert suppressed(desk, "nurture") == "asked for no more mail"
    assert replies(desk) == ["wrote: Please, no more mails."]
    with bare.office.parts.store.read() as conn:
        assert inbox.load(conn, number).state is InboxState.TAKEN_IN
    assert bare.deeds()[0].what == f"settled mail {number}: no-more"
    assert pages(bare, bare_token, "/mails") == []
    assert [each["number"] for each in pages(bare, bare_token, "/mails", all="true")] == [number]
    again = bare.post(f"/mails/{number}/settle", bare_token, {"found": "reply"})
    assert (again.status_code, again.json()["hint"]) == (404, "`GET /mails` lists those that do.")


def test_whose_a_mail_is_has_to_be_known(desk: Desk, bare: Served, bare_token: str) -> None:
    stored, _ = take(desk, a_mail("Who am I?", sender="x@elsewhere.example"), Envelope())
    with bare.office.parts.store.write() as conn:
        inbox.settle(conn, stored.id, InboxState.FAILED, note="who is it")
    refused = bare.post(f"/mails/{stored.id}/settle", bare_token, {"found": "reply"})
    assert (refused.status_code, refused.json()["hint"]) == (409, "Say whose it is, by `candidate`.")


def test_what_is_no_mail_is_listed_and_not_read(bare: Served, bare_token: str) -> None:
    with bare.office.parts.store.write() as conn:
        gone = inbox.store(
            conn, connection="mail", delivery_id="1", body=b"", headers={}, received_at=bare.office.clock.at
        )
        other = inbox.store(
            conn, connection="greenhouse", delivery_id="1", body=b"{}", headers={}, received_at=bare.office.clock.at
        )
        inbox.settle(conn, gone.id, InboxState.FAILED, note="no mail")
    [listed] = pages(bare, bare_token, "/mails")
    assert (listed["number"], listed["sender"]) == (gone.id, None)
    for number in (gone.id, other.id, 999):
        assert bare.get(f"/mails/{number}", bare_token).status_code == 404
