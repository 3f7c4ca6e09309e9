"""What stops a message, or makes it wait, is on the ledger and in the decisions, and the journey goes on."""

from datetime import UTC, datetime, timedelta

import pytest

from nurture.channels import AllowedOnly, AllowList
from nurture.channels.outbox import Failure
from nurture.domain.events import EventType
from nurture.domain.intake import Intake
from nurture.domain.records import ApplicationStatus
from nurture.domain.touchpoints import SendState
from nurture.language.sequence import Purpose
from nurture.messages.identity import OptOut
from nurture.service.lives import life_of
from nurture.service.opt_outs import record_pause
from nurture.service.replies import record_reply
from nurture.store import frozen, suppressions
from nurture.store.words import EnrollmentStatus
from nurture.values import replace
from tests.unit.service.desk import KIM, MAIL, MAYA, MAYAS, MONDAY, TEMPLATES, Desk, maya, maya_is_rejected, sequence

RUN = f"warm/application/{MAYAS}/1"
THEN_ANOTHER = sequence("- {id: first, email: one}\n- {id: second, email: two, to: recruiter}\n", exit="[]")


@pytest.mark.parametrize(
    ("told", "rule"),
    [
        (maya(EventType.CANDIDATE_UPDATED, can_email=False), "can-email"),
        (maya(EventType.CANDIDATE_UPDATED, is_private=True), "private"),
        (maya(EventType.CANDIDATE_UPDATED, do_not_contact=True), "do-not-contact"),
        (maya(EventType.CANDIDATE_UPDATED, email=None), "no-address"),
        (maya(EventType.APPLICATION_HIRED, status=ApplicationStatus.HIRED), "application-status"),
    ],
    ids=lambda value: value if isinstance(value, str) else "",
)
def test_what_came_up_after_planning_holds_the_mail_back_and_says_so(desk: Desk, told: Intake, rule: str) -> None:
    desk.publish(THEN_ANOTHER)
    desk.hear(maya_is_rejected())
    desk.hear(told, pokes=False)
    desk.run(days=1)
    assert [message.to.email for message in desk.post.asked] == [KIM.email]
    assert desk.states() == {"first": SendState.SKIPPED, "second": SendState.ACCEPTED}
    assert rule in desk.rules()
    assert desk.letters()["first"].detail
    assert desk.standing(RUN).outcome == "completed"


def test_an_opt_out_between_planning_and_sending_counts(desk: Desk) -> None:
    desk.publish(THEN_ANOTHER)
    desk.hear(maya_is_rejected())
    with desk.parts.store.write() as conn:
        hashed = desk.parts.address_hash(MAIL.upper())
        suppressions.add(conn, hashed, scope="nurture", reason="asked for no more mail", source="link", at=MONDAY)
    desk.run(days=1)
    assert desk.states()["first"] is SendState.SKIPPED
    assert "suppressed" in desk.rules()


def test_mail_waits_out_a_pause_and_leaves_after_it(desk: Desk) -> None:
    desk.publish(THEN_ANOTHER)
    desk.hear(maya_is_rejected())
    desk.wake(
        record_pause(desk.parts, OptOut(purpose=Purpose.NURTURE, address_hash=desk.parts.address_hash(MAIL)), months=1)
    )
    desk.run(days=20)
    assert "paused" in desk.rules()
    assert desk.post.asked == []
    desk.run(days=20)
    assert [message.to.email for message in desk.post.asked] == [MAIL, KIM.email]


def test_what_test_mode_keeps_back_counts_as_sent_and_the_timeline_says_so(desk: Desk) -> None:
    allowed = AllowList.of((KIM.email,))
    desk.parts = replace(desk.parts, channel=AllowedOnly(channel=desk.post, allowed=allowed))
    desk.publish(THEN_ANOTHER)
    desk.hear(maya_is_rejected())
    desk.run(days=1)
    assert [message.to.email for message in desk.post.asked] == [KIM.email]
    assert desk.states() == {"first": SendState.ACCEPTED, "second": SendState.ACCEPTED}
    assert desk.standing(RUN).outcome == "completed"
    with desk.parts.store.read() as conn:
        life = life_of(conn, MAYA, company_zone="UTC")
    assert [each.state for each in life.entries if each.enrollment == RUN and each.state] == ["kept back", "accepted"]


