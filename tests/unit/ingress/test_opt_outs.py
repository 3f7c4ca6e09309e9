"""Opting out: what a link does when it is opened, clicked by a mail program, clicked twice, or made up."""

from datetime import UTC, datetime

import httpx
import pytest
from sqlalchemy import insert, select, text

from nurture.config import Settings
from nurture.contracts import Poke
from nurture.language.company import CompanyFile
from nurture.language.sequence import Purpose
from nurture.messages.identity import address_hash, unsubscribe_token
from nurture.store import Store, sequences, standings, suppressions, tables
from nurture.store.words import EnrollmentStatus
from tests.edge import RecordingWorkflows, published

MARCH = datetime(2026, 3, 16, 12, 0, tzinfo=UTC)
MAREN, ADDRESS = "greenhouse:57683", "maren@solheim.example"
RUN = "silver-medalist/candidate/greenhouse:57683/1"
SEQUENCE = published("silver-medalist")
ONE_CLICK = {"List-Unsubscribe": "One-Click"}


@pytest.fixture
def secret(settings: Settings) -> str:
    return settings.link_secret.get_secret_value()


@pytest.fixture
def link(secret: str) -> str:
    return f"/u/{unsubscribe_token(Purpose.NURTURE, ADDRESS, secret=secret)}"


@pytest.fixture
def mailed(store: Store, secret: str) -> None:
    """Maren is inside a sequence, and has had a mail from it."""
    with store.write() as conn:
        conn.execute(insert(tables.candidates), {"id": MAREN, "email": ADDRESS, "updated_at": MARCH})
        published = {"sequence": "silver-medalist", "version": 1, "content_hash": "-", "document": SEQUENCE}
        conn.execute(insert(tables.sequence_versions), published | {"templates": {}, "published_at": MARCH})
        run = {
            "id": RUN,
            "sequence": "silver-medalist",
            "version": 1,
            "subject_kind": "candidate",
            "subject_id": MAREN,
            "cycle": 1,
            "candidate_id": MAREN,
            "stream_id": MAREN,
            "status": EnrollmentStatus.ACTIVE,
            "started_at": MARCH,
            "listen": " candidate.opted_out ",
            "entered_at": MARCH,
        }
        conn.execute(insert(tables.enrollments), run)
        mail = {
            "id": f"{RUN}#hello#1",
            "candidate_id": MAREN,
            "channel": "email",
            "direction": "outbound",
            "recipient": "candidate",
            "at": MARCH,
            "state": "accepted",
            "summary": "hello",
            "address_hash": address_hash(ADDRESS, secret=secret),
        }
        conn.execute(insert(tables.touchpoints), mail)


def is_suppressed(store: Store, secret: str, purpose: Purpose = Purpose.NURTURE) -> bool:
    with store.read() as conn:
        return suppressions.why_suppressed(conn, address_hash(ADDRESS, secret=secret), purpose=purpose) is not None


def heard(store: Store) -> list[str]:
    with store.read() as conn:
        return list(conn.execute(select(tables.events.c.type).where(tables.events.c.candidate_id == MAREN)).scalars())


@pytest.mark.usefixtures("mailed")
def test_opening_the_link_asks_and_changes_nothing(
    client: httpx.Client, store: Store, secret: str, link: str, workflows: RecordingWorkflows
):
    answer = client.get(link)
    assert answer.status_code == 200
    assert '<form method="post">' in answer.text
    assert not is_suppressed(store, secret)
    assert (heard(store), workflows.poked) == ([], [])


@pytest.mark.usefixtures("mailed")
def test_a_mail_programs_click_stops_this_kind_of_mail_and_wakes_the_journey(
    client: httpx.Client, store: Store, secret: str, link: str, workflows: RecordingWorkflows
):
    answer = client.post(link, data=ONE_CLICK)
    assert answer.status_code == 200
    assert is_suppressed(store, secret)
    assert not is_suppressed(store, secret, Purpose.APPLICATION)
    assert heard(store) == ["candidate.opted_out"]
    assert workflows.poked == [Poke(enrollment_id=RUN, event=1)]


@pytest.mark.usefixtures("mailed")
def test_a_run_that_begins_by_the_click_is_started(
    client: httpx.Client, store: Store, link: str, workflows: RecordingWorkflows
):
    company = {"name": "Acme", "postal_address": "1 Example Street, London", "zone": "UTC"}
    with store.write() as conn:
        sequences.publish_company(conn, CompanyFile.model_validate(company), content_hash="-", now=MARCH)
        document = published("find-out-why", on="candidate.opted_out", again="always")
        row = {"sequence": "find-out-why", "version": 1, "content_hash": "-", "document": document, "templates": {}}
        conn.execute(insert(tables.sequence_versions), row | {"published_at": MARCH})
    client.post(link, data=ONE_CLICK)
    begun = f"find-out-why/candidate/{MAREN}/1"
    assert [run.enrollment_id for run in workflows.enrolled] == [begun]
    with store.read() as conn:
        assert standings.get(conn, begun).started_at is not None


