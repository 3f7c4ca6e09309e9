"""Ids and tokens that say nothing of the person."""

import re

import pytest

from nurture.domain.records import Company
from nurture.language.sequence import Purpose
from nurture.messages.footer import footer_for
from nurture.messages.identity import (
    OptOut,
    Returned,
    Way,
    address_hash,
    list_unsubscribe,
    message_id_of,
    read_return_address,
    read_unsubscribe_token,
    return_address,
    unsubscribe_token,
)

KEY = "silver-medalist/application/greenhouse:693/1#thanks#1"


def test_a_message_id_is_the_same_on_every_attempt_and_tells_nothing() -> None:
    first = message_id_of(KEY, secret="s", domain="acme.example")
    assert first == message_id_of(KEY, secret="s", domain="acme.example")
    assert re.fullmatch(r"<[0-9a-f]{32}@acme\.example>", first)
    assert "693" not in first


def test_another_touchpoint_or_secret_is_another_message_id() -> None:
    ids = {message_id_of(key, secret=secret, domain="a.example") for key in (KEY, KEY + "1") for secret in ("s", "t")}
    assert len(ids) == 4


@pytest.mark.parametrize("purpose", list(Purpose))
def test_a_token_leads_back_to_address_and_kind_of_mail(purpose: Purpose) -> None:
    token = unsubscribe_token(purpose, "Mara@Lind.example", secret="s")
    expected = OptOut(purpose=purpose, address_hash=address_hash("mara@lind.example ", secret="s"))
    assert read_unsubscribe_token(token, secret="s") == expected
    assert read_unsubscribe_token(token.upper(), secret="s") == expected
    assert re.fullmatch(r"[a-z2-7]{45}", token)


def test_a_changed_cut_or_foreign_token_is_none_of_ours() -> None:
    token = unsubscribe_token(Purpose.NURTURE, "mara@lind.example", secret="s")
    changed = [token[:i] + ("a" if token[i] != "a" else "b") + token[i + 1 :] for i in range(len(token) - 1)]
    for wrong in [*changed, token[:-8], token + "aaaaaaaa", "", "é", "0189", "a" * 45]:
        assert read_unsubscribe_token(wrong, secret="s") is None
    assert read_unsubscribe_token(token, secret="t") is None


@pytest.mark.parametrize("way", list(Way))
def test_a_return_address_leads_back_to_the_mail_however_it_is_written(way: Way) -> None:
    address = return_address(way, KEY, secret="s", domain="reply.acme.example")
    assert re.fullmatch(rf"{way}\+[a-z2-7]{{26}}\.[a-z2-7]{{18}}@reply\.acme\.example", address)
    assert len(address.partition("@")[0]) <= 64
    expected = Returned(way=way, message_id=message_id_of(KEY, secret="s", domain="acme.example"))
    assert read_return_address(address, secret="s", domain="acme.example") == expected
    assert read_return_address(f" {address.upper()} ", secret="s", domain="acme.example") == expected


def test_a_changed_or_foreign_return_address_is_none_of_ours() -> None:
    address = return_address(Way.REPLY, KEY, secret="s", domain="reply.acme.example")
    local, _, domain = address.partition("@")
    places = [at for at, letter in enumerate(local) if letter not in "r+."][:-1]  # the last holds bits that don't count
    changed = [f"{local[:at]}{'a' if local[at] != 'a' else 'b'}{local[at + 1 :]}@{domain}" for at in places]
    assert len(changed) > 30
    for wrong in [
        *changed,
        address.replace("r+", "bounce+"),
        address.replace(".", "", 1),
        "",
        "r+@x",
        "kim@acme.example",
    ]:
        assert read_return_address(wrong, secret="s", domain="acme.example") is None, wrong
    assert read_return_address(address, secret="t", domain="acme.example") is None


def test_an_address_hash_needs_the_secret() -> None:
    assert address_hash("a@b.example", secret="s") != address_hash("a@b.example", secret="t")


def test_the_header_pair_is_the_one_that_mail_programs_know() -> None:
    assert list_unsubscribe("https://hooks.acme.example/u/x") == {
        "List-Unsubscribe": "<https://hooks.acme.example/u/x>",
        "List-Unsubscribe-Post": "List-Unsubscribe=One-Click",
    }


@pytest.mark.parametrize(
    ("language", "words"),
    [("en", "work on hiring"), ("de-CH", "Einstellungen"), ("fr", "recrutements"), ("ja", "work on hiring")],
)
def test_mail_to_our_own_people_says_so_and_has_no_way_out(language: str, words: str) -> None:
    footer = footer_for(
        Purpose.NURTURE,
        is_to_candidate=False,
        company=Company(name="Acme", postal_address="Acme Ltd, 1 Main Street", privacy_url="https://a.example/p"),
        address="kim@acme.example",
        secret="s",
        public_url="https://hooks.acme.example",
        language=language,
    )
    assert words in footer.reason
    assert footer.sender == "Acme Ltd, 1 Main Street"
    assert footer.links == ()
    assert footer.headers == {}
