"""Runs about a person that news of a job let in: the job as it stands, and what is between it and the person."""

from datetime import timedelta

from nurture.domain.events import EventType
from nurture.domain.intake import ApplicationUpdate, CandidateUpdate, Happening, Intake, JobUpdate
from nurture.domain.records import ApplicationStatus
from nurture.store import standings, tasks
from tests.unit.service.desk import KIM, Desk, sequence
from tests.unit.service.test_broadcasts import carry_out, told

JOB = "greenhouse:7"
EVENTS = {"job.viewed": {"means": "looked at a job", "about": "job"}}
EXIT = """[
  {when: not job or job.status != "open" or job.applications >= 2, as: filled},
  {when: job.applied_at, as: applied},
  {on: candidate.replied, as: replied},
]"""
STEPS = """\
- {id: a-day, wait: 1 day}
- {id: invite, email: one}
- {id: looks, wait_for: {event: job.viewed, of: job, timeout: 3 days}}
- {id: ask, task: "Call about {{ job.title | or('a job') }}"}
"""
INVITATION = sequence(
    STEPS,
    name="invitation",
    enroll="{on: job.opened, where: job.department in candidate.tags and not job.turned_down_at, again: always}",
    exit=EXIT,
    **{"for": "candidate"},
)
TEMPLATES = {
    "one": {"": "---\nsubject: \"{{ job.title | or('no job') }} in {{ job.office | or('?') }}\"\n---\nWords.\n"}
}


def run(number: int) -> str:
    return f"invitation/candidate/greenhouse:{number}/1"


def somebody(desk: Desk, number: int) -> str:
    name = f"greenhouse:{number}"
    fields = {"first_name": f"P{number}", "email": f"p{number}@home.example", "tags": ("Warehouse",)}
    told(desk, Intake(at=desk.clock.at, candidates=(CandidateUpdate(id=name, fields=fields),)))
    return name


def job(**fields: str) -> JobUpdate:
    return JobUpdate(id=JOB, fields={"title": "Picker", "department": "Warehouse", **fields}, team={"recruiter": KIM})


def opens(desk: Desk) -> list[str]:
    happening = Happening(type=EventType.JOB_OPENED, job_id=JOB)
    taken = told(desk, Intake(at=desk.clock.at, happenings=(happening,), jobs=(job(),)))
    return [entered for broadcast in taken.broadcasts for entered in carry_out(desk, broadcast.broadcast_id)]


def applies(
    desk: Desk, number: int, *, job_id: str = JOB, status: ApplicationStatus = ApplicationStatus.ACTIVE
) -> None:
    application = f"{job_id}-{number}"
    update = ApplicationUpdate(
        id=application,
        candidate_id=f"greenhouse:{number}",
        job_id=job_id,
        fields={"applied_at": desk.clock.at, "status": status},
        as_of=desk.clock.at,
    )
    of = {"candidate_id": f"greenhouse:{number}", "application_id": application}
    kinds = [EventType.APPLICATION_CREATED]
    if status is ApplicationStatus.REJECTED:
        kinds.append(EventType.APPLICATION_REJECTED)
    happenings = tuple(Happening(type=kind, **of) for kind in kinds)
    desk.wake(told(desk, Intake(at=desk.clock.at, happenings=happenings, applications=(update,))))
    desk.run(days=0.01)


def looks_at(desk: Desk, number: int, job_id: str) -> None:
    viewed = Happening(type="job.viewed", candidate_id=f"greenhouse:{number}", job_id=job_id)
    desk.wake(told(desk, Intake(at=desk.clock.at, happenings=(viewed,))))
    desk.run(days=0.01)


def outcome(desk: Desk, number: int) -> str | None:
    with desk.parts.store.read() as conn:
        return standings.get(conn, run(number)).outcome


def test_the_job_is_as_it_stands_when_the_mail_leaves(desk: Desk) -> None:
    desk.publish(INVITATION, templates=TEMPLATES, company={"events": EVENTS})
    somebody(desk, 1)
    assert opens(desk) == [run(1)]
    changed = Happening(type=EventType.JOB_UPDATED, job_id=JOB)
    told(desk, Intake(at=desk.clock.at, happenings=(changed,), jobs=(job(office="Berlin"),)))
    desk.run(days=2)
    assert desk.sent == ["Picker in Berlin"]


def test_enough_applications_of_others_end_it_before_the_mail(desk: Desk) -> None:
    desk.publish(INVITATION, templates=TEMPLATES, company={"events": EVENTS})
    somebody(desk, 1)
    opens(desk)
    for number in (2, 3):
        applies(desk, number)
    assert outcome(desk, 1) is None, "what others do wakes nobody"
    desk.run(days=2)
    assert (desk.sent, outcome(desk, 1)) == ([], "filled")


def test_an_application_of_ones_own_ends_it_at_once(desk: Desk) -> None:
    desk.publish(INVITATION, templates=TEMPLATES, company={"events": EVENTS})
    somebody(desk, 1)
    opens(desk)
    applies(desk, 1)
    assert outcome(desk, 1) == "applied"


def test_whoever_was_turned_down_in_the_department_stays_out(desk: Desk) -> None:
    desk.publish(INVITATION, templates=TEMPLATES, company={"events": EVENTS})
    somebody(desk, 1)
    somebody(desk, 2)
    other = JobUpdate(id="greenhouse:8", fields={"title": "Packer", "department": "Warehouse"})
    told(desk, Intake(at=desk.clock.at, jobs=(other,)))
    applies(desk, 1, job_id="greenhouse:8", status=ApplicationStatus.REJECTED)
    assert opens(desk) == [run(2)]


def test_a_look_at_another_job_is_not_waited_for_and_the_task_is_the_recruiters_of_the_job(desk: Desk) -> None:
    desk.publish(INVITATION, templates=TEMPLATES, company={"events": EVENTS})
    somebody(desk, 1)
    opens(desk)
    desk.run(days=1.5)
    other = JobUpdate(id="greenhouse:8", fields={"title": "Packer", "department": "Kitchen"})
    told(desk, Intake(at=desk.clock.at, jobs=(other,)))
    looks_at(desk, 1, "greenhouse:8")
    with desk.parts.store.read() as conn:
        assert not tasks.listed(conn)
    desk.clock.at += timedelta(hours=1)
    looks_at(desk, 1, JOB)
    with desk.parts.store.read() as conn:
        [given] = tasks.listed(conn)
    assert given.task.title == "Call about Picker"
    assert given.records.team.recruiter is not None
    assert given.records.team.recruiter.name == KIM.name
