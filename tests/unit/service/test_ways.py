"""Steps that lead along several ways, from the record to the mail."""

from datetime import timedelta

from nurture.channels.outbox import Failure
from nurture.domain.touchpoints import SendState
from nurture.store import contacts
from tests.unit.service.desk import MAIL, MAYA, MAYAS, MONDAY, Desk, maya_is_rejected, sequence

RUN = f"warm/application/{MAYAS}/1"

SPLIT = sequence(
    """\
    - id: which
      split:
        a: {weight: 1, steps: [{id: in-a, email: one}]}
        b: {weight: 1, steps: [{id: in-b, email: two}]}
    """,
)


def test_it_is_on_record_which_arm_somebody_is_in_and_by_what(desk: Desk) -> None:
    desk.publish(SPLIT)
    desk.hear(maya_is_rejected())
    desk.run(days=1)
    [drawn] = [each for each in desk.why() if each.rule == "split"]
    arm = drawn.sentence.split()[3].rstrip(":")
    assert drawn.sentence == f"is in arm {arm}: drawn by a hash of the candidate, the sequence and the step"
    assert desk.sent == [{"a": "one for Maya", "b": "two for Maya"}[arm]]


REPEAT = sequence(
    """\
    - id: remind
      repeat:
        every: 24 hours
        times: 3
        steps: [{id: reminder, email: one, if: steps.remind.round != 2}]
    - {id: last, email: two}
    """,
)


def test_each_round_is_a_message_of_its_own_in_the_ledger(desk: Desk) -> None:
    desk.publish(REPEAT)
    desk.hear(maya_is_rejected())
    desk.run(days=5)
    assert desk.sent == ["one for Maya", "one for Maya", "two for Maya"]
    with desk.parts.store.read() as conn:
        rounds = [each for each in contacts.of_candidate(conn, MAYA) if each.step == "reminder"]
    assert sorted((each.visit, each.state, each.at - MONDAY) for each in rounds) == [
        (1, SendState.ACCEPTED, timedelta()),
        (2, SendState.SKIPPED, timedelta(days=1)),
        (3, SendState.ACCEPTED, timedelta(days=2)),
    ]
    assert desk.standing(RUN).outcome == "completed"


TOGETHER = sequence(
    """\
    - id: race
      together:
        until: any
        tracks:
          quick: [{id: pause, wait: 24 hours}, {id: first, email: one}]
          slow: [{id: late, email: two, hold: 3 days}]
    - {id: last, email: three}
    """,
)


def test_a_mail_of_a_track_that_lost_is_on_the_timeline_as_recalled(desk: Desk) -> None:
    desk.publish(TOGETHER)
    desk.hear(maya_is_rejected())
    desk.run(days=5)
    assert desk.sent == ["one for Maya", "three for Maya"]
    assert desk.states() == {
        "first": SendState.ACCEPTED,
        "last": SendState.ACCEPTED,
        "late": SendState.SKIPPED,
    }
    assert desk.letters()["late"].summary == "late was recalled"
    assert desk.standing(RUN).outcome == "completed"


def test_mails_of_two_tracks_that_are_due_at_once_leave_one_after_the_other(desk: Desk) -> None:
    desk.publish(TOGETHER.replace("until: any", "until: all").replace("hold: 3 days", "hold: 24 hours"))
    desk.hear(maya_is_rejected())
    desk.run(days=5)
    assert desk.sent == ["one for Maya", "two for Maya", "three for Maya"]


def test_a_mail_that_is_put_off_in_one_track_keeps_no_other_track_back(desk: Desk) -> None:
    desk.publish(TOGETHER.replace("until: any", "until: all").replace("hold: 3 days", "hold: 24 hours"))
    desk.hear(maya_is_rejected())
    desk.run(days=0.9)
    desk.post.failing[MAIL] = Failure.RELEASE
    desk.run(days=0.1)
    assert set(desk.states().values()) == {SendState.RELEASED}
    del desk.post.failing[MAIL]
    desk.run(days=1)
    assert sorted(desk.states()) == ["first", "last", "late"]
    assert set(desk.states().values()) == {SendState.ACCEPTED}
