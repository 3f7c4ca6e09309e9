"""Replies and automatic replies, from the raw message to what follows from it."""

from datetime import date
from email.message import EmailMessage

import pytest

from nurture.domain.touchpoints import Direction
from nurture.errors import Conflict, NotFound
from nurture.inbound.envelope import Envelope
from nurture.service.mail.keeping import CONNECTION
from nurture.service.mail.settling import Found, settle_by_hand, waiting
from nurture.store import contacts, erasing, inbox, recording, records
from nurture.store.words import InboxState
from tests.unit.service.desk import KIM, MAIL, MAYA, MONDAY, Desk, maya
from tests.unit.service.mailing import (
    PROVED,
    RUN,
    a_mail,
    away_notice,
    rejected,
    replies,
    suppressed,
    take,
    to_our_address,
)


def test_a_reply_to_our_address_ends_the_run_whoever_it_comes_from(mailed: Desk) -> None:
    raw = a_mail(sender="maya.at.work@elsewhere.example", To=to_our_address(mailed).upper())
    stored, taken = take(mailed, raw)
    assert (stored.state, stored.note, stored.candidate_id) == (InboxState.TAKEN_IN, "is a reply", MAYA)
    assert taken.pokes
    mailed.run(days=30)
    assert mailed.standing(RUN).outcome == "replied"
    assert mailed.sent == ["one for Maya"]
    assert replies(mailed) == ["wrote: Yes, gladly."]


def test_a_reply_of_which_only_the_beginning_was_kept_is_a_reply(mailed: Desk) -> None:
    mail = EmailMessage()
    mail["From"], mail["To"], mail["Message-ID"] = MAIL, to_our_address(mailed), "<1@lindqvist.example>"
    mail.set_content("Yes, gladly.\n")
    mail.add_attachment(b"%PDF" * 100_000, maintype="application", subtype="pdf", filename="cv.pdf")
    stored, _ = take(mailed, mail.as_bytes()[:70_000])
    assert (stored.state, stored.note, stored.candidate_id) == (InboxState.TAKEN_IN, "is a reply", MAYA)
    assert replies(mailed) == ["wrote: Yes, gladly."]


def test_our_address_counts_in_the_envelope_alone(mailed: Desk) -> None:
    stored, _ = take(mailed, a_mail(), Envelope(to=(to_our_address(mailed),)))
    assert stored.state is InboxState.TAKEN_IN


@pytest.mark.parametrize("header", ["In-Reply-To", "References"])
def test_a_reply_in_the_thread_counts_whoever_of_ours_it_went_to(mailed: Desk, header: str) -> None:
    ours = mailed.post.asked[0].message_id
    value = f"<0@elsewhere.example> {ours}" if header == "References" else ours
    stored, _ = take(mailed, a_mail(To="lou@acme.example", **{header: value}))
    assert stored.state is InboxState.TAKEN_IN
    mailed.run(days=30)
    assert mailed.standing(RUN).outcome == "replied"


def test_a_mail_that_answers_none_of_ours_counts_where_its_sender_is_proved(mailed: Desk) -> None:
    stored, _ = take(mailed, a_mail(), PROVED)
    assert stored.state is InboxState.TAKEN_IN
    assert replies(mailed) == ["wrote: Yes, gladly."]


@pytest.mark.parametrize(
    "envelope", [Envelope(), Envelope(sender=MAIL, proven=frozenset({"indqvist.example", "elsewhere.example"}))]
)
def test_where_nothing_proves_its_sender_a_person_is_asked(mailed: Desk, envelope: Envelope) -> None:
    stored, taken = take(mailed, a_mail("Please unsubscribe me."), envelope)
    assert (stored.state, stored.candidate_id) == (InboxState.FAILED, MAYA)
    assert "neither DKIM nor SPF proves its sender" in (stored.note or "")
    assert taken.pokes == ()
    assert replies(mailed) == []
    assert suppressed(mailed, "nurture") is None


