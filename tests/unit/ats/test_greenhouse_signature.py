"""Which deliveries are taken for Greenhouse's own, and how they are told apart."""

import hashlib
import hmac
from datetime import UTC, datetime

import pytest

from nurture.ats import Posted
from nurture.ats.greenhouse import Greenhouse, sign
from tests.greenhouse import SECRET, body, headers

GREENHOUSE = Greenhouse()
RAW = body("candidate_stage_change")
NOW = datetime(2026, 3, 2, 9, tzinfo=UTC)


def why_untrusted(raw: bytes, sent: dict[str, str], secrets: list[str]) -> str | None:
    return GREENHOUSE.why_untrusted(Posted(raw=raw, headers=sent), secrets, now=NOW)


def delivery_id(raw: bytes, sent: dict[str, str]) -> str:
    return GREENHOUSE.delivery_id(Posted(raw=raw, headers=sent))


def test_the_signature_is_an_hmac_over_the_bytes_as_they_came():
    digest = hmac.new(SECRET.encode(), RAW, hashlib.sha256).hexdigest()
    assert sign(RAW, SECRET) == f"sha256 {digest}"
    assert why_untrusted(RAW, headers(RAW), [SECRET]) is None


def test_a_known_key_and_body_give_a_known_signature():
    """RFC 4231, test case 2."""
    expected = "sha256 5bdcc146bf60754e6a042426089575c75a003f089d2739839dec58b964ec3843"
    assert sign(b"what do ya want for nothing?", "Jefe") == expected


@pytest.mark.parametrize("secrets", [[SECRET, "the old key"], ["the old key", SECRET], ["x", SECRET]])
def test_while_a_key_is_changed_either_of_them_counts(secrets: list[str]):
    assert why_untrusted(RAW, headers(RAW), secrets) is None


@pytest.mark.parametrize("name", ["Signature", "signature", "SIGNATURE"])
def test_the_case_of_a_headers_name_does_not_matter(name: str):
    assert why_untrusted(RAW, {name: f" {sign(RAW, SECRET)} "}, [SECRET]) is None


@pytest.mark.parametrize(
    ("given", "why"),
    [
        ({}, "carries no Signature"),
        ({"Signature": "  "}, "carries no Signature"),
        ({"Signature": sign(RAW, "another key")}, "fits none"),
        ({"Signature": sign(RAW + b" ", SECRET)}, "fits none"),
        ({"Signature": sign(RAW, SECRET).removeprefix("sha256 ")}, "fits none"),
        ({"Signature": sign(RAW, SECRET).replace("sha256", "sha1")}, "fits none"),
        ({"Signature": sign(RAW, SECRET)[:-1]}, "fits none"),
        ({"Signature": "sha256 ☃"}, "fits none"),
    ],
)
def test_what_is_not_signed_with_our_key_is_refused(given: dict[str, str], why: str):
    assert why in (why_untrusted(RAW, given, [SECRET]) or "")


def test_a_delivery_goes_by_the_id_in_its_header():
    assert delivery_id(RAW, {"greenhouse-event-id": " 7d1c-42 "}) == "7d1c-42"


@pytest.mark.parametrize("given", [{}, {"Greenhouse-Event-ID": " "}, {"Greenhouse-Event-ID": "x" * 201}])
def test_without_a_sensible_id_a_delivery_goes_by_its_body(given: dict[str, str]):
    other = body("reject_candidate")
    assert delivery_id(RAW, given) == f"sha256:{hashlib.sha256(RAW).hexdigest()}"
    assert delivery_id(RAW, given) != delivery_id(other, given)


def test_only_a_ping_is_a_ping():
    assert GREENHOUSE.is_ping(Posted(raw=body("ping")))
    assert not GREENHOUSE.is_ping(Posted(raw=RAW))
