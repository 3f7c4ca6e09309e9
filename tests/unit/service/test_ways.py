"""Steps that lead along several ways, from the record to the mail."""

from tests.unit.service.desk import MAYAS, Desk, maya_is_rejected, sequence

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
