"""The page of a survey: seen by whoever has the link, answered once, in the reader's language."""

import json
from datetime import UTC, datetime

import httpx
import pytest
from sqlalchemy import insert, select

from nurture.config import Settings
from nurture.contracts import Poke
from nurture.domain.surveys import Asked
from nurture.language.company import CompanyFile
from nurture.messages.identity import survey_token
from nurture.store import Store, consents, sequences, surveys, tables
from nurture.store.words import EnrollmentStatus
from tests.edge import RecordingWorkflows, published

MARCH = datetime(2026, 3, 16, 12, 0, tzinfo=UTC)
MAREN = "greenhouse:57683"
RUN = "how-was-it/candidate/greenhouse:57683/1"
KEY = f"{RUN}#ask#1"
SEQUENCE = published("how-was-it")
SURVEY = {
    "title": "Your experience with Acme",
    "question": "Would you come again?",
    "scale": "0-10",
    "comment": True,
    "low": "never",
    "high": "at once",
    "languages": {"de": {"title": "Ihre Erfahrung", "question": "Kämen Sie wieder?", "high": "sofort"}},
}


@pytest.fixture
def link(settings: Settings) -> str:
    return f"/s/{survey_token(KEY, secret=settings.link_secret.get_secret_value())}"


@pytest.fixture
def ask(store: Store, link: str):
    """Maren is inside a sequence that asks her."""

    def ask(language: str = "en", **changes: object) -> None:
        with store.write() as conn:
            conn.execute(insert(tables.candidates), {"id": MAREN, "updated_at": MARCH})
            published = {"sequence": "how-was-it", "version": 1, "content_hash": "-", "document": SEQUENCE}
            conn.execute(insert(tables.sequence_versions), published | {"templates": {}, "published_at": MARCH})
            run = {
                "id": RUN,
                "sequence": "how-was-it",
                "version": 1,
                "subject_kind": "candidate",
                "subject_id": MAREN,
                "cycle": 1,
                "candidate_id": MAREN,
                "stream_id": MAREN,
                "status": EnrollmentStatus.ACTIVE,
                "started_at": MARCH,
                "listen": " survey.answered ",
                "entered_at": MARCH,
            }
            conn.execute(insert(tables.enrollments), run)
            asked = Asked(
                id=KEY,
                token=link.removeprefix("/s/"),
                candidate_id=MAREN,
                application_id=None,
                enrollment_id=RUN,
                step="ask",
                visit=1,
                survey="care",
                recipient="candidate",
                language=language,
                document=json.dumps(SURVEY | changes),
                asked_at=MARCH,
            )
            surveys.put(conn, asked)

    return ask


def kept(store: Store) -> Asked:
    with store.read() as conn:
        [found] = surveys.of_candidate(conn, MAREN)
    return found


def heard(store: Store) -> list[object]:
    with store.read() as conn:
        return list(conn.execute(select(tables.events.c.type, tables.events.c.data)))


def test_opening_the_link_shows_the_question_and_answers_nothing(
    client: httpx.Client, store: Store, link: str, ask, workflows: RecordingWorkflows
) -> None:
    ask()
    page = client.get(link)
    assert page.status_code == 200
    for words in ("Would you come again?", "Your experience with Acme", "never", "at once", '<form method="post">'):
        assert words in page.text
    assert page.text.count('type="radio"') == 11
    assert "script" not in page.text
    assert page.headers["cache-control"] == "no-store"
    assert (kept(store).answered_at, heard(store), workflows.poked) == (None, [], [])


def test_an_answer_is_kept_told_and_thanked_for(
    client: httpx.Client, store: Store, link: str, ask, workflows: RecordingWorkflows
) -> None:
    ask()
    page = client.post(link, data={"answer": "9", "comment": "  Grüße & <b>Dank</b>  "})
    assert page.status_code == 200
    assert "Thank you for your answer." in page.text
    assert (kept(store).answer, kept(store).comment) == ("9", "Grüße & <b>Dank</b>")
    [(type_, data)] = heard(store)
    assert type_ == "survey.answered"
    assert data == {"survey": "care", "step": "ask", "answer": "9", "enrollment": RUN, "asked": KEY}
    assert workflows.poked == [Poke(enrollment_id=RUN, event=1)]