def test_an_address_of_two_people_is_settled_by_a_person(mailed: Desk) -> None:
    rejected(mailed, "greenhouse:2", "greenhouse:22")
    mailed.run(days=1)
    stored, _ = take(mailed, a_mail(), PROVED)
    assert (stored.state, stored.candidate_id) == (InboxState.FAILED, None)
    assert stored.note == "2 people have the address that it comes from"
    with pytest.raises(Conflict, match="whose mail"):
        settle_by_hand(mailed.parts, stored.id, Found.REPLY, candidate_id=None, by="kim")
    mailed.wake(settle_by_hand(mailed.parts, stored.id, Found.REPLY, candidate_id=MAYA, by="kim"))
    mailed.run(days=30)
    assert mailed.standing(RUN).outcome == "replied"
    assert mailed.standing("warm/application/greenhouse:22/1").outcome == "completed"
    assert waiting(mailed.parts) == ()


def test_who_is_inside_a_sequence_is_meant_before_others_with_the_same_address(mailed: Desk) -> None:
    with mailed.parts.store.write() as conn:
        recording.lock_candidate(conn, "greenhouse:3", now=MONDAY)
        told = maya(person="greenhouse:3", email=MAIL).candidates[0]
        recording.write_candidate(conn, told)
        recording.write_addresses(conn, told.id, told, source="greenhouse", now=MONDAY)
    stored, _ = take(mailed, a_mail(), PROVED)
    assert (stored.state, stored.candidate_id) == (InboxState.TAKEN_IN, MAYA)


def test_a_mail_from_nobody_on_record_is_kept_and_changes_nothing(mailed: Desk) -> None:
    stored, _ = take(mailed, a_mail(sender="shop@elsewhere.example"))
    assert (stored.state, stored.note) == (InboxState.IGNORED, "comes from nobody on record")
    assert stored.body


def test_what_is_no_mail_waits_for_a_person(mailed: Desk) -> None:
    stored, _ = take(mailed, b"\x00\x01")
    assert stored.state is InboxState.FAILED


def test_what_one_of_ours_writes_into_the_thread_is_no_reply_but_a_contact_of_ours(mailed: Desk) -> None:
    raw = a_mail(sender="Kim <kim@acme.example>", To=f"{MAIL}, {to_our_address(mailed)}")
    stored, _ = take(mailed, raw)
    assert (stored.state, stored.note) == (InboxState.TAKEN_IN, "one of ours wrote to them")
    assert replies(mailed) == []
    with mailed.parts.store.read() as conn:
        theirs = contacts.of_candidate(conn, MAYA)
    assert len([each for each in theirs if each.step is None and each.direction is Direction.OUTBOUND]) == 1


def test_an_answer_to_a_mail_of_ours_to_a_colleague_is_no_reply_of_the_candidate(mailed: Desk) -> None:
    mailed.run(days=8)
    [to_kim] = [each for each in mailed.post.asked if each.to.email == KIM.email]
    stored, _ = take(mailed, a_mail(sender="k.berger@home.example", In_Reply_To=to_kim.message_id))
    assert stored.note == "answers a mail to one of ours"
    assert replies(mailed) == []


def test_the_same_mail_on_two_ways_is_one_reply(mailed: Desk) -> None:
    address = to_our_address(mailed)
    once, first = take(mailed, a_mail(To=address))
    again, second = take(mailed, a_mail(To=address))
    other, third = take(mailed, a_mail(To=address, Received="from mx.elsewhere.example"))
    assert once.id == again.id != other.id
    assert first.pokes
    assert second.pokes == third.pokes == ()
    assert replies(mailed) == ["wrote: Yes, gladly."]


