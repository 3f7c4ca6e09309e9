"""`nurture tokens`: made, shown once, listed without their secret, and taken back."""

import re

import pytest
from sqlalchemy import select

from nurture.domain.tokens import read
from nurture.service import tokens as service
from nurture.store import audit
from nurture.store.tables import api_tokens
from tests.office import Office
from tests.unit.cli.conftest import Run


def make(run: Run, name: str = "site", *more: str) -> str:
    ran = run("tokens", "create", name, "--scope", "events:write", "--by", "kim", *more)
    assert ran.code == 0, ran.err
    return ran.out.strip()


def test_a_token_is_shown_once_and_never_kept(bureau: Office, run: Run) -> None:
    text = make(run)
    written = read(text)
    assert written is not None
    with bureau.parts.store.read() as conn:
        [row] = conn.execute(select(api_tokens)).all()
        assert written.secret not in str(row)
        assert service.holder_of(conn, written) is not None
    listed = run("tokens").out
    assert text[:16] in listed
    assert text not in listed
    assert "events:write" in listed


def test_making_and_revoking_are_on_the_audit_record(bureau: Office, run: Run) -> None:
    make(run)
    assert run("tokens", "revoke", "site", "--reason", "it leaked", "--by", "lou").out == "site is revoked.\n"
    assert run("tokens", "revoke", "site").out == "site is revoked already.\n"
    with bureau.parts.store.read() as conn:
        assert [(each.who, each.what, each.why) for each in audit.latest(conn)] == [
            ("lou", "revoked the token site", "it leaked"),
            ("kim", "made the token site for events:write", ""),
        ]
    assert "was revoked" in run("tokens", "list").out


@pytest.mark.parametrize(
    ("arguments", "code", "said"),
    [
        (("create", "site"), 1, "a token without a scope may do nothing"),
        (("create", "site", "--scope", "everything"), 1, "there is no scope everything"),
        (("create", "Our Site", "--scope", "privacy"), 1, "can't be a token's name"),
        (("create", "site", "--scope", "privacy", "--expires", "soon"), 2, "Write it as in 90d, or never."),
        (("create", "site", "--scope", "privacy", "--expires", "0d"), 2, "Write it as in 90d, or never."),
        (("create",), 2, "is not understood"),
        (("remove", "site"), 2, "is not understood"),
        (("list", "--scope", "privacy"), 2, "Only a token that is made takes scopes."),
        (("revoke", "site"), 1, "there is no token site"),
    ],
)
def test_what_can_not_be_done_is_said(
    arguments: tuple[str, ...], code: int, said: str, bureau: Office, run: Run
) -> None:
    ran = run("tokens", *arguments)
    assert ran.code == code
    assert said in re.sub(r"[\s│]+", " ", ran.err)


def test_a_name_is_given_once_even_if_its_token_was_revoked(bureau: Office, run: Run) -> None:
    make(run)
    run("tokens", "revoke", "site")
    again = run("tokens", "create", "site", "--scope", "privacy")
    assert (again.code, again.err.splitlines()[0]) == (1, "there was a token site before")


@pytest.mark.parametrize(
    ("expires", "said"), [("90d", "It ends on "), ("1 day", "It ends on "), ("never", "It ends when it is revoked.")]
)
def test_a_token_ends_when_it_was_said_to(expires: str, said: str, bureau: Office, run: Run) -> None:
    ran = run("tokens", "create", "site", "--scope", "privacy", "--expires", expires)
    assert said in ran.err


def test_without_a_token_it_is_said_that_nobody_can_use_the_api(bureau: Office, run: Run) -> None:
    assert run("tokens").err == "There is no token: nobody can use the HTTP API.\n"
