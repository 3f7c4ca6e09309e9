"""What a provider tells of a mail that it took, and what follows from it: repeated, late, and in any order."""

from datetime import timedelta
from itertools import permutations

import pytest

from nurture.channels.outbox import Failure
from nurture.channels.sendgrid import SendGridChannel
from nurture.channels.sendgrid_events import parse
from nurture.domain.events import EventType
from nurture.domain.mail_reports import MailFate, MailReport
from nurture.domain.touchpoints import SendState
from nurture.language.sequence import Purpose
from nurture.service.mail_reports import take_reports
from nurture.service.suppressing import By, suppress
from nurture.store import contacts, ledger, suppressions, timeline
from nurture.store.suppressions import Suppression
from nurture.store.words import EVERYTHING
from nurture.values import replace
from tests.doubles.sendgrid import SendGridDouble, Trouble
from tests.doubles.sendgrid_events import EventWebhookDouble
from tests.unit.service.desk import MAIL, MAYA, MAYAS, MONDAY, Desk, maya, maya_is_rejected, sequence

RUN = f"warm/application/{MAYAS}/1"
FIRST = f"{RUN}#first#1"
SECOND = f"{RUN}#second#1"
TWO_MAILS = sequence(
    """\
    - {id: first, email: one}
    - {id: a-week, wait: 1 week}
    - {id: second, email: two, reply_to_step: first}
    """
)


@pytest.fixture
def mailed(desk: Desk) -> Desk:
    """Maya has had the first of two mails."""
    desk.publish(TWO_MAILS)
    desk.hear(maya_is_rejected())
    desk.run(days=1)
    return desk


@pytest.fixture
def lost(desk: Desk) -> Desk:
    """Nobody knows whether Maya has had it."""
    desk.publish(TWO_MAILS)
    desk.hear(maya_is_rejected())
    desk.post.failing[MAIL] = Failure.UNKNOWN
    desk.run(days=1)
    desk.post.failing.clear()
    return desk


def tell(desk: Desk, *reports: MailReport) -> None:
    """The provider tells of them, and whoever it concerns is woken."""
    for taken in take_reports(desk.parts, reports).taken:
        desk.wake(taken)


def of_first(fate: MailFate, **more: object) -> MailReport:
    return MailReport(**{"key": FIRST, "fate": fate, "at": MONDAY + timedelta(hours=1), **more})


def fate(desk: Desk) -> MailFate | None:
    with desk.parts.store.read() as conn:
        found = contacts.by_id(conn, FIRST)
    assert found is not None
    return found.fate


def why_suppressed(desk: Desk, address: str = MAIL, *, purpose: Purpose = Purpose.APPLICATION) -> str | None:
    with desk.parts.store.read() as conn:
        return suppressions.why_suppressed(conn, desk.parts.address_hash(address), purpose=purpose)


def heard(desk: Desk) -> list[str]:
    with desk.parts.store.read() as conn:
        return [each.event.type for each in timeline.events_of(conn, MAYA)]


@pytest.mark.parametrize("told", [MailFate.QUEUED, MailFate.DEFERRED, MailFate.DELIVERED, MailFate.BOUNCED])
def test_what_nobody_knew_has_left_once_the_provider_tells_of_it(lost: Desk, told: MailFate) -> None:
    tell(lost, of_first(told))
    assert lost.states() == {"first": SendState.ACCEPTED}
    assert fate(lost) is told


def test_what_the_provider_dropped_never_left(lost: Desk) -> None:
    tell(lost, of_first(MailFate.REJECTED, detail="Unsubscribed Address"))
    assert lost.states() == {"first": SendState.REJECTED}
    with lost.parts.store.read() as conn:
        assert [each.detail for each in contacts.of_candidate(conn, MAYA)] == ["Unsubscribed Address"]


def test_what_counted_as_never_left_is_not_sent_again_when_the_provider_has_it(desk: Desk) -> None:
    desk.publish(TWO_MAILS)
    desk.hear(maya_is_rejected())
    desk.post.failing[MAIL] = Failure.RELEASE
    desk.run(until=MONDAY)
    desk.post.failing.clear()
    tell(desk, of_first(MailFate.DELIVERED))
    desk.run(days=1)
    assert desk.sent == ["one for Maya"]
    assert desk.states() == {"first": SendState.ACCEPTED}


REPORTS = (MailFate.QUEUED, MailFate.DEFERRED, MailFate.DELIVERED, MailFate.COMPLAINED)


@pytest.mark.parametrize("order", list(permutations(REPORTS)))
def test_in_whatever_order_and_however_often_it_is_told_it_comes_to_the_same(
    mailed: Desk, order: tuple[MailFate, ...]
) -> None:
    for told in (*order, *reversed(order)):
        tell(mailed, of_first(told))
    assert fate(mailed) is MailFate.COMPLAINED
    assert why_suppressed(mailed) is not None
    assert heard(mailed).count(EventType.CANDIDATE_OPTED_OUT) == 1


def test_a_mail_that_came_back_ends_mail_to_that_address(mailed: Desk) -> None:
    tell(mailed, of_first(MailFate.BOUNCED, detail="550 no such mailbox"))
    assert heard(mailed)[-1] == EventType.CANDIDATE_BOUNCED
    mailed.run(days=8)
    assert mailed.sent == ["one for Maya"]
    assert why_suppressed(mailed) == "mail came back"


def test_a_block_of_the_sender_says_nothing_about_the_address(mailed: Desk) -> None:
    tell(mailed, of_first(MailFate.BOUNCED, is_for_good=False))
    assert fate(mailed) is MailFate.BOUNCED
    assert why_suppressed(mailed) is None
    assert EventType.CANDIDATE_BOUNCED not in heard(mailed)
    mailed.run(days=8)
    assert mailed.sent == ["one for Maya", "Re: one for Maya"]


