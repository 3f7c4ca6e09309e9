"""What people text back, what Twilio tells of our texts, and what follows: no text after a STOP, whoever heard it."""

import pytest

from nurture.channels.twilio_hooks import TextIn, report_of
from nurture.domain.events import EventType
from nurture.domain.mail_reports import MailFate
from nurture.domain.touchpoints import ChannelKind, Direction, SendState, Touchpoint
from nurture.inbound.texts import word_of
from nurture.messages.identity import hook_token
from nurture.service.opt_outs import NO_TEXTS
from nurture.service.texting import take_text, take_text_report
from nurture.store import contacts, records, suppressions, timeline
from nurture.values import replace
from tests.doubles.texts import twilio_channel
from tests.doubles.twilio import Accepted, TwilioDouble, a_report
from tests.unit.service.desk import MAYA, MONDAY, TEMPLATES, Desk, maya, maya_is_rejected, sequence

NUMBER = "+491701234567"
AS_WRITTEN = "+49 (170) 123-4567"
STRANGER = "+491709999999"
TWICE = """\
- {id: nudge, sms: one, otherwise: two}
- {id: pause, wait: 1 week}
- {id: again, sms: one, otherwise: two}
"""
WORDS = {"one.sms": {"": "Acme here.\n"}}
AT_EXITS = {"exit": "[{on: candidate.replied, as: replied}]"}


@pytest.fixture
def texted(desk: Desk) -> Desk:
    """Maya has had the first of two texts."""
    desk.publish(sequence(TWICE, **AT_EXITS), templates={**TEMPLATES, **WORDS})
    desk.hear(maya_is_rejected(phone=AS_WRITTEN, can_text=True))
    desk.run(days=1)
    assert len(desk.texts) == 1
    return desk


def texts(desk: Desk, words: str, *, number: str = NUMBER, sid: str = "SM1") -> None:
    """Somebody texts to us, and whoever it concerns is woken."""
    desk.wake(take_text(desk.parts, TextIn(id=sid, number=number, text=words, word=word_of(words))))


def why_stopped(desk: Desk, number: str = NUMBER) -> str | None:
    with desk.parts.store.read() as conn:
        return suppressions.why_suppressed(conn, desk.parts.address_hash(number), purpose="nurture")


def can_text(desk: Desk) -> bool | None:
    with desk.parts.store.read() as conn:
        return records.candidate(conn, MAYA).can_text


def heard(desk: Desk) -> list[str]:
    with desk.parts.store.read() as conn:
        return [each.event.type for each in timeline.events_of(conn, MAYA)]


def inbound(desk: Desk) -> list[Touchpoint]:
    with desk.parts.store.read() as conn:
        return [each for each in contacts.of_candidate(conn, MAYA) if each.direction is Direction.INBOUND]


@pytest.mark.parametrize("words", ["STOP", "Opt out", "Please stop texting me"])
def test_who_asks_for_no_more_texts_gets_none_and_the_mail_in_their_place(texted: Desk, words: str) -> None:
    texts(texted, words)
    assert (why_stopped(texted), can_text(texted)) == (NO_TEXTS, False)
    assert heard(texted).count(EventType.CANDIDATE_OPTED_OUT) == 1
    texted.run(days=10)
    assert len(texted.texts) == 1


def test_a_stop_is_no_reply_and_the_run_goes_on_by_mail(texted: Desk) -> None:
    texts(texted, "STOP")
    texted.run(days=10)
    assert texted.sent == ["two for Maya"]
    assert EventType.CANDIDATE_REPLIED not in heard(texted)
    assert [(each.channel, each.summary) for each in inbound(texted)] == [(ChannelKind.SMS, "asked for no more texts")]


def test_a_stop_that_is_told_twice_is_one(texted: Desk) -> None:
    texts(texted, "STOP")
    texts(texted, "STOP")
    texts(texted, "stop", sid="SM2")
    assert heard(texted).count(EventType.CANDIDATE_OPTED_OUT) == 1


def test_an_ats_that_still_says_yes_gets_nobody_texted_after_a_stop(texted: Desk) -> None:
    texts(texted, "STOP")
    texted.hear(maya(EventType.CANDIDATE_UPDATED, can_text=True))
    texted.run(days=10)
    assert len(texted.texts) == 1
    assert "suppressed" in texted.rules()


def test_a_stop_from_a_number_on_nobodys_record_counts_once_somebody_has_it(desk: Desk) -> None:
    texts(desk, "STOP")
    desk.publish(sequence(TWICE), templates={**TEMPLATES, **WORDS})
    desk.hear(maya_is_rejected(phone=AS_WRITTEN, can_text=True))
    desk.run(days=10)
    assert not desk.texts


