"""How many messages about openings one person gets, over all sequences, whatever else they hear from us."""

from datetime import timedelta

import pytest

from nurture.domain.events import EventType
from nurture.domain.intake import Happening, Intake, JobUpdate
from nurture.service.enrolling import ByHand, enroll_by_hand
from tests.unit.service.desk import MONDAY, Desk, sequence
from tests.unit.service.test_broadcasts import NOBODY_LEAVES, carry_out, told
from tests.unit.service.test_openings_told import ANNA, DIGESTS, TEMPLATES
from tests.unit.service.test_runs_about_jobs import somebody

CAP = {"touches": {"openings": "1 per week"}}
WORDS = {**TEMPLATES, "two": {"": "---\nsubject: News\n---\nWords.\n"}}
WORDS |= {"three": {"": "---\nsubject: \"{{ event.job.title | or('') }}!\"\n---\nWords.\n"}}


def invitation(name: str, *, priority: str = "normal", purpose: str = "nurture") -> str:
    """A sequence that news of a job begins."""
    return sequence(
        "- {id: invite, email: three}\n- {id: a-day, wait: 1 day}\n",
        name=name,
        purpose=purpose,
        enroll=f"{{on: job.opened, where: 'job.department == \"{name}\"', again: always}}",
        exit=NOBODY_LEAVES,
        send=f"{{from: recruiter, hours: any time, holidays: none, priority: {priority}}}",
        **{"for": "candidate"},
    )


NEWS = sequence(
    "- {id: news, email: two}\n- {id: a-day, wait: 1 day}\n", name="news", enroll="{on: manual}", **{"for": "candidate"}
)


def opens(desk: Desk, number: int, department: str) -> None:
    """A job opens, and who is to come in does."""
    name = f"greenhouse:{number}"
    desk.clock.at += timedelta(minutes=1)
    told_of = Intake(
        at=desk.clock.at,
        happenings=(Happening(type=EventType.JOB_OPENED, job_id=name),),
        jobs=(JobUpdate(id=name, fields={"title": department, "department": department}),),
    )
    for opened in told(desk, told_of).broadcasts:
        carry_out(desk, opened.broadcast_id)


def by_hand(desk: Desk, name: str) -> None:
    desk.start(enroll_by_hand(desk.parts, ByHand(sequence=name, candidate_id=ANNA, by="ops")).run)


@pytest.fixture
def anna(desk: Desk) -> Desk:
    """Anna, two departments that invite her, and one that writes of other things."""
    desk.publish(invitation("labs"), invitation("sales"), NEWS, DIGESTS, company=CAP, templates=WORDS)
    somebody(desk, 1)
    return desk


def test_invitations_of_several_sequences_count_together_and_the_others_wait(anna: Desk) -> None:
    opens(anna, 11, "labs")
    opens(anna, 12, "sales")
    anna.run(days=1)
    assert anna.sent == ["labs!"]
    [waits] = [each for each in anna.why(ANNA) if each.rule == "openings-cap"]
    assert waits.sentence.startswith("1 message about openings within 1 week; asks again Mon 9 Mar")
    anna.run(days=7)
    assert anna.sent == ["labs!", "sales!"]
    second = anna.letters(ANNA)["invite"]
    assert second.at - MONDAY >= timedelta(days=7)


def test_what_is_about_something_else_is_not_held_back_and_counts_nothing(anna: Desk) -> None:
    by_hand(anna, "news")
    anna.run(days=0.1)
    opens(anna, 11, "labs")
    anna.run(days=0.1)
    assert anna.sent == ["News", "labs!"]


def test_a_mail_that_tells_of_openings_counts_with_the_invitations(anna: Desk) -> None:
    opens(anna, 11, "labs")
    anna.run(days=0.1)
    opens(anna, 12, "Warehouse")
    by_hand(anna, "digests")
    anna.run(days=1)
    assert anna.sent == ["labs!"]
    anna.run(days=7)
    assert anna.sent == ["labs!", "Warehouse."]


def test_where_two_wait_the_higher_priority_has_the_next_place(desk: Desk) -> None:
    desk.publish(
        *(invitation(name) for name in ("labs", "sales")),
        invitation("urgent", priority="high"),
        company=CAP,
        templates=WORDS,
    )
    somebody(desk, 1)
    for number, name in enumerate(("labs", "sales", "urgent"), start=11):
        opens(desk, number, name)
        desk.run(days=0.5)
    desk.run(days=8)
    assert desk.sent == ["labs!", "urgent!"]
    desk.run(days=8)
    assert desk.sent == ["labs!", "urgent!", "sales!"]


def test_without_the_limit_both_leave_at_once(desk: Desk) -> None:
    desk.publish(
        invitation("labs"), invitation("sales"), company={"touches": {"at_most": "3 per week"}}, templates=WORDS
    )
    somebody(desk, 1)
    opens(desk, 11, "labs")
    opens(desk, 12, "sales")
    desk.run(days=1)
    assert desk.sent == ["labs!", "sales!"]


def test_it_holds_back_nurture_alone(desk: Desk) -> None:
    desk.publish(invitation("labs"), invitation("sales", purpose="internal"), company=CAP, templates=WORDS)
    somebody(desk, 1)
    opens(desk, 11, "labs")
    opens(desk, 12, "sales")
    desk.run(days=1)
    assert desk.sent == ["labs!", "sales!"]
