"""Posting to a receiver that verifies what it gets."""

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta

import pytest

from nurture.errors import Rejected, Released
from nurture.webhooks import HttpPoster, Post, webhook_id
from tests.doubles.receiver import KEY, Answer, Receiver

SETTING = "PAYROLL_WEBHOOK_SECRET"


@pytest.fixture
def receiver() -> Iterator[Receiver]:
    with Receiver() as receiver:
        yield receiver


@pytest.fixture
def poster() -> Iterator[HttpPoster]:
    poster = HttpPoster(secrets={SETTING: KEY, "SHORT_ONE": "whsec_", "NOT_A_KEY": "whsec_€"}, timeout=5)
    yield poster
    poster.close()


def post(receiver: Receiver, secret: str = SETTING) -> Post:
    return Post(url=receiver.url, secret=secret, id=webhook_id("run#tell#1"), body='{"who": "Zoë"}'.encode())


def test_what_is_posted_is_signed_and_arrives_as_it_is(receiver: Receiver, poster: HttpPoster) -> None:
    assert poster.post(post(receiver)) == 204
    [arrived] = receiver.arrived
    assert (arrived.id, arrived.body) == (webhook_id("run#tell#1"), {"who": "Zoë"})


def test_the_id_is_that_of_the_visit() -> None:
    assert webhook_id("run#tell#1") == webhook_id("run#tell#1") != webhook_id("run#tell#2")
    assert "57683#" not in webhook_id("greenhouse:57683#tell#1")


@pytest.mark.parametrize(
    ("answer", "wanted"),
    [
        (Answer(status=500), Released),
        (Answer(status=503), Released),
        (Answer(status=408), Released),
        (Answer(status=429), Released),
        (Answer(status=None), Released),
        (Answer(status=400), Rejected),
        (Answer(status=410), Rejected),
        (Answer(status=307, headers={"Location": "https://elsewhere.example"}), Rejected),
    ],
    ids=str,
)
def test_only_what_may_pass_is_tried_again(
    receiver: Receiver, poster: HttpPoster, answer: Answer, wanted: type[Exception]
) -> None:
    receiver.script.append(answer)
    with pytest.raises(wanted):
        poster.post(post(receiver))
    assert len(receiver.arrived) == 1


def test_a_receiver_says_when_it_wants_to_be_asked_again(receiver: Receiver, poster: HttpPoster) -> None:
    receiver.script.append(Answer(status=429, headers={"Retry-After": "600"}))
    with pytest.raises(Released) as raised:
        poster.post(post(receiver))
    assert raised.value.retry_at is not None
    assert abs(raised.value.retry_at - datetime.now(UTC) - timedelta(minutes=10)) < timedelta(minutes=1)


@pytest.mark.parametrize(
    ("secret", "said"),
    [
        ("NOT_SET_AT_ALL", "NOT_SET_AT_ALL is not set"),
        ("SHORT_ONE", "SHORT_ONE does not hold a key"),
        ("NOT_A_KEY", "NOT_A_KEY does not hold a key"),
    ],
)
def test_without_a_key_nothing_is_posted_and_the_setting_named(
    receiver: Receiver, poster: HttpPoster, secret: str, said: str
) -> None:
    with pytest.raises(Rejected, match=said):
        poster.post(post(receiver, secret))
    assert receiver.arrived == []


def test_a_receiver_that_is_away_is_tried_again() -> None:
    poster = HttpPoster(secrets={SETTING: KEY}, timeout=5)
    away = Post(url="http://127.0.0.1:9/hook", secret=SETTING, id="msg_1", body=b"{}")
    with pytest.raises(Released, match="does not answer"):
        poster.post(away)
    poster.close()
