"""The page of an opt-out link: what it offers, what each choice does, and whom it tells."""

import re
from datetime import UTC, datetime
from zoneinfo import ZoneInfo

import httpx
import pytest
from sqlalchemy import insert, update

from nurture.clock import SystemClock
from nurture.config import Settings
from nurture.ingress.preference_words import PREFERENCE_WORDS
from nurture.ingress.preferences import CHOICES, preferences
from nurture.language.sequence import Purpose
from nurture.messages.identity import address_hash, unsubscribe_token
from nurture.service.opt_outs import PAUSES
from nurture.store import Store, audit, suppressions, tables, timeline
from nurture.store.suppressions import Suppression
from nurture.store.words import BUT_OPENINGS, EVERYTHING

ADDRESS, MAREN = "maren@solheim.example", "greenhouse:57683"
MARCH = datetime(2026, 3, 16, 12, 0, tzinfo=UTC)
OFFERED = re.compile(r'name="choice" value="([^"]+)"')


@pytest.fixture
def hashed(settings: Settings) -> str:
    return address_hash(ADDRESS, secret=settings.link_secret.get_secret_value())


@pytest.fixture
def link(settings: Settings, store: Store, hashed: str) -> str:
    """Maren, who reads German, has had a mail."""
    with store.write() as conn:
        row = {"id": MAREN, "email": ADDRESS, "language": "de", "updated_at": MARCH}
        conn.execute(insert(tables.candidates), row)
        mail = {
            "id": "a-mail",
            "candidate_id": MAREN,
            "channel": "email",
            "direction": "outbound",
            "recipient": "candidate",
            "at": MARCH,
            "state": "accepted",
            "summary": "hello",
            "address_hash": hashed,
        }
        conn.execute(insert(tables.touchpoints), mail)
    return f"/u/{unsubscribe_token(Purpose.NURTURE, ADDRESS, secret=settings.link_secret.get_secret_value())}"


def standing(store: Store, hashed: str) -> dict[str, bool]:
    """What is stopped for Maren, and whether that has an end."""
    with store.read() as conn:
        found = suppressions.of_address(conn, hashed, now=SystemClock().now())
    return {each.scope: each.until is not None for each in found}


def told(store: Store) -> list[str]:
    with store.read() as conn:
        return [each.event.type for each in timeline.events_of(conn, MAREN)]


@pytest.mark.parametrize(
    ("choice", "kept", "event"),
    [
        ("stop", {"nurture": False}, "candidate.opted_out"),
        ("pause-1", {"nurture": True}, "candidate.paused"),
        ("pause-6", {"nurture": True}, "candidate.paused"),
        ("openings", {BUT_OPENINGS: False}, "candidate.wants_only_openings"),
        ("nothing", {EVERYTHING: False}, "candidate.opted_out"),
        ("whatever", {"nurture": False}, "candidate.opted_out"),
    ],
)
def test_each_choice_stops_what_it_says_tells_the_journeys_and_is_on_record(
    client: httpx.Client, store: Store, link: str, hashed: str, choice: str, kept: dict[str, bool], event: str
) -> None:
    answers = [client.post(link, data={"choice": choice}) for _ in range(2)]
    assert [answer.status_code for answer in answers] == [200, 200]
    assert standing(store, hashed) == kept
    assert told(store) == [event]
    with store.read() as conn:
        (deed,) = audit.latest(conn)
    assert deed.about == MAREN


def test_a_mail_programs_click_stops_this_kind_of_mail_whatever_stood(
    client: httpx.Client, store: Store, link: str, hashed: str
) -> None:
    client.post(link, data={"choice": "pause-3"})
    client.post(link, data={"List-Unsubscribe": "One-Click"})
    assert standing(store, hashed) == {"nurture": False}


def test_no_later_choice_lets_more_mail_through_than_was_stopped_for_good(
    client: httpx.Client, store: Store, link: str, hashed: str
) -> None:
    client.post(link, data={"choice": "stop"})
    client.post(link, data={"choice": "pause-1"})
    assert standing(store, hashed) == {"nurture": False}
    assert OFFERED.findall(client.get(link).text) == ["nothing"]


def test_another_pause_takes_the_place_of_the_one_before(
    client: httpx.Client, store: Store, link: str, hashed: str
) -> None:
    client.post(link, data={"choice": "pause-6"})
    client.post(link, data={"choice": "pause-1"})
    with store.read() as conn:
        (pause,) = suppressions.of_address(conn, hashed, now=SystemClock().now())
    assert pause.until is not None
    assert (pause.until - SystemClock().now()).days < 32
    assert told(store) == ["candidate.paused", "candidate.paused"]


def test_opening_the_page_shows_what_stands_and_changes_nothing(
    client: httpx.Client, store: Store, link: str, hashed: str
) -> None:
    assert 'role="status"' not in client.get(link).text
    client.post(link, data={"choice": "openings"})
    shown = client.get(link).text
    assert "Sie bekommen nur Mails über freie Stellen." in shown
    assert OFFERED.findall(shown) == ["stop", "pause-1", "pause-3", "pause-6", "nothing"]
    assert standing(store, hashed) == {BUT_OPENINGS: False}


def test_the_page_speaks_the_persons_language_before_the_browsers(
    client: httpx.Client, store: Store, link: str
) -> None:
    answer = client.get(link, headers={"Accept-Language": "fr"})
    assert answer.headers["content-language"] == "de"
    with store.write() as conn:
        conn.execute(update(tables.candidates).values(language="nb"))
    assert client.get(link, headers={"Accept-Language": "fr"}).headers["content-language"] == "fr"


def stopped(scope: str, until: datetime | None = None) -> Suppression:
    return Suppression(address_hash="-", scope=scope, reason="-", source="-", at=MARCH, until=until)


@pytest.mark.parametrize("tag", PREFERENCE_WORDS)
def test_every_language_has_words_for_every_choice_and_says_until_when_a_pause_is(tag: str) -> None:
    zone = ZoneInfo("Asia/Tokyo")
    pause = stopped("nurture", datetime(2026, 6, 30, 15, 0, tzinfo=UTC))  # the first of July there
    page = preferences(tag, tag or "en", Purpose.NURTURE, (pause,), zone)
    assert [each.value for each in page.choices] == list(CHOICES)
    assert set(PREFERENCE_WORDS[tag].pauses) == set(PAUSES)
    assert "1" in page.standing[0]
    assert "2026" in page.standing[0]
    assert "{" not in page.standing[0]


@pytest.mark.parametrize("purpose", [each for each in Purpose if each is not Purpose.NURTURE])
def test_openings_are_offered_where_mail_of_that_kind_could_be_about_them(purpose: Purpose) -> None:
    page = preferences("", "en", purpose, (stopped(BUT_OPENINGS),), ZoneInfo("UTC"))
    assert "openings" not in [each.value for each in page.choices]


def test_whoever_wants_nothing_at_all_has_nothing_left_to_choose() -> None:
    page = preferences("", "en", Purpose.NURTURE, (stopped("nurture"), stopped(EVERYTHING)), ZoneInfo("UTC"))
    assert page.choices == ()
    assert page.standing == ("You get no mail from us at all.",)
