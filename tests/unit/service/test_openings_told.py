"""Mails that tell of open jobs: of each once, and of none that is not new to the person."""

from datetime import timedelta

from nurture.domain.events import EventType
from nurture.domain.intake import CandidateUpdate, Happening, Intake, JobUpdate
from nurture.errors import Rejected
from nurture.service.enrolling import ByHand, enroll_by_hand
from tests.unit.service.desk import Desk, sequence
from tests.unit.service.test_broadcasts import told
from tests.unit.service.test_runs_about_jobs import applies, somebody

TEMPLATES = {"one": {"": '---\nsubject: "{% for each in openings %}{{ each.title }}.{% endfor %}"\n---\nWords.\n'}}
DIGESTS = sequence(
    """\
- id: weekly
  repeat:
    times: 3
    steps:
      - {id: digest, email: one, openings: job.department in candidate.tags}
      - {id: a-week, wait: 1 week}
""",
    name="digests",
    enroll="{on: manual, again: always}",
    **{"for": "candidate"},
)
ANNA = "greenhouse:1"


def posts(desk: Desk, number: int, title: str, *, department: str = "Warehouse", is_open: bool = True) -> None:
    name = f"greenhouse:{number}"
    what = EventType.JOB_OPENED if is_open else EventType.JOB_CLOSED
    desk.clock.at += timedelta(minutes=1)
    job = JobUpdate(id=name, fields={"title": title, "department": department})
    told(desk, Intake(at=desk.clock.at, happenings=(Happening(type=what, job_id=name),), jobs=(job,)))


def comes_in(desk: Desk) -> None:
    asked = ByHand(sequence="digests", candidate_id=ANNA, by="ops")
    desk.start(enroll_by_hand(desk.parts, asked).run)


def prepared(desk: Desk) -> Desk:
    desk.publish(DIGESTS, templates=TEMPLATES)
    somebody(desk, 1)
    return desk


def test_a_mail_tells_of_what_fits_and_the_next_one_of_what_is_new(desk: Desk) -> None:
    prepared(desk)
    posts(desk, 11, "Picker")
    posts(desk, 12, "Cook", department="Kitchen")
    comes_in(desk)
    desk.run(days=1)
    posts(desk, 13, "Packer")
    posts(desk, 14, "Driver")
    posts(desk, 14, "Driver", is_open=False)
    desk.run(days=7)
    assert desk.sent == ["Picker.", "Packer."]


def test_where_nothing_is_new_no_mail_leaves_and_the_timeline_says_so(desk: Desk) -> None:
    prepared(desk)
    posts(desk, 11, "Picker")
    comes_in(desk)
    desk.run(days=1)
    posts(desk, 11, "Order Picker")  # edited
    desk.run(days=7)
    assert desk.sent == ["Picker."]
    assert "nothing-new" in desk.rules(ANNA)


def test_a_job_that_is_closed_and_posted_anew_is_told_of_once(desk: Desk) -> None:
    prepared(desk)
    posts(desk, 11, "Picker")
    comes_in(desk)
    desk.run(days=1)
    posts(desk, 11, "Picker", is_open=False)
    posts(desk, 21, "Picker")
    desk.run(days=7)
    assert desk.sent == ["Picker."]


def test_of_two_that_read_the_same_the_newer_is_told_of(desk: Desk) -> None:
    prepared(desk)
    posts(desk, 11, "Picker")
    posts(desk, 12, "Picker")
    comes_in(desk)
    desk.run(days=1)
    assert desk.sent == ["Picker."]


def test_a_second_run_knows_what_the_first_one_told_of(desk: Desk) -> None:
    prepared(desk)
    posts(desk, 11, "Picker")
    comes_in(desk)
    desk.run(days=30)
    posts(desk, 12, "Packer")
    comes_in(desk)
    desk.run(days=1)
    assert desk.sent == ["Picker.", "Packer."]


def test_what_they_have_applied_for_is_no_news_under_whatever_number(desk: Desk) -> None:
    prepared(desk)
    posts(desk, 11, "Picker")
    posts(desk, 13, "Packer")
    applies(desk, 1, job_id="greenhouse:11")
    posts(desk, 11, "Picker", is_open=False)
    posts(desk, 21, "Picker")
    comes_in(desk)
    desk.run(days=1)
    assert desk.sent == ["Packer."]


def test_a_mail_that_never_left_has_told_of_nothing(desk: Desk) -> None:
    prepared(desk)
    posts(desk, 11, "Picker")

    def refuse() -> None:
        raise Rejected("no such mailbox")

    desk.post.during = refuse
    comes_in(desk)
    desk.run(days=1)
    desk.run(days=7)
    assert desk.sent == ["Picker.", "Picker."], "the first was refused"
    desk.run(days=7)
    assert len(desk.sent) == 2


RANKED = DIGESTS.replace(
    "openings: job.department in candidate.tags",
    "openings: job.department in candidate.tags, rank: candidate.skills | also_in(job.skills) | length, best: 2",
)


def asks_for(desk: Desk, number: int, *skills: str) -> None:
    job = JobUpdate(id=f"greenhouse:{number}", fields={"skills": skills})
    told(desk, Intake(at=desk.clock.at, happenings=(), jobs=(job,)))


def test_the_jobs_that_fit_best_come_first_and_the_others_next_time(desk: Desk) -> None:
    desk.publish(RANKED, templates=TEMPLATES)
    somebody(desk, 1)
    told(desk, Intake(at=desk.clock.at, candidates=(CandidateUpdate(id=ANNA, fields={"skills": ("lift", "pack")}),)))
    for number, title, skills in (
        (11, "Driver", ("lift", "drive")),
        (12, "Packer", ("pack", "lift")),
        (13, "Clerk", ()),
        (14, "Guard", ("watch",)),
    ):
        posts(desk, number, title)
        asks_for(desk, number, *skills)
    comes_in(desk)
    desk.run(days=1)
    assert desk.sent == ["Packer.Driver."]
    desk.run(days=7)
    assert desk.sent == ["Packer.Driver.", "Guard.Clerk."], "of equals, the newer comes first"