def test_start_lets_texts_come_again(texted: Desk) -> None:
    texts(texted, "STOP")
    texts(texted, "START", sid="SM2")
    assert (why_stopped(texted), can_text(texted)) == (None, True)
    texted.run(days=10)
    assert len(texted.texts) == 2


def test_start_lifts_nothing_that_somebody_else_stopped(texted: Desk) -> None:
    with texted.parts.store.write() as conn:
        hashed = texted.parts.address_hash(NUMBER)
        suppressions.add(conn, hashed, reason="a text came back", source="a report", at=MONDAY)
    texts(texted, "START")
    assert why_stopped(texted) == "a text came back"


@pytest.mark.parametrize("words", ["Yes", "Tuesday is fine", "👍", ""])
def test_anything_else_is_a_reply_and_ends_the_run_once(texted: Desk, words: str) -> None:
    texts(texted, words)
    texts(texted, words)
    assert heard(texted).count(EventType.CANDIDATE_REPLIED) == 1
    assert [each.channel for each in inbound(texted)] == [ChannelKind.SMS]
    texted.run(days=10)
    assert (len(texted.texts), texted.sent) == (1, [])
    assert why_stopped(texted) is None


def test_help_is_answered_by_the_provider_alone(texted: Desk) -> None:
    texts(texted, "HELP")
    assert not inbound(texted)


def test_a_text_from_a_stranger_concerns_nobody(texted: Desk) -> None:
    texts(texted, "Hello?", number=STRANGER)
    assert not inbound(texted)


def test_somebody_whom_we_never_texted_is_known_by_their_number(desk: Desk) -> None:
    desk.hear(maya(EventType.CANDIDATE_UPDATED, phone=AS_WRITTEN))
    texts(desk, "Any news?")
    assert [each.summary for each in inbound(desk)] == ["wrote: Any news?"]


def test_what_twilio_knows_as_stopped_is_stopped_here(desk: Desk) -> None:
    with TwilioDouble() as double:
        double.stopped.add(NUMBER)
        desk.parts = replace(desk.parts, texts=twilio_channel(double))
        desk.publish(sequence(TWICE), templates={**TEMPLATES, **WORDS})
        desk.hear(maya_is_rejected(phone=NUMBER, can_text=True))
        desk.run(days=10)
    assert desk.states()["nudge"] is SendState.REJECTED
    assert (why_stopped(desk), can_text(desk)) == (NO_TEXTS, False)
    assert heard(desk).count(EventType.CANDIDATE_OPTED_OUT) == 1
    assert desk.sent == ["two for Maya"], "the second step's mail, in place of a text"


def tell(desk: Desk, status: str, *, error: int | None = None) -> None:
    message = desk.texts[0]
    sent = Accepted(sid="SM1", form={"To": NUMBER})
    told = report_of(a_report(sent, status, error=error), at=MONDAY)
    assert told is not None
    taken = take_text_report(desk.parts, hook_token(message.message_id), told)
    assert taken is not None
    desk.wake(taken)


def fate(desk: Desk) -> MailFate | None:
    return desk.letters()["nudge"].fate


def test_reports_move_a_text_forward_in_whatever_order(texted: Desk) -> None:
    for status in ("sent", "delivered", "queued", "sent", "delivered"):
        tell(texted, status)
    assert fate(texted) is MailFate.DELIVERED


@pytest.mark.parametrize(("error", "stops"), [(30005, True), (30006, True), (30003, False), (30007, False)])
def test_a_number_that_is_no_telephone_gets_no_more_texts(texted: Desk, error: int, stops: bool) -> None:
    tell(texted, "undelivered", error=error)
    assert fate(texted) is MailFate.BOUNCED
    assert why_stopped(texted) == ("a text came back" if stops else None)
    texted.run(days=10)
    assert len(texted.texts) == (1 if stops else 2)


def test_a_report_of_a_stop_ends_texts(texted: Desk) -> None:
    tell(texted, "failed", error=21610)
    assert (fate(texted), why_stopped(texted)) == (MailFate.REJECTED, NO_TEXTS)
    texted.run(days=10)
    assert (len(texted.texts), texted.sent) == (1, ["two for Maya"])


def test_a_report_on_somebody_elses_text_is_left_alone(texted: Desk) -> None:
    told = report_of(a_report(Accepted(sid="SM9", form={"To": NUMBER}), "delivered"), at=MONDAY)
    assert told is not None
    assert take_text_report(texted.parts, "0a1b", told) is None
