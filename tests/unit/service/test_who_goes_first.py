"""Where a touch cap leaves room for fewer messages than wait for a person, on both databases."""

from datetime import timedelta

import pytest

from nurture.contracts import Command, Pause
from nurture.service.journeys import record_pause
from nurture.store import breakers
from tests.unit.service.desk import MAYAS, MONDAY, Desk, maya_is_rejected, sequence

CAP = {"touches": {"at_most": "1 per week"}}
WEEK = timedelta(days=7)


def campaign(
    name: str, mail: str, *, priority: str = "normal", after: str | None = None, hours: str = "any time"
) -> str:
    """A sequence of one mail, at once or after a wait."""
    send = f'{{from: recruiter, hours: "{hours}", holidays: none, priority: {priority}}}'
    wait = f"- {{id: pause, wait: {after}}}\n" if after else ""
    return sequence(f"{wait}- {{id: first, email: {mail}}}\n", name=name, send=send)


def subjects(desk: Desk) -> list[str]:
    return [subject.split()[0] for subject in desk.sent]


@pytest.mark.parametrize(
    ("campaigns", "order", "why"),
    [
        (
            (campaign("a-tips", "one", priority="low"), campaign("role", "two")),
            ["two", "one"],
            "both are due at once, and one has the higher priority",
        ),
        (
            (campaign("a-tips", "one"), campaign("role", "two", priority="high")),
            ["two", "one"],
            "whoever is looked at first does not matter",
        ),
        (
            (
                campaign("first", "one"),
                campaign("a-tips", "two", after="1 day"),
                campaign("role", "three", after="2 days", priority="high"),
            ),
            ["one", "three", "two"],
            "when there is room again, the priority goes before the time that they have waited",
        ),
        (
            (
                campaign("first", "one"),
                campaign("z-tips", "two", after="1 day"),
                campaign("a-role", "three", after="2 days"),
            ),
            ["one", "two", "three"],
            "of equals, who has waited longest",
        ),
    ],
    ids=lambda value: value if isinstance(value, str) else "",
)
def test_the_higher_priority_goes_first_and_then_who_has_waited_longest(
    desk: Desk, campaigns: tuple[str, ...], order: list[str], why: str
) -> None:
    desk.publish(*campaigns, company=CAP)
    desk.hear(maya_is_rejected())
    desk.run(days=30)
    assert subjects(desk) == order, why


def test_who_lets_another_one_go_first_says_so_and_then_waits_for_room(desk: Desk) -> None:
    desk.publish(campaign("a-tips", "one", priority="low"), campaign("role", "two"), company=CAP)
    desk.hear(maya_is_rejected())
    desk.run(days=0)
    said = [each.sentence for each in desk.why() if each.rule == "touch-cap"]
    assert said == [
        "role/first goes first (its priority is higher), and there is no room for both within 1 week; "
        "asks again Mon 2 Mar 09:01 UTC"
    ]
    desk.run(days=1)
    assert desk.standing(f"a-tips/application/{MAYAS}/1").next_at == MONDAY + WEEK


def test_where_there_is_room_for_all_nobody_waits(desk: Desk) -> None:
    desk.publish(
        campaign("a-tips", "one", priority="low"),
        campaign("role", "two", priority="high"),
        company={"touches": {"at_most": "2 per week"}},
    )
    desk.hear(maya_is_rejected())
    desk.run(days=0)
    assert sorted(subjects(desk)) == ["one", "two"]
    assert "touch-cap" not in desk.rules()


def test_room_is_kept_for_a_mail_that_waits_for_its_hours_once_it_had_to_wait(desk: Desk) -> None:
    desk.publish(
        campaign("first", "one"),
        campaign("role", "two", after="1 day", priority="high", hours="tue 10:00-11:00"),
        campaign("tips", "three", after="1 day"),
        company=CAP,
    )
    desk.hear(maya_is_rejected())
    desk.run(days=8.9)
    assert subjects(desk) == ["one", "two"]


