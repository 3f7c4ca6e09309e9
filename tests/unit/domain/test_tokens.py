"""How a token of the HTTP API is written, and what is no token."""

from datetime import UTC, datetime, timedelta

import pytest

from nurture.domain.tokens import SCOPES, Scope, Token, Written, read

NOW = datetime(2026, 3, 2, 9, 0, tzinfo=UTC)
ONE = Written(id="Ab3dE6gH", secret="x" * 32)
TEXT = ONE.text


def token(**changes: object) -> Token:
    told = {"id": ONE.id, "name": "site", "scopes": (Scope.PRIVACY,), "created_at": NOW, "created_by": "kim"}
    return Token(**{**told, **changes})


def test_a_token_is_read_as_it_was_written() -> None:
    assert TEXT.startswith("nurture_Ab3dE6gH")
    assert len(TEXT) == len("nurture_") + 46
    assert read(TEXT) == ONE


@pytest.mark.parametrize(
    ("text", "why"),
    [
        ("", "nothing"),
        (TEXT[:-1], "cut off"),
        (TEXT + "0", "too long"),
        (TEXT.replace("xx", "xy", 1), "a letter is another one: the check says so"),
        (TEXT.replace("Ab3", "aB3"), "another id"),
        (TEXT.replace("nurture_", "other__"), "somebody else's"),
        (f" {TEXT}", "a blank before it"),
        (TEXT.replace("x", "é", 1), "no letter of ours"),
    ],
)
def test_what_is_mistyped_or_made_up_is_no_token(text: str, why: str) -> None:
    assert read(text) is None, why


def test_only_the_same_secret_has_the_same_digest() -> None:
    assert ONE.is_that_of(ONE.digest)
    assert not Written(id=ONE.id, secret="y" * 32).is_that_of(ONE.digest)
    assert ONE.secret not in ONE.digest
    assert ONE.secret not in repr(ONE)


@pytest.mark.parametrize(
    ("changes", "refused"),
    [
        ({}, None),
        ({"expires_at": NOW + timedelta(seconds=1)}, None),
        ({"expires_at": NOW}, "this token has expired"),
        ({"revoked_at": NOW}, "this token was revoked"),
        ({"revoked_at": NOW, "expires_at": NOW}, "this token was revoked"),
    ],
)
def test_a_token_is_taken_until_it_expires_or_is_revoked(changes: dict[str, object], refused: str | None) -> None:
    assert token(**changes).why_refused(NOW) == refused


def test_every_scope_says_what_it_is_for() -> None:
    assert SCOPES.keys() == set(Scope)