def test_a_second_answer_changes_nothing_and_is_thanked_for_too(
    client: httpx.Client, store: Store, link: str, ask, workflows: RecordingWorkflows
) -> None:
    ask()
    client.post(link, data={"answer": "9"})
    page = client.post(link, data={"answer": "1"})
    assert page.status_code == 200
    assert "You have answered already" in page.text
    assert "You have answered already" in client.get(link).text
    assert (kept(store).answer, len(heard(store)), len(workflows.poked)) == ("9", 1, 1)


def test_a_consent_is_given_by_post_alone_and_may_be_taken_back_by_the_same_link(
    client: httpx.Client, store: Store, link: str, ask, workflows: RecordingWorkflows
) -> None:
    ask("de", scale="yes-no", consent="nurture", low=None, high=None, languages={"de": {"question": "Dürfen wir?"}})
    company = {"name": "Acme", "postal_address": "1 Main Street, 10115 Berlin", "zone": "UTC"}
    with store.write() as conn:
        known = CompanyFile.model_validate(company)
        sequences.publish_company(conn, known, content_hash="-", now=MARCH)
    assert "Dürfen wir?" in client.get(link).text

    def history() -> list[str]:
        with store.read() as conn:
            return [each.kind for each in consents.history(conn, MAREN)]

    assert history() == []
    for given in ("yes", "no"):
        assert "Vielen Dank für Ihre Antwort." in client.post(link, data={"answer": given}).text
        assert "Dürfen wir?" in client.get(link).text
    assert history() == ["given", "withdrawn"]
    types_ = [type_ for type_, _ in heard(store)]
    assert types_ == ["survey.answered", "candidate.consent_given", "candidate.consent_withdrawn"]


@pytest.mark.parametrize("data", [{}, {"answer": ""}, {"answer": "11"}, {"answer": "yes"}])
def test_without_an_answer_it_asks_again_and_keeps_the_words(
    client: httpx.Client, store: Store, link: str, ask, data: dict[str, str]
) -> None:
    ask()
    page = client.post(link, data=data | {"comment": "So <far>"})
    assert page.status_code == 400
    assert "Please choose an answer." in page.text
    assert "So &lt;far&gt;</textarea>" in page.text
    assert kept(store).answered_at is None


def test_the_page_is_in_the_language_of_the_mail(client: httpx.Client, link: str, ask) -> None:
    ask("de")
    page = client.get(link, headers={"Accept-Language": "fr"})
    assert '<html lang="de">' in page.text
    for words in ("Kämen Sie wieder?", "sofort", "never", "Absenden"):  # what is not translated stays
        assert words in page.text
    assert "Vielen Dank" in client.post(link, data={"answer": "3"}).text


def test_yes_and_no_are_in_the_readers_language_and_kept_as_words_of_the_sequence(
    client: httpx.Client, store: Store, link: str, ask
) -> None:
    ask("de-AT", scale="yes-no", low=None, high=None)
    page = client.get(link).text
    assert ">Ja<" in page
    assert ">Nein<" in page
    client.post(link, data={"answer": "yes"})
    assert kept(store).answer == "yes"


def test_choices_are_translated_in_their_order(client: httpx.Client, store: Store, link: str, ask) -> None:
    languages = {"de": {"choices": ["Anzeige", "Empfehlung"]}}
    ask("de", scale=None, choices=["advert", "referral"], low=None, high=None, languages=languages)
    page = client.get(link).text
    assert page.index("Anzeige") < page.index("Empfehlung")
    client.post(link, data={"answer": "referral"})
    assert kept(store).answer == "referral"


@pytest.mark.parametrize("token", ["none", "a" * 32, "%00", "'"])
def test_a_link_that_is_none_says_so(client: httpx.Client, ask, token: str) -> None:
    ask()
    assert client.get(f"/s/{token}").status_code == 404
    assert client.post(f"/s/{token}", data={"answer": "9"}).status_code == 404


def test_an_answer_is_kept_while_temporal_is_away(
    client: httpx.Client, store: Store, link: str, ask, workflows: RecordingWorkflows
) -> None:
    ask()
    workflows.is_away = True
    assert client.post(link, data={"answer": "9"}).status_code == 200
    assert kept(store).answer == "9"


@pytest.mark.parametrize(("body", "status"), [(b"\xff\x00=", 400), (b"answer=" + b"9" * 70_000, 413)])
def test_what_is_no_form_is_refused(
    client: httpx.Client, store: Store, link: str, ask, body: bytes, status: int
) -> None:
    ask()
    assert client.post(link, content=body).status_code == status
    assert kept(store).answered_at is None