SLOW_BESIDE = """\
- id: both
  together:
    tracks:
      mails:
        - {id: pause, wait: 1 day}
        - {id: slow, email: two, hours: "tue 10:00-11:00"}
      beside:
        - {id: meanwhile, wait: 171 hours}
        - {id: second, email: three}
"""


def test_it_keeps_its_turn_while_another_track_of_its_run_moves_first(desk: Desk) -> None:
    role = sequence(SLOW_BESIDE, name="role", send="{from: recruiter, hours: any time, holidays: none, priority: high}")
    desk.publish(campaign("first", "one"), role, campaign("tips", "three", after="1 day"), company=CAP)
    desk.hear(maya_is_rejected())
    desk.run(days=8.9)
    assert subjects(desk) == ["one", "two"]


def test_it_keeps_its_turn_before_that_of_a_track_beside_it(desk: Desk) -> None:
    earlier = SLOW_BESIDE.replace("171 hours", "2 days")
    desk.publish(campaign("first", "one"), sequence(earlier, name="role"), company=CAP)
    desk.hear(maya_is_rejected())
    desk.run(days=8.9)
    assert subjects(desk) == ["one", "two"]


def test_what_is_not_due_yet_keeps_nobody_waiting(desk: Desk) -> None:
    desk.publish(
        campaign("role", "one", after="1 hour", priority="high"), campaign("tips", "two", priority="low"), company=CAP
    )
    desk.hear(maya_is_rejected())
    desk.run(days=0)
    assert subjects(desk) == ["two"]


def test_nobody_waits_for_ever(desk: Desk) -> None:
    news = [campaign(f"news-{week}", "two", priority="high", after=f"{7 * week - 1} days") for week in range(1, 6)]
    desk.publish(campaign("first", "one"), campaign("tips", "three", priority="low", after="1 day"), *news, company=CAP)
    desk.hear(maya_is_rejected())
    desk.run(days=40)
    assert subjects(desk)[:4] == ["one", "two", "two", "three"]


def test_a_run_that_stands_still_is_not_waited_for(desk: Desk) -> None:
    desk.publish(campaign("a-tips", "one", priority="low"), campaign("role", "two"), company=CAP)
    desk.hear(maya_is_rejected())
    command = Command(by="kim", reason="a look")
    record_pause(desk.parts, Pause(enrollment_id=f"role/application/{MAYAS}/1", paused=True, command=command))
    desk.carriers[f"role/application/{MAYAS}/1"].is_paused = True
    desk.run(days=0)
    assert subjects(desk) == ["one"]


def test_what_a_stopped_mailbox_keeps_back_is_not_waited_for_though_it_has_not_asked_since(desk: Desk) -> None:
    slow = campaign("role", "two", after="1 day", priority="high", hours="tue 10:00-11:00")
    desk.publish(
        campaign("first", "one"),
        slow.replace("from: recruiter", "from: talent"),
        campaign("tips", "three", after="1 day"),
        company={**CAP, "breakers": {"bounces": "30%", "at_least": 3}},
    )
    desk.hear(maya_is_rejected())
    desk.run(days=2)
    with desk.parts.store.write() as conn:
        breakers.note(conn, "talent@acme.example", at=desk.clock.at, why="too many came back")
    desk.run(days=5.1)
    assert subjects(desk) == ["one", "three"]


def test_a_receipt_neither_waits_nor_is_waited_for(desk: Desk) -> None:
    receipt = sequence(
        "- {id: first, email: two}\n", name="receipt", purpose="decision", enroll="{on: application.rejected}"
    )
    desk.publish(campaign("a-tips", "one", priority="low"), receipt, company={"touches": {"at_most": "2 per week"}})
    desk.hear(maya_is_rejected())
    desk.run(days=0)
    assert sorted(subjects(desk)) == ["one", "two"]
