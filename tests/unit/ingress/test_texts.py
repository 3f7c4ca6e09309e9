"""Twilio at the door: whom it believes, what it answers, and that what is answered is on record."""

from datetime import UTC, datetime

import httpx
import pytest

from nurture.config import Settings
from nurture.domain.intake import CandidateUpdate
from nurture.domain.touchpoints import Direction
from nurture.messages.identity import address_hash
from nurture.service.opt_outs import NO_TEXTS
from nurture.store import Store, contacts, recording, suppressions
from tests.doubles.twilio import ACCOUNT, TOKEN, Accepted, a_reply, a_report, deliver, signature
from tests.edge import RecordingWorkflows, Serve

pytest.importorskip("twilio", reason="the extra `twilio` verifies Twilio's signatures, and is not installed")

NUMBER, MAREN = "+4740000000", "greenhouse:57683"
INBOUND, STATUS = "/hooks/twilio/inbound", "/hooks/twilio/status/0a1b"


@pytest.fixture
def settings(settings: Settings) -> Settings:
    known = {"twilio_account_sid": ACCOUNT, "twilio_auth_tokens": ("a" * 32, TOKEN)}
    return Settings(**{**settings.model_dump(), **known})


@pytest.fixture
def maren(store: Store) -> str:
    with store.write() as conn:
        now = datetime(2026, 3, 16, tzinfo=UTC)
        recording.lock_candidate(conn, MAREN, now=now)
        update = CandidateUpdate(id=MAREN, fields={"phone": "+47 400 00 000"})
        recording.write_candidate(conn, update)
        recording.write_addresses(conn, MAREN, update, source="greenhouse", now=now)
    return MAREN


def why_stopped(store: Store, settings: Settings) -> str | None:
    hashed = address_hash(NUMBER, secret=settings.link_secret.get_secret_value())
    with store.read() as conn:
        return suppressions.why_suppressed(conn, hashed, purpose="nurture")


def wrote(store: Store) -> list[str]:
    with store.read() as conn:
        theirs = contacts.of_candidate(conn, MAREN)
    return [each.summary for each in theirs if each.direction is Direction.INBOUND]


def is_empty(answer: httpx.Response) -> bool:
    is_xml = answer.headers["content-type"].startswith("text/xml")
    return answer.status_code == 200 and is_xml and answer.text.endswith("<Response/>")


@pytest.mark.parametrize("more", [{}, {"OptOutType": "STOP"}])
def test_a_stop_is_kept_and_answered_with_nothing(
    client: httpx.Client, settings: Settings, store: Store, maren: str, more: dict[str, str]
) -> None:
    answer = deliver(client, INBOUND, a_reply("Stop", sender=NUMBER, **more), known_as=settings.public_url)
    assert is_empty(answer)
    assert why_stopped(store, settings) == NO_TEXTS
    assert wrote(store) == ["asked for no more texts"]


def test_a_stop_in_another_language_is_what_twilio_says_it_is(
    client: httpx.Client, settings: Settings, store: Store
) -> None:
    stop = a_reply("ARRÊT", sender=NUMBER, OptOutType="STOP")
    assert is_empty(deliver(client, INBOUND, stop, known_as=settings.public_url))
    assert why_stopped(store, settings) == NO_TEXTS


def test_a_reply_is_on_record_once_and_answered_with_nothing(
    client: httpx.Client, settings: Settings, store: Store, maren: str
) -> None:
    reply = a_reply("Blåbær & 100 %\n+1", sender=NUMBER)
    for _ in range(2):
        assert is_empty(deliver(client, INBOUND, reply, known_as=settings.public_url))
    assert wrote(store) == ["wrote: Blåbær & 100 % +1"]


def test_while_temporal_is_away_a_text_is_kept_all_the_same(
    client: httpx.Client, settings: Settings, store: Store, maren: str, workflows: RecordingWorkflows
) -> None:
    workflows.is_away = True
    assert is_empty(deliver(client, INBOUND, a_reply("Hi", sender=NUMBER), known_as=settings.public_url))
    assert wrote(store) == ["wrote: Hi"]


def test_what_twilio_did_not_sign_for_us_is_refused(
    client: httpx.Client, settings: Settings, store: Store, maren: str
) -> None:
    form = a_reply("STOP", sender=NUMBER)
    forged = [
        signature(f"{settings.public_url}{INBOUND}", form, token="another"),
        signature(f"https://elsewhere.example{INBOUND}", form),
        signature(f"{settings.public_url}{INBOUND}", {**form, "From": "+4740000001"}),
        "",
    ]
    for each in forged:
        answer = client.post(INBOUND, data=form, headers={"X-Twilio-Signature": each})
        assert answer.status_code == 401
        assert NUMBER not in answer.text
    assert client.post(INBOUND, data=form).status_code == 401
    assert why_stopped(store, settings) is None


def test_without_a_token_nothing_is_taken(settings: Settings, serve: Serve, store: Store) -> None:
    client = serve(settings.model_copy(update={"twilio_auth_tokens": ()}))
    form = a_reply("STOP", sender=NUMBER)
    assert deliver(client, INBOUND, form, known_as=settings.public_url).status_code == 503


def test_what_comes_from_no_telephone_is_refused(client: httpx.Client, settings: Settings) -> None:
    form = a_reply("Hi", sender="messenger:123")
    assert deliver(client, INBOUND, form, known_as=settings.public_url).status_code == 400


@pytest.mark.parametrize("status", ["delivered", "a status of tomorrow"])
def test_a_report_on_a_text_that_is_not_ours_is_answered_all_the_same(
    client: httpx.Client, settings: Settings, status: str
) -> None:
    report = a_report(Accepted(sid="SM1", form={"To": NUMBER}), status)
    assert deliver(client, STATUS, report, known_as=settings.public_url).status_code == 204


def test_a_report_that_nobody_signed_is_refused(client: httpx.Client) -> None:
    assert client.post(STATUS, data={"MessageStatus": "delivered"}).status_code == 401
