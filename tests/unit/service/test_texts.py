"""Text messages: only with consent, only by day, and a mail in their place for everybody else."""

from datetime import timedelta

import pytest

from nurture.channels.outbox import Failure
from nurture.contracts import SEND_EMAIL, SEND_TEXT
from nurture.domain.events import EventType
from nurture.domain.touchpoints import ChannelKind, SendState
from nurture.messages.identity import read_unsubscribe_token
from nurture.service.calling import LOST
from nurture.service.opt_outs import record_opt_out
from nurture.store import ledger
from nurture.values import replace
from tests.unit.service.desk import KIM, MONDAY, TEMPLATES, Desk, maya, maya_is_rejected, sequence

NUMBER = "+491701234567"
RUN = "warm/application/greenhouse:6931/1"
WORDS = {"one.sms": {"": "Hi {{ candidate.first_name | or('there') }}, Acme here.\n", "de": "Acme hier.\n"}}
TEXT = "- {id: nudge, sms: one}\n"
EITHER = "- {id: nudge, sms: one, otherwise: two}\n"
ONBOARDING = {"purpose": "application", "exit": "[{on: candidate.replied, as: replied}]"}


def publish(desk: Desk, steps: str = TEXT, **changes: object) -> None:
    company = {key: changes.pop(key) for key in ("quiet_hours", "touches", "zone", "sender_fallback") if key in changes}
    desk.publish(
        sequence(steps, **{key: str(value) for key, value in changes.items()}),
        company=company,
        templates={**TEMPLATES, **WORDS},
    )


def test_a_text_goes_to_the_telephone_of_whoever_agreed(desk: Desk) -> None:
    publish(desk)
    desk.hear(maya_is_rejected(phone="+49 170 123-4567", can_text=True))
    assert desk.carriers[RUN].move.action == SEND_TEXT
    desk.run(days=1)
    [text] = desk.texts
    assert (text.channel, text.to.phone, text.subject, text.html) == (ChannelKind.SMS, NUMBER, "", "")
    assert text.text.startswith("Hi Maya, Acme here.\nNo more texts: ")
    touchpoint = desk.letters()["nudge"]
    assert (touchpoint.channel, touchpoint.state) == (ChannelKind.SMS, SendState.ACCEPTED)
    assert touchpoint.summary.startswith("Hi Maya")


def test_a_text_waits_for_nobody_to_sign_it(desk: Desk) -> None:
    publish(desk, sender_fallback=[])
    away = replace(KIM, away_from=MONDAY.date(), away_until=MONDAY.date() + timedelta(days=7))
    desk.hear(maya_is_rejected(phone=NUMBER, can_text=True, team={"recruiter": away}))
    desk.run(days=1)
    assert len(desk.texts) == 1


@pytest.mark.parametrize("option", ["once: true", "unless_sent: first"])
def test_a_text_is_left_out_where_it_or_another_message_has_left(desk: Desk, option: str) -> None:
    repeated = f"- {{id: nudge, sms: one, {option}}}"
    if option == "once: true":
        steps = f"- {{id: twice, repeat: {{every: 1 week, times: 2, steps: [{repeated[2:]}]}}}}\n"
    else:
        steps = f"- {{id: first, sms: one}}\n- {{id: pause, wait: 2 days}}\n{repeated}\n"
    publish(desk, steps)
    desk.hear(maya_is_rejected(phone=NUMBER, can_text=True))
    desk.run(days=20)
    assert len(desk.texts) == 1
    assert {"once", "sent-instead"} & set(desk.rules())


def test_the_texts_of_many_are_spread_over_the_time_that_the_step_names(desk: Desk) -> None:
    publish(desk, "- {id: nudge, sms: one, spread: 3 hours}\n")
    desk.hear(maya_is_rejected(phone=NUMBER, can_text=True))
    desk.run(days=1)
    waited = desk.letters()["nudge"].at - MONDAY
    assert timedelta(0) < waited < timedelta(hours=3)