def test_an_exit_that_is_committed_between_planning_and_claiming_ends_it(desk: Desk) -> None:
    desk.publish(sequence("- {id: first, email: one}\n"))
    desk.hear(maya_is_rejected())
    desk.hear(maya(EventType.CANDIDATE_REPLIED), pokes=False)
    desk.carriers[RUN].act()
    assert desk.sent == []
    assert desk.standing(RUN).outcome == "replied"


def test_a_reply_stops_nurture_mail_even_where_no_exit_names_it(desk: Desk) -> None:
    desk.publish(THEN_ANOTHER)
    desk.hear(maya_is_rejected())
    record_reply(desk.parts, MAYA, at=MONDAY)
    desk.run(days=1)
    assert desk.states()["first"] is SendState.SKIPPED
    assert "replied" in desk.rules()


def test_touches_of_all_sequences_count_together(desk: Desk) -> None:
    desk.publish(
        sequence("- {id: first, email: one}\n"),
        sequence("- {id: other, email: two}\n", name="another"),
        company={"touches": {"at_most": "1 per week"}},
    )
    desk.hear(maya_is_rejected())
    desk.run(days=6.9)
    assert len(desk.sent) == 1
    assert "touch-cap" in desk.rules()
    desk.run(days=0.2)
    assert len(desk.sent) == 2


def test_news_does_not_ask_the_touch_cap_again_before_its_time(desk: Desk) -> None:
    desk.publish(
        sequence("- {id: first, email: one}\n- {id: second, email: two}\n"),
        company={"touches": {"at_most": "1 per week"}},
    )
    desk.hear(maya_is_rejected())
    desk.run(days=1)
    waits_until = desk.standing(RUN).next_at
    desk.hear(maya(EventType.CANDIDATE_UPDATED, at=desk.clock.at, title="Engineer"))
    desk.run(days=1)
    assert desk.standing(RUN).next_at == waits_until == MONDAY + timedelta(days=7)
    assert desk.rules().count("touch-cap") == 1


def test_a_mail_that_is_held_is_recalled_when_the_decision_is_taken_back(desk: Desk) -> None:
    desk.publish(sequence("- {id: first, email: one, hold: 1 day}\n"))
    desk.hear(maya_is_rejected())
    desk.run(days=0.5)
    desk.hear(maya(EventType.APPLICATION_UNREJECTED, at=desk.clock.at, status=ApplicationStatus.ACTIVE))
    desk.run(days=5)
    assert desk.sent == []
    assert desk.standing(RUN).outcome == "back"
    assert desk.letters()["first"].summary == "first was recalled"
    assert "recalled" in desk.rules()


def test_the_recruiter_who_left_is_replaced_along_the_fallbacks(desk: Desk) -> None:
    desk.publish(sequence("- {id: first, email: one}\n"))
    desk.hear(maya_is_rejected(team={"recruiter": None}))
    desk.run(days=1)
    assert [message.sender.email for message in desk.post.asked] == ["talent@acme.example"]


def test_with_nobody_to_send_from_it_is_held_until_somebody_is_there(desk: Desk) -> None:
    desk.publish(sequence("- {id: first, email: one}\n"), company={"senders": {}, "sender_fallback": []})
    desk.hear(maya_is_rejected(team={"recruiter": None}))
    desk.run(days=1)
    standing = desk.standing(RUN)
    assert standing.status is EnrollmentStatus.HELD
    assert "nobody to send first from" in (standing.held_reason or "")
    desk.hear(maya(EventType.CANDIDATE_UPDATED, at=desk.clock.at, team={"recruiter": KIM}))
    desk.run(days=1)
    assert [message.sender.email for message in desk.post.asked] == [KIM.email]
    assert desk.standing(RUN).outcome == "completed"