@pytest.mark.usefixtures("mailed")
@pytest.mark.parametrize(
    "sent",
    [
        {},
        {"data": {}},
        {"data": {"anything": "else"}},
        {"files": {"List-Unsubscribe": (None, "One-Click")}},
        {"content": b"\x00 no form at all"},
    ],
)
def test_the_body_of_the_click_does_not_matter(
    client: httpx.Client, store: Store, secret: str, link: str, sent: dict[str, object]
):
    assert client.post(link, **sent).status_code == 200
    assert is_suppressed(store, secret)


@pytest.mark.usefixtures("mailed")
def test_a_second_click_changes_nothing_and_is_answered_alike(
    client: httpx.Client, store: Store, link: str, workflows: RecordingWorkflows
):
    answers = [client.post(link, data=ONE_CLICK) for _ in range(2)]
    assert [answer.status_code for answer in answers] == [200, 200]
    assert answers[0].text == answers[1].text
    assert heard(store) == ["candidate.opted_out"]
    assert len(workflows.poked) == 1


@pytest.mark.usefixtures("mailed")
def test_the_answer_neither_redirects_nor_sets_cookies_nor_may_be_kept(client: httpx.Client, link: str):
    for answer in (client.get(link), client.post(link, data=ONE_CLICK)):
        assert not answer.is_redirect
        assert "set-cookie" not in answer.headers
        assert answer.headers["cache-control"] == "no-store"
        assert answer.headers["referrer-policy"] == "no-referrer"


@pytest.mark.usefixtures("mailed")
def test_when_temporal_is_away_the_mail_stops_all_the_same(
    client: httpx.Client, store: Store, secret: str, link: str, workflows: RecordingWorkflows
):
    workflows.is_away = True
    assert client.post(link, data=ONE_CLICK).status_code == 200
    assert is_suppressed(store, secret)


def test_an_address_that_we_have_forgotten_is_kept_from_mail_too(
    client: httpx.Client, store: Store, secret: str, link: str, workflows: RecordingWorkflows
):
    assert client.post(link, data=ONE_CLICK).status_code == 200
    assert is_suppressed(store, secret)
    assert workflows.poked == []


def test_capitals_in_the_link_do_no_harm(client: httpx.Client, store: Store, secret: str, link: str):
    assert client.post(f"/u/{link.removeprefix('/u/').upper()}").status_code == 200
    assert is_suppressed(store, secret)


@pytest.mark.parametrize("token", ["x", "%00", "a" * 45, "a" * 5000, "ää", "-"])
@pytest.mark.parametrize("method", ["GET", "POST"])
def test_a_link_that_we_did_not_make_does_nothing(client: httpx.Client, store: Store, method: str, token: str):
    answer = client.request(method, f"/u/{token}")
    assert answer.status_code == 404
    assert "This link is not complete" in answer.text
    with store.read() as conn:
        assert conn.execute(select(tables.suppressions)).all() == []


def test_a_link_under_another_secret_is_not_ours(client: httpx.Client):
    token = unsubscribe_token(Purpose.NURTURE, ADDRESS, secret="somebody else's")
    assert client.post(f"/u/{token}").status_code == 404


@pytest.mark.parametrize(
    ("accepted", "language", "words"),
    [
        ("de-CH, de;q=0.9, en;q=0.8", "de", "Keine solchen Mails mehr"),
        ("nb, fr-CA;q=0.5", "fr", "Ne plus recevoir"),
        ("es", "es", "¿Qué mensajes desea recibir?"),
        ("nb", "en", "No more mails like this one"),
        ("*", "en", "No more mails like this one"),
        ("en-GB, de", "en", "No more mails like this one"),
        ("", "en", "No more mails like this one"),
    ],
)
def test_the_page_speaks_the_browsers_language(
    client: httpx.Client, link: str, accepted: str, language: str, words: str
):
    answer = client.get(link, headers={"Accept-Language": accepted})
    assert words in answer.text
    assert f'<html lang="{language}">' in answer.text
    assert answer.headers["content-language"] == language


def test_when_nothing_can_be_kept_the_log_says_so_without_the_link(
    client: httpx.Client, store: Store, secret: str, link: str, caplog: pytest.LogCaptureFixture
):
    with store.write() as conn:
        conn.execute(text("ALTER TABLE suppressions RENAME TO elsewhere"))
    assert client.post(link, data=ONE_CLICK).status_code == 503
    (line,) = (record.getMessage() for record in caplog.records if record.name.startswith("nurture"))
    assert line == "POST /u/{token}: OperationalError: no such table: suppressions"
