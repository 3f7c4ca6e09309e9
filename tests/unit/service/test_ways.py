"""Steps that lead along several ways, from the record to the mail."""

from datetime import timedelta

from nurture.domain.touchpoints import SendState
from nurture.store import contacts
from tests.unit.service.desk import MAYA, MAYAS, MONDAY, Desk, maya_is_rejected, sequence

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