def test_a_mail_that_would_not_leave_anyway_needs_nobody_to_send_it(desk: Desk) -> None:
    desk.publish(sequence("- {id: first, email: one}\n"), company={"senders": {}, "sender_fallback": []})
    desk.hear(maya_is_rejected(team={"recruiter": None}, can_email=False))
    desk.run(days=1)
    assert desk.standing(RUN).outcome == "completed"


def test_a_template_that_fails_holds_the_journey_and_drops_nothing(desk: Desk) -> None:
    broken = {**TEMPLATES, "one": {"": "---\nsubject: Hi\n---\n\nHi {{ candidate.last_name }}\n"}}
    desk.publish(sequence("- {id: first, email: one}\n"), templates=broken)
    desk.hear(maya_is_rejected())
    desk.run(days=1)
    assert desk.standing(RUN).status is EnrollmentStatus.HELD
    assert desk.states() == {}
    desk.hear(maya(EventType.CANDIDATE_UPDATED, at=desk.clock.at, last_name="Lindqvist"))
    desk.run(days=1)
    assert desk.states() == {"first": SendState.ACCEPTED}


LANGUAGES = {"one": {"": "---\nsubject: Hello\n---\n\nHello\n", "pt": "---\nsubject: Ola\n---\n\nOla\n"}}


@pytest.mark.parametrize(
    ("language", "subject"), [("pt-BR", "Ola"), ("pt", "Ola"), ("fr", "Hello"), (None, "Hello"), ("en-GB", "Hello")]
)
def test_a_mail_is_written_in_their_language_or_else_in_ours(desk: Desk, language: str | None, subject: str) -> None:
    desk.publish(sequence("- {id: first, email: one}\n"), templates=LANGUAGES)
    desk.hear(maya_is_rejected(language=language))
    desk.run(days=1)
    assert desk.sent == [subject]


def test_candidates_are_mailed_by_their_clock_and_recruiters_by_ours(desk: Desk) -> None:
    in_hours = "{from: recruiter, hours: every day 09:00-17:00, holidays: none}"
    steps = "- {id: first, email: one}\n- {id: second, email: two, to: recruiter}\n"
    desk.publish(sequence(steps, send=in_hours), company={"zone": "Europe/Berlin"})
    desk.hear(maya_is_rejected(zone="Asia/Tokyo"))
    desk.run(days=3)
    letters = desk.letters()
    assert letters["first"].at == datetime(2026, 3, 3, 0, 0, tzinfo=UTC)
    assert letters["second"].at == datetime(2026, 3, 3, 8, 0, tzinfo=UTC)


def test_a_mail_that_waits_is_not_sent_to_somebody_who_was_erased(desk: Desk) -> None:
    desk.publish(sequence("- {id: first, email: one}\n", exit="[]"))
    desk.hear(maya_is_rejected())
    desk.post.failing[MAIL] = Failure.RELEASE
    desk.run(until=MONDAY)
    desk.post.failing.clear()
    desk.hear(replace(maya(EventType.CANDIDATE_ANONYMIZED), erased=(MAYA,)), pokes=False)
    desk.run(days=1)
    assert len(desk.sent) == 1
    assert desk.standing(RUN).outcome == "erased"
    assert desk.states() == {"first": SendState.SKIPPED}
    with desk.parts.store.read() as conn:
        assert frozen.message_of(conn, f"{RUN}#first#1") is None


def test_an_application_that_was_deleted_ends_its_journey_before_the_mail(desk: Desk) -> None:
    desk.publish(sequence("- {id: first, email: one}\n", exit="[]"))
    desk.hear(maya_is_rejected())
    desk.hear(replace(maya(EventType.APPLICATION_DELETED), deleted_applications=(MAYAS,)), pokes=False)
    desk.run(days=1)
    assert desk.sent == []
    assert desk.standing(RUN).outcome == "deleted"
