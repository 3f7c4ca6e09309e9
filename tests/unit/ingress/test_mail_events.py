"""SendGrid's Event Webhook at the door: what it is answered, and that what is answered is on record."""

from datetime import UTC, datetime, timedelta

import httpx
import pytest
from pydantic import SecretStr
from sqlalchemy import insert

from nurture.config import Settings
from nurture.domain.mail_reports import MailFate
from nurture.domain.touchpoints import SendState
from nurture.messages.identity import address_hash
from nurture.store import Store, contacts, suppressions, tables
from nurture.store.words import EnrollmentStatus
from tests.doubles.sendgrid import Accepted
from tests.doubles.sendgrid_events import EventWebhookDouble
from tests.edge import RecordingWorkflows, Serve, published

SEQUENCE = published("silver-medalist")
PATH = "/hooks/sendgrid/events"
MARCH = datetime(2026, 3, 16, 12, 0, tzinfo=UTC)
MAREN, ADDRESS = "greenhouse:57683", "maren@solheim.example"
RUN = "silver-medalist/candidate/greenhouse:57683/1"
HELLO = f"{RUN}#hello#1"
MAIL = Accepted(
    message_id="double01",
    body={"personalizations": [{"to": [{"email": ADDRESS}], "custom_args": {"nurture_touchpoint": HELLO}}]},
)


@pytest.fixture
def sender() -> EventWebhookDouble:
    return EventWebhookDouble()


@pytest.fixture
def client(settings: Settings, serve: Serve, sender: EventWebhookDouble) -> httpx.Client:
    keys = (SecretStr(EventWebhookDouble().public_key), SecretStr(sender.public_key))
    return serve(settings.model_copy(update={"sendgrid_event_keys": keys}))


@pytest.fixture
def mailed(settings: Settings, store: Store, client: httpx.Client) -> None:
    """Nobody knows whether Maren has had a mail. The app has swept by then: no workflow carries her run."""
    hashed = address_hash(ADDRESS, secret=settings.link_secret.get_secret_value())
    with store.write() as conn:
        conn.execute(insert(tables.candidates), {"id": MAREN, "email": ADDRESS, "updated_at": MARCH})
        version = {"sequence": "silver-medalist", "version": 1, "content_hash": "-", "document": SEQUENCE}
        conn.execute(insert(tables.sequence_versions), version | {"templates": {}, "published_at": MARCH})
        run = {
            "id": RUN,
            "sequence": "silver-medalist",
            "version": 1,
            "cycle": 1,
            "listen": " candidate.bounced ",
            "subject_kind": "candidate",
            "subject_id": MAREN,
            "candidate_id": MAREN,
            "stream_id": MAREN,
            "status": EnrollmentStatus.ACTIVE,
            "started_at": MARCH,
            "entered_at": MARCH,
        }
        conn.execute(insert(tables.enrollments), run)
        mail = {
            "id": HELLO,
            "candidate_id": MAREN,
            "enrollment_id": RUN,
            "step": "hello",
            "at": MARCH,
            "channel": "email",
            "direction": "outbound",
            "recipient": "candidate",
            "summary": "Hello",
            "state": SendState.UNKNOWN,
            "purpose": "nurture",
            "address_hash": hashed,
        }
        conn.execute(insert(tables.touchpoints), mail)


def now() -> datetime:
    return datetime.now(UTC)


def stands(store: Store) -> tuple[SendState | None, MailFate | None]:
    with store.read() as conn:
        found = contacts.by_id(conn, HELLO)
    assert found is not None
    return found.state, found.fate


@pytest.mark.usefixtures("mailed")
def test_a_batch_settles_what_nobody_knew_and_stops_what_came_back(
    client: httpx.Client, sender: EventWebhookDouble, store: Store, settings: Settings, workflows: RecordingWorkflows
) -> None:
    events = [sender.event(kind, MAIL, at=now()) for kind in ("bounce", "processed", "open", "deferred", "bounce")]
    answer = sender.deliver(client, PATH, *events, at=now())
    assert answer.status_code == 204
    assert stands(store) == (SendState.ACCEPTED, MailFate.BOUNCED)
    hashed = address_hash(ADDRESS, secret=settings.link_secret.get_secret_value())
    with store.read() as conn:
        assert suppressions.why_suppressed(conn, hashed, purpose="application") == "mail came back"
    assert {poke.enrollment_id for poke in workflows.poked} == {RUN}
    woken = len(workflows.poked)
    assert sender.deliver(client, PATH, *events, at=now()).status_code == 204
    assert len(workflows.poked) == woken, "what is repeated wakes nobody"


@pytest.mark.usefixtures("mailed")
@pytest.mark.parametrize(
    ("late", "status"), [(timedelta(hours=-24), 204), (timedelta(hours=-26), 401), (timedelta(hours=1), 401)]
)
def test_only_what_was_signed_of_late_is_taken(
    client: httpx.Client, sender: EventWebhookDouble, store: Store, late: timedelta, status: int
) -> None:
    answer = sender.deliver(client, PATH, sender.event("delivered", MAIL, at=now()), at=now() + late)
    assert answer.status_code == status
    assert (stands(store)[1] is MailFate.DELIVERED) is (status == 204)


@pytest.mark.parametrize(("late", "status"), [(timedelta(hours=-24), 204), (timedelta(hours=-26), 401)])
def test_how_old_a_signature_is_is_told_by_the_time_of_everybody_and_not_of_the_journeys(
    sped_up: Settings, serve: Serve, sender: EventWebhookDouble, late: timedelta, status: int
) -> None:
    client = serve(sped_up.model_copy(update={"sendgrid_event_keys": (SecretStr(sender.public_key),)}))
    event = sender.event("delivered", MAIL, at=now())
    assert sender.deliver(client, PATH, event, at=now() + late).status_code == status


def test_somebody_elses_signature_is_refused(client: httpx.Client) -> None:
    stranger = EventWebhookDouble()
    answer = stranger.deliver(client, PATH, stranger.event("bounce", MAIL, at=now()), at=now())
    assert answer.status_code == 401
    assert ADDRESS not in answer.text


def test_what_is_no_batch_of_events_is_refused(client: httpx.Client, sender: EventWebhookDouble) -> None:
    raw = b'{"event": "bounce"}'
    assert client.post(PATH, content=raw, headers=sender.signed(raw, at=now())).status_code == 400


def test_a_body_beyond_all_measure_is_refused(client: httpx.Client, sender: EventWebhookDouble) -> None:
    raw = b"[" + b" " * 6_000_000 + b"]"
    assert client.post(PATH, content=raw, headers=sender.signed(raw, at=now())).status_code == 413


def test_without_a_key_sendgrid_is_asked_to_come_again(
    settings: Settings, serve: Serve, sender: EventWebhookDouble
) -> None:
    answer = sender.deliver(serve(settings), PATH, sender.event("bounce", MAIL, at=now()), at=now())
    assert answer.status_code == 503


@pytest.mark.usefixtures("mailed")
def test_while_temporal_is_away_the_report_is_kept_all_the_same(
    client: httpx.Client, sender: EventWebhookDouble, store: Store, workflows: RecordingWorkflows
) -> None:
    workflows.is_away = True
    assert sender.deliver(client, PATH, sender.event("bounce", MAIL, at=now()), at=now()).status_code == 204
    assert stands(store) == (SendState.ACCEPTED, MailFate.BOUNCED)