def test_a_text_is_a_contact_and_a_touch(desk: Desk) -> None:
    publish(desk, TEXT + "- {id: soon, wait: 1 day}\n- {id: mail, email: one}\n", touches={"at_most": "1 per week"})
    desk.hear(maya_is_rejected(phone=NUMBER, can_text=True))
    desk.run(days=3)
    assert desk.rules().count("touch-cap") == 1
    desk.run(days=6)
    assert desk.sent == ["one for Maya"]


@pytest.mark.parametrize(
    ("known", "rule"),
    [
        ({"phone": NUMBER}, "can-text"),
        ({"phone": NUMBER, "can_text": False}, "can-text"),
        ({"can_text": True}, "no-address"),
        ({"phone": "(555) 123-4567", "can_text": True}, "no-address"),  # of which country?
        ({"phone": NUMBER, "can_text": True, "do_not_contact": True}, "do-not-contact"),
        ({"phone": NUMBER, "can_text": True, "is_private": True}, "private"),
    ],
)
def test_nobody_gets_a_text_without_consent_and_number(desk: Desk, known: dict[str, object], rule: str) -> None:
    publish(desk)
    desk.hear(maya_is_rejected(**known))
    desk.run(days=1)
    assert not desk.texts
    assert not desk.sent
    assert rule in desk.rules()
    assert desk.letters()["nudge"].channel is ChannelKind.SMS


@pytest.mark.parametrize("known", [{}, {"phone": NUMBER}, {"phone": "12345", "can_text": True}])
def test_whoever_takes_no_texts_gets_the_mail_in_its_place(desk: Desk, known: dict[str, object]) -> None:
    publish(desk, EITHER)
    desk.hear(maya_is_rejected(**known))
    assert desk.carriers[RUN].move.action == SEND_EMAIL
    desk.run(days=1)
    assert (desk.sent, desk.texts) == (["two for Maya"], [])
    assert desk.letters()["nudge"].channel is ChannelKind.EMAIL


@pytest.mark.parametrize(("hours", "leaves"), [("", "Mon 09:00"), (", hours: every day 09:00-20:00", "Sun 17:00")])
def test_the_mail_in_place_of_a_text_leaves_in_the_hours_of_its_step(desk: Desk, hours: str, leaves: str) -> None:
    steps = f"- {{id: until, wait: 'until sun 17:00'}}\n- {{id: nudge, sms: one, otherwise: two{hours}}}\n"
    publish(desk, steps, send="{from: recruiter, hours: mon-fri 09:00-17:00, holidays: none}")
    desk.hear(maya_is_rejected(zone="UTC"))
    desk.run(days=9)
    assert f"{desk.letters()['nudge'].at:%a %H:%M}" == leaves


def test_consent_that_is_taken_back_before_it_leaves_makes_it_a_mail(desk: Desk) -> None:
    publish(desk, "- {id: soon, wait: 1 day}\n" + EITHER)
    desk.hear(maya_is_rejected(phone=NUMBER, can_text=True))
    desk.run(days=0.5)
    desk.hear(maya(EventType.CANDIDATE_UPDATED, can_text=False), pokes=False)
    desk.run(days=1)
    assert (desk.sent, desk.texts) == (["two for Maya"], [])


def test_a_text_that_never_left_gives_way_to_the_mail_once_consent_is_gone(desk: Desk) -> None:
    publish(desk, EITHER)
    desk.text_post.failing[NUMBER] = Failure.RELEASE
    desk.hear(maya_is_rejected(phone=NUMBER, can_text=True))
    desk.run(until=MONDAY + timedelta(minutes=1))
    assert desk.states()["nudge"] is SendState.RELEASED
    desk.hear(maya(EventType.CANDIDATE_UPDATED, can_text=False))
    desk.run(days=1)
    touchpoint = desk.letters()["nudge"]
    assert (desk.sent, touchpoint.channel, touchpoint.state) == (
        ["two for Maya"],
        ChannelKind.EMAIL,
        SendState.ACCEPTED,
    )


