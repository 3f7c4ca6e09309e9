"""Mails that look at what was sent before: threads, and time between mails; and at dates."""

from datetime import UTC, date, datetime, timedelta

import pytest

from nurture.channels.outbox import Failure
from nurture.domain.events import EventType
from nurture.domain.intake import Intake
from nurture.domain.records import ApplicationStatus
from nurture.domain.touchpoints import ChannelKind, Direction, SendState, Touchpoint
from nurture.store import contacts
from tests.unit.service.desk import KIM, MAIL, MAYA, MONDAY, Desk, maya, maya_is_rejected, sequence

THREAD = sequence(
    """\
    - {id: first, email: one}
    - {id: four-days, wait: 4 days}
    - {id: second, email: two, reply_to_step: first}
    - {id: a-week, wait: 1 week}
    - {id: third, email: three, reply_to_step: second}
    """
)
SPACED = """\
- {id: soon, wait: 2 days}
- {id: again, email: three, unless_sent_within: 7 days}
"""


def test_a_mail_that_answers_an_earlier_one_joins_its_thread(desk: Desk) -> None:
    desk.publish(THREAD)
    desk.hear(maya_is_rejected())
    desk.run(days=30)
    first, second, third = desk.post.asked
    assert desk.sent == ["one for Maya", "Re: one for Maya", "Re: one for Maya"]
    assert second.headers["In-Reply-To"] == first.message_id
    assert third.headers["In-Reply-To"] == second.message_id
    assert third.headers["References"] == f"{first.message_id} {second.message_id}"
    assert "References" not in first.headers


@pytest.mark.parametrize("failure", [Failure.REJECT, Failure.UNKNOWN])
def test_a_mail_whose_thread_never_began_does_not_leave(desk: Desk, failure: Failure) -> None:
    desk.publish(THREAD)
    desk.hear(maya_is_rejected())
    desk.post.failing[MAIL] = failure
    desk.run(days=1)
    desk.post.failing.clear()
    desk.run(days=30)
    assert desk.sent == ["one for Maya"]
    assert desk.states()["second"] is desk.states()["third"] is SendState.SKIPPED
    assert "first did not leave" in (desk.letters()["second"].detail or "")
    assert desk.rules().count("no-thread") == 2


def test_a_mail_of_another_sequence_keeps_the_next_one_away(desk: Desk) -> None:
    desk.publish(sequence("- {id: hello, email: one}", name="other"), sequence(SPACED))
    desk.hear(maya_is_rejected())
    desk.run(days=10)
    assert desk.sent == ["one for Maya"]
    assert desk.states()["again"] is SendState.SKIPPED
    assert "sent-within" in desk.rules()


def test_once_the_time_has_gone_by_the_mail_leaves(desk: Desk) -> None:
    later = SPACED.replace("2 days", "7 days")
    desk.publish(sequence("- {id: hello, email: one}", name="other"), sequence(later))
    desk.hear(maya_is_rejected())
    desk.run(days=10)
    assert desk.sent == ["one for Maya", "three for Maya"]


@pytest.mark.parametrize(("channel", "leaves"), [(ChannelKind.EMAIL, False), (ChannelKind.CALL, True)])
def test_a_mail_that_a_person_of_ours_wrote_counts_too(desk: Desk, channel: ChannelKind, leaves: bool) -> None:
    desk.publish(sequence(SPACED))
    desk.hear(maya_is_rejected())
    with desk.parts.store.write() as conn:
        contacts.record(
            conn,
            Touchpoint(
                id="by-hand",
                candidate_id=MAYA,
                channel=channel,
                direction=Direction.OUTBOUND,
                at=MONDAY + timedelta(days=1),
                summary="a word",
            ),
        )
    desk.run(days=10)
    assert bool(desk.sent) is leaves


def test_a_mail_that_never_left_keeps_nothing_away(desk: Desk) -> None:
    desk.publish(sequence("- {id: hello, email: one}", name="other"), sequence(SPACED))
    desk.hear(maya_is_rejected())
    desk.post.failing[MAIL] = Failure.REJECT
    desk.run(days=1)
    desk.post.failing.clear()
    desk.run(days=10)
    assert desk.sent == ["one for Maya", "three for Maya"]


def hired(start: date | None) -> Intake:
    """Maya is hired, and begins that day."""
    return maya(
        EventType.APPLICATION_HIRED,
        status=ApplicationStatus.HIRED,
        start_date=start,
        email=MAIL,
        first_name="Maya",
        team={"recruiter": KIM},
    )


@pytest.mark.parametrize(
    ("lead", "start", "leaves"),
    [
        ("2 days of hire.start_date", date(2026, 3, 10), True),
        ("2 days of hire.start_date", date(2026, 3, 5), False),
        ("2 days of hire.start_date", None, True),
        ("4 days of hire.start_date on entry", date(2026, 3, 6), False),
        ("4 days of hire.start_date on entry", date(2026, 3, 7), True),
    ],
)
def test_a_mail_keeps_its_distance_from_a_date(desk: Desk, lead: str, start: date | None, leaves: bool) -> None:
    steps = f"""\
    - {{id: a-while, wait: 2 days}}
    - {{id: hello, email: one, unless_within: {lead}}}
    """
    changes = {"enroll": "{on: application.hired}", "for": "hire"}
    desk.publish(sequence(steps, purpose="onboarding", **changes))
    desk.hear(hired(start))
    desk.run(days=10)
    assert desk.sent == (["one for Maya"] if leaves else [])
    assert ("too-near" in desk.rules()) is not leaves


def test_a_moment_that_is_too_near_is_told_on_the_readers_clock(desk: Desk) -> None:
    desk.publish(sequence("- {id: hello, email: one, unless_within: 2 days of candidate.created_at}"))
    created = datetime(2026, 3, 3, 13, tzinfo=UTC)
    known = {"email": MAIL, "zone": "Europe/Berlin", "created_at": created}
    desk.hear(maya(EventType.APPLICATION_REJECTED, status=ApplicationStatus.REJECTED, **known))
    desk.run(days=1)
    (near,) = (each for each in desk.why() if each.rule == "too-near")
    assert near.sentence.endswith("of candidate.created_at, which is Tue 3 Mar 14:00 Europe/Berlin")