def test_whoever_has_another_address_by_then_is_written_to_there(mailed: Desk) -> None:
    mailed.hear(maya(EventType.CANDIDATE_UPDATED, email="maya@new.example"))
    tell(mailed, of_first(MailFate.BOUNCED))
    assert why_suppressed(mailed) == "mail came back"
    assert why_suppressed(mailed, "maya@new.example") is None
    mailed.run(days=8)
    assert [message.to.email for message in mailed.post.asked] == [MAIL, "maya@new.example"]


def test_a_complaint_ends_all_mail_of_every_purpose(mailed: Desk) -> None:
    tell(mailed, of_first(MailFate.COMPLAINED))
    assert all(why_suppressed(mailed, purpose=purpose) == "marked our mail as spam" for purpose in Purpose)
    mailed.run(days=8)
    assert mailed.sent == ["one for Maya"]


@pytest.mark.parametrize(
    ("reason", "stands"),
    [
        (suppressions.MAIL_CAME_BACK, "marked our mail as spam"),
        ("asked on the phone", "asked on the phone"),
    ],
)
def test_a_complaint_about_an_address_that_is_suppressed_already_is_told_of_once(
    mailed: Desk, reason: str, stands: str
) -> None:
    mailed.run(days=8)
    hashed, now = mailed.parts.address_hash(MAIL), mailed.clock.at
    by_hand = Suppression(address_hash=hashed, scope=EVERYTHING, reason=reason, source="a test", at=now)
    suppress(mailed.parts.store, [by_hand], By(who="kim", now=now))
    assert EventType.CANDIDATE_OPTED_OUT not in heard(mailed)
    mailed.clock.at += timedelta(days=1)
    for key in (FIRST, SECOND):
        tell(mailed, of_first(MailFate.COMPLAINED, key=key))
    assert heard(mailed).count(EventType.CANDIDATE_OPTED_OUT) == 1
    assert why_suppressed(mailed) == stands


def test_mail_that_comes_back_after_a_complaint_leaves_the_wish_on_record(mailed: Desk) -> None:
    mailed.run(days=8)
    tell(mailed, of_first(MailFate.COMPLAINED))
    tell(mailed, of_first(MailFate.BOUNCED, key=SECOND))
    assert why_suppressed(mailed) == "marked our mail as spam"


def test_an_unsubscription_at_the_provider_ends_mail_of_that_purpose(mailed: Desk) -> None:
    tell(mailed, of_first(MailFate.UNSUBSCRIBED))
    assert why_suppressed(mailed, purpose=Purpose.NURTURE) is not None
    assert why_suppressed(mailed, purpose=Purpose.APPLICATION) is None


def test_the_next_mail_of_a_thread_names_the_mail_as_its_reader_has_it(mailed: Desk) -> None:
    ours, theirs = mailed.post.asked[0].message_id, "<abc@geopod.sendgrid.example>"
    tell(mailed, of_first(MailFate.QUEUED, seen_as=theirs), of_first(MailFate.DELIVERED, seen_as=ours))
    mailed.run(days=8)
    assert mailed.post.asked[1].headers["In-Reply-To"] == theirs


def test_a_mail_that_is_not_ours_is_counted_and_left_alone(mailed: Desk) -> None:
    told = take_reports(
        mailed.parts,
        [
            of_first(MailFate.BOUNCED, key="another installation's"),
            MailReport(fate=MailFate.BOUNCED, at=MONDAY, provider_id="unknown"),
            of_first(MailFate.DELIVERED),
            of_first(MailFate.DELIVERED),
        ],
    )
    assert (told.news, told.foreign) == (1, 2)
    assert why_suppressed(mailed) is None


def test_a_mail_is_found_by_the_providers_id_where_our_key_got_lost(mailed: Desk) -> None:
    with mailed.parts.store.write() as conn:
        ledger.settle(conn, FIRST, None, SendState.ACCEPTED, at=MONDAY)
    tell(mailed, of_first(MailFate.QUEUED, provider_id="abc"))
    tell(mailed, of_first(MailFate.DELIVERED, key=None, provider_id="abc"))
    assert fate(mailed) is MailFate.DELIVERED


def test_a_mail_to_one_of_ours_that_comes_back_stops_nobody(desk: Desk) -> None:
    desk.publish(sequence("    - {id: first, email: one, to: recruiter}\n"))
    desk.hear(maya_is_rejected())
    desk.run(days=1)
    tell(desk, of_first(MailFate.BOUNCED), of_first(MailFate.COMPLAINED))
    assert fate(desk) is MailFate.COMPLAINED
    assert {EventType.CANDIDATE_BOUNCED, EventType.CANDIDATE_OPTED_OUT}.isdisjoint(heard(desk))


def test_sendgrid_took_it_hung_up_and_told_of_it_later(desk: Desk) -> None:
    with SendGridDouble() as double:
        double.script.append(Trouble.HANG_AFTER_ACCEPTING)
        channel = SendGridChannel(host=double.url, api_key=double.key, timeout=0.3)
        desk.parts = replace(desk.parts, channel=channel)
        desk.publish(sequence("    - {id: first, email: one, delivery: at_least_once}\n"))
        desk.hear(maya_is_rejected())
        desk.run(until=MONDAY)
        assert desk.states() == {"first": SendState.UNKNOWN}
        sender = EventWebhookDouble()
        told = parse(sender.raw(sender.event("processed", double.accepted[0], at=MONDAY)))
        tell(desk, *told)
        assert desk.states() == {"first": SendState.ACCEPTED}
        desk.run(days=1)
        assert len(double.accepted) == 1, "what SendGrid has is not handed over again"