def test_a_text_that_may_have_left_is_not_sent_again(desk: Desk) -> None:
    publish(desk)
    desk.hear(maya_is_rejected(phone=NUMBER, can_text=True))
    text = desk.carriers[RUN].move
    desk.text_post.failing[NUMBER] = Failure.UNKNOWN
    desk.run(days=1)
    desk.carriers[RUN].act(text)
    assert len(desk.texts) == 1
    assert desk.states()["nudge"] is SendState.UNKNOWN
    with desk.parts.store.read() as conn:
        [unknown] = ledger.unknowns(conn)
    assert unknown.detail != LOST


@pytest.mark.parametrize(
    ("country", "hours", "leaves"),
    [
        (None, None, "Mon 20:30"),  # quiet everywhere from 22:00 on
        ("FR", None, "Tue 08:30"),
        ("FR", "every day 10:00-18:00", "Tue 10:00"),
        ("US", None, "Mon 20:30"),
    ],
)
def test_quiet_hours_are_those_of_the_readers_country(
    desk: Desk, country: str | None, hours: str | None, leaves: str
) -> None:
    quiet = {"everywhere": "22:00-08:00", "FR": "20:00-08:30, sun"}
    step = f"- {{id: nudge, sms: one{f', hours: {hours}' if hours else ''}}}\n"
    publish(desk, "- {id: evening, wait: 'until 20:30'}\n" + step, quiet_hours=quiet)
    desk.hear(maya_is_rejected(phone=NUMBER, can_text=True, country=country, zone="UTC"))
    desk.run(days=2)
    assert f"{desk.letters()['nudge'].at:%a %H:%M}" == leaves


def test_without_quiet_hours_texts_leave_by_day(desk: Desk) -> None:
    publish(desk, "- {id: evening, wait: 'until 20:30'}\n" + TEXT)
    desk.hear(maya_is_rejected(phone=NUMBER, can_text=True))
    desk.run(days=2)
    assert f"{desk.letters()['nudge'].at:%a %H:%M}" == "Tue 09:00"


def test_hours_that_never_meet_the_open_ones_hold_the_run(desk: Desk) -> None:
    step = "- {id: nudge, sms: one, hours: 'sun 09:00-12:00'}\n"
    publish(desk, step, quiet_hours={"FR": "20:00-08:00, sun"})
    desk.hear(maya_is_rejected(phone=NUMBER, can_text=True, country="FR"))
    assert "can never leave" in (desk.standing(RUN).held_reason or "")


def test_the_way_out_of_a_nurture_text_ends_them(desk: Desk) -> None:
    publish(desk, TEXT + "- {id: pause, wait: 1 day}\n- {id: again, sms: one}\n")
    desk.hear(maya_is_rejected(phone=NUMBER, can_text=True))
    desk.run(days=0.5)
    token = desk.texts[0].text.rsplit("/", 1)[-1]
    wish = read_unsubscribe_token(token, secret=desk.parts.secret)
    assert wish is not None
    record_opt_out(desk.parts, wish)
    desk.run(days=3)
    assert len(desk.texts) == 1
    assert "suppressed" in desk.rules()


def test_a_text_about_an_application_has_no_way_out_and_is_in_the_readers_language(desk: Desk) -> None:
    publish(desk, TEXT, **ONBOARDING)
    desk.hear(maya(EventType.APPLICATION_CREATED, phone=NUMBER, can_text=True, language="de"))
    desk.run(days=1)
    assert [text.text for text in desk.texts] == ["Acme hier."]


def test_a_text_that_waits_for_its_hours_is_recalled_when_the_run_ends(desk: Desk) -> None:
    publish(desk, "- {id: nudge, sms: one, hours: 'every day 10:00-18:00'}\n")
    desk.hear(maya_is_rejected(phone=NUMBER, can_text=True))
    desk.run(until=MONDAY + timedelta(minutes=30))
    desk.hear(maya(EventType.APPLICATION_UNREJECTED))
    desk.run(days=2)
    touchpoint = desk.letters()["nudge"]
    assert (touchpoint.channel, touchpoint.state, desk.texts) == (ChannelKind.SMS, SendState.SKIPPED, [])
    assert touchpoint.summary == "nudge was recalled"
