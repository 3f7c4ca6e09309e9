"""Who is told of a task that is overdue, in the sequence's own words, and where it makes sense."""

from datetime import UTC, datetime

from tests.unit.service.desk import KIM, Desk, maya_is_rejected, sequence

LADDER = """\
- id: call
  task: Call
  due: 1 day
  overdue: wait
  hand_over: true
  escalate:
    - {after: 1 day, template: one}
    - {after: 2 days, to: talent, template: two, if: application.status == "active"}
    - {after: 3 days, to: talent}
"""


def test_each_is_told_in_the_words_that_are_meant_for_them_and_only_if_it_is_so(desk: Desk) -> None:
    desk.publish(sequence(LADDER))
    desk.hear(maya_is_rejected())
    desk.run(until=datetime(2026, 3, 20, 9, tzinfo=UTC))
    assert [(mail.to.email, mail.subject) for mail in desk.post.asked] == [
        (KIM.email, "Task: Call"),
        (KIM.email, "one for Maya"),
        ("talent@acme.example", "Overdue: Call"),
    ]