def test_an_attempt_that_was_lost_is_made_good_without_doing_it_twice(
    mailed: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    class LostError(Exception):
        pass

    def lost(*_: object, **__: object) -> None:
        raise LostError

    raw = a_mail("Stop, please unsubscribe me.", To=to_our_address(mailed))
    with monkeypatch.context() as patched:
        patched.setattr("nurture.store.inbox.settle", lost)
        with pytest.raises(LostError):
            take(mailed, raw)
    stored, _ = take(mailed, raw)
    assert (stored.state, stored.note) == (InboxState.TAKEN_IN, "is a reply that asks for no more mail")
    assert len(replies(mailed)) == 1


def test_whoever_asks_for_no_more_mail_gets_none_of_the_kind_and_no_nurture_mail(mailed: Desk) -> None:
    stored, _ = take(mailed, a_mail("Please take me off your list.", To=to_our_address(mailed)))
    assert stored.note == "is a reply that asks for no more mail"
    assert suppressed(mailed, "nurture") == "asked for no more mail"
    assert suppressed(mailed, "application") is None


def test_what_may_ask_for_no_more_mail_is_a_reply_and_waits_for_a_person(mailed: Desk) -> None:
    stored, _ = take(mailed, a_mail("Please delete my data.", To=to_our_address(mailed)))
    assert (stored.state, stored.note) == (InboxState.FAILED, "is a reply, and may ask for no more mail")
    assert len(replies(mailed)) == 1
    assert suppressed(mailed, "nurture") is None
    settle_by_hand(mailed.parts, stored.id, Found.NO_MORE, candidate_id=None, by="kim")
    assert suppressed(mailed, "nurture") == "asked for no more mail"
    assert len(replies(mailed)) == 1


def test_a_mail_is_settled_once_and_only_where_it_waits(mailed: Desk) -> None:
    stored, _ = take(mailed, a_mail())
    settle_by_hand(mailed.parts, stored.id, Found.NOTHING, candidate_id=None, by="kim")
    assert replies(mailed) == []
    with pytest.raises(NotFound, match="waits for anybody"):
        settle_by_hand(mailed.parts, stored.id, Found.REPLY, candidate_id=MAYA, by="kim")


def test_a_mail_that_only_looks_automatic_waits_for_a_person(mailed: Desk) -> None:
    stored, _ = take(mailed, a_mail(To=to_our_address(mailed), Subject="Out of office: one"))
    assert stored.state is InboxState.FAILED
    assert replies(mailed) == []


def test_an_automatic_reply_is_no_reply_and_holds_nurture_mail_until_they_are_back(mailed: Desk) -> None:
    for _ in range(2):
        stored, _taken = take(mailed, away_notice(mailed))
    assert (stored.state, stored.note) == (InboxState.TAKEN_IN, "is an absence")
    with mailed.parts.store.read() as conn:
        found = records.candidate(conn, MAYA)
    assert (found.away_until, found.last_reply) == (date(2026, 3, 20), None)
    assert replies(mailed) == ["automatic reply: away until 2026-03-20"]
    mailed.run(days=40)
    assert mailed.letters()["second"].at.date() == date(2026, 3, 23)


def test_other_automatic_mail_changes_nothing(mailed: Desk) -> None:
    raw = a_mail("Your request has the number 4711.", To=to_our_address(mailed), Auto_Submitted="auto-replied")
    stored, _ = take(mailed, raw)
    assert (stored.state, stored.note) == (InboxState.IGNORED, "is automatic (Auto-Submitted)")
    unproved, _ = take(mailed, away_notice(mailed, **{"In-Reply-To": "<0@x.example>", "Message-ID": "<2@x.example>"}))
    assert unproved.state is InboxState.IGNORED
    assert replies(mailed) == []


def test_a_date_that_lies_ahead_or_far_back_is_not_believed(mailed: Desk) -> None:
    for number, told in enumerate(["Tue, 3 Mar 2099 08:00:00 +0000", "Thu, 1 Jan 1970 00:00:00 +0000"]):
        headers = {"Date": told, "Message-ID": f"<{number}@x.example>", "To": to_our_address(mailed)}
        take(mailed, a_mail(f"Words {number}", **headers))
    with mailed.parts.store.read() as conn:
        assert records.candidate(conn, MAYA).last_reply == mailed.clock.at


def test_the_raw_mail_goes_when_the_person_is_erased(mailed: Desk) -> None:
    stored, _ = take(mailed, a_mail(To=to_our_address(mailed)))
    with mailed.parts.store.write() as conn:
        erasing.erase(conn, MAYA, now=mailed.clock.at)
        assert inbox.load(conn, stored.id).body == b""
    assert replies(mailed) == ["erased"]


def test_mails_are_counted_by_what_became_of_them(mailed: Desk) -> None:
    take(mailed, a_mail(To=to_our_address(mailed)))
    take(mailed, a_mail(sender="shop@elsewhere.example"))
    with mailed.parts.store.read() as conn:
        assert inbox.counts(conn, connection=CONNECTION) == {InboxState.TAKEN_IN: 1, InboxState.IGNORED: 1}
        assert [each.state for each in inbox.latest(conn, connection=CONNECTION)]
