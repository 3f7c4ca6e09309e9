"""Bounces and complaints: what servers say of our mails."""

import pytest

from nurture.domain.events import EventType
from nurture.domain.mail_reports import MailFate
from nurture.domain.touchpoints import SendState
from nurture.store.words import EVERYTHING, InboxState
from tests.unit.service.desk import MAYA, Desk, maya
from tests.unit.service.mailing import MAILS, replies, report, suppressed, take


@pytest.mark.parametrize("times", [1, 2])
def test_a_mail_that_comes_back_for_good_closes_the_mailbox(mailed: Desk, times: int) -> None:
    raw = report(mailed, "bounce-no-mailbox")
    for each in range(times):
        stored, _ = take(mailed, raw + b"\n" * each)
    assert (stored.state, stored.candidate_id) == (InboxState.TAKEN_IN, MAYA)
    assert mailed.letters()["first"].fate is MailFate.BOUNCED
    assert suppressed(mailed, "nurture") == "mail came back"
    mailed.run(days=30)
    assert mailed.states()["second"] is SendState.SKIPPED
    assert replies(mailed) == []


@pytest.mark.parametrize("name", ["bounce-mailbox-full", "bounce-blocked", "bounce-given-up"])
def test_a_mail_that_comes_back_for_now_says_nothing_of_the_mailbox(mailed: Desk, name: str) -> None:
    raw = report(mailed, name)
    stored, _ = take(mailed, raw)
    assert stored.state is InboxState.TAKEN_IN
    assert mailed.letters()["first"].fate is MailFate.BOUNCED
    assert suppressed(mailed, "nurture") is None


def test_another_address_of_theirs_is_mailed_again(mailed: Desk) -> None:
    mailed.hear(maya(EventType.CANDIDATE_UPDATED, email="maya@home.example"))
    raw = report(mailed, "bounce-no-mailbox")
    take(mailed, raw)
    assert suppressed(mailed, "nurture") == "mail came back"
    assert suppressed(mailed, "nurture", "maya@home.example") is None
    mailed.run(days=30)
    assert "two for Maya" in mailed.sent


@pytest.mark.parametrize(
    ("name", "state"),
    [("bounce-delayed", InboxState.IGNORED), ("bounce-without-report", InboxState.IGNORED)],
)
def test_what_only_says_that_it_takes_longer_changes_nothing(mailed: Desk, name: str, state: InboxState) -> None:
    raw = report(mailed, name)
    stored, _ = take(mailed, raw)
    assert stored.state is state
    assert mailed.letters()["first"].fate is None


def test_a_report_that_names_no_mail_of_ours_is_not_believed(mailed: Desk) -> None:
    stored, _ = take(mailed, (MAILS / "bounce-no-mailbox.eml").read_bytes())
    assert (stored.state, stored.note) == (InboxState.IGNORED, "is a bounce of no mail of ours")
    assert suppressed(mailed, "nurture") is None


def test_whoever_calls_it_spam_gets_no_mail_of_any_kind(mailed: Desk) -> None:
    raw = report(mailed, "complaint")
    stored, _ = take(mailed, raw)
    assert stored.state is InboxState.TAKEN_IN
    assert suppressed(mailed, EVERYTHING) == suppressed(mailed, "decision") == "marked our mail as spam"
    mailed.run(days=30)
    assert "two for Maya" not in mailed.sent
