"""`nurture inbound`: what waits for a person, and what they make of it."""

from collections.abc import Iterator
from datetime import timedelta

import pytest

from nurture.cli.inbound import inbound
from nurture.errors import NotFound
from nurture.inbound.envelope import Envelope
from nurture.service.mail.keeping import forget_old
from nurture.service.mail.settling import Found
from nurture.store import audit, inbox
from nurture.store.words import InboxState
from tests.unit.service.desk import MAIL, MAYA, Desk, a_desk, sequence
from tests.unit.service.mailing import PROVED, STEPS, a_mail, rejected, replies, suppressed, take


@pytest.fixture
def desk(sqlite_url: str, monkeypatch: pytest.MonkeyPatch) -> Iterator[Desk]:
    """An installation that the command finds, too, with Maya in a sequence; Temporal is away."""
    monkeypatch.setenv("NURTURE_DATABASE_URL", sqlite_url)
    monkeypatch.setenv("NURTURE_TEMPORAL_ADDRESS", "127.0.0.1:9")
    with a_desk(sqlite_url) as desk:
        desk.publish(sequence(STEPS))
        rejected(desk, MAYA, "greenhouse:6931")
        desk.run(days=1)
        yield desk


@pytest.fixture
def number(desk: Desk) -> int:
    """A mail from Maya's address that nothing proves to be hers."""
    stored, _ = take(desk, a_mail("Please, no more mails."), Envelope())
    return stored.id


def test_it_lists_what_waits_and_why(number: int, capsys: pytest.CaptureFixture[str]) -> None:
    inbound()
    told = capsys.readouterr()
    assert f"{number}     2026-03-03 09:00 UTC  {MAIL}" in told.out
    assert "neither DKIM nor SPF proves its sender" in told.out
    assert told.err == "So far: 1 failed.\n"


def test_one_is_shown_with_its_new_words_and_whose_it_seems(number: int, capsys: pytest.CaptureFixture[str]) -> None:
    inbound(number)
    assert capsys.readouterr().out.splitlines() == [
        f"From: {MAIL}",
        "Subject: Re: one for Maya",
        f"About: {MAYA}",
        "failed: it answers no mail of ours, and neither DKIM nor SPF proves its sender",
        "",
        "Please, no more mails.",
    ]


@pytest.mark.parametrize("sender", [None, MAIL, MAYA])
def test_what_a_person_makes_of_it_is_done_and_put_on_record(desk: Desk, number: int, sender: str | None) -> None:
    inbound(number, Found.NO_MORE, sender=sender)
    assert suppressed(desk, "nurture") == "asked for no more mail"
    assert replies(desk) == ["wrote: Please, no more mails."]
    with desk.parts.store.read() as conn:
        assert inbox.load(conn, number).state is InboxState.TAKEN_IN
        assert [each.what for each in audit.latest(conn)] == [
            f"settled mail {number}: no-more",
            "suppressed nurture mail",
        ]


def test_a_mail_that_does_not_wait_is_said_to_be_none(desk: Desk) -> None:
    with pytest.raises(NotFound):
        inbound(77, Found.REPLY)


def test_all_mails_can_be_listed_with_what_became_of_them(desk: Desk, capsys: pytest.CaptureFixture[str]) -> None:
    take(desk, a_mail(sender="shop@elsewhere.example"))
    inbound(latest=True)
    assert "comes from nobody on record" in capsys.readouterr().out


def test_where_nothing_waits_only_talk_is_written(desk: Desk, capsys: pytest.CaptureFixture[str]) -> None:
    inbound()
    told = capsys.readouterr()
    assert (told.out, told.err) == ("", "No mail waits for anybody.\n")


def test_a_mail_whose_words_are_removed_says_so(desk: Desk, capsys: pytest.CaptureFixture[str]) -> None:
    stored, _ = take(desk, a_mail(sender="stranger@elsewhere.example"), PROVED)
    forget_old(desk.parts.store, before=desk.clock.at + timedelta(days=1), limit=10)
    with pytest.raises(NotFound, match=f"mail {stored.id} is removed"):
        inbound(stored.id)
    inbound(latest=True)
    assert "(removed, or no mail)" in capsys.readouterr().out
