"""What happens to a person's other applications, and to the job, as far as a sequence asks for it."""

import pytest

from nurture.domain.events import EventType
from nurture.domain.intake import Happening, Intake, JobUpdate
from nurture.domain.records import JobStatus
from tests.unit.service.desk import MAYAS, MONDAY, Desk, maya, maya_is_rejected, sequence

RUN = f"warm/application/{MAYAS}/1"
OTHER = "greenhouse:6932"


@pytest.mark.parametrize(("of", "outcome"), [("", None), (", of: candidate.applications", "hired")])
def test_a_hire_for_another_job_ends_a_run_that_asks_for_it(desk: Desk, of: str, outcome: str | None) -> None:
    exits = f"[{{on: candidate.replied, as: replied}}, {{on: application.hired, as: hired{of}}}]"
    desk.publish(sequence("- {id: a-month, wait: 1 month}\n- {id: hello, email: one}", exit=exits))
    desk.hear(maya_is_rejected())
    desk.hear(maya(EventType.APPLICATION_CREATED, application=OTHER))
    desk.hear(maya(EventType.APPLICATION_HIRED, application=OTHER))
    desk.run(days=1)
    assert desk.standing(RUN).outcome == outcome


@pytest.mark.parametrize(("job", "outcome"), [("greenhouse:7", "closed"), ("greenhouse:8", None)])
def test_a_wait_for_the_own_job_hears_of_no_other(desk: Desk, job: str, outcome: str | None) -> None:
    desk.publish(
        sequence(
            """\
            - id: still-open
              wait_for: {event: job.closed, of: application.job}
              then: [{id: over, exit: closed}]
            """
        )
    )
    desk.hear(maya_is_rejected())
    closing = Intake(
        at=MONDAY,
        happenings=(Happening(type=EventType.JOB_CLOSED, job_id=job),),
        jobs=(JobUpdate(id=job, fields={"title": "Engineer", "status": JobStatus.CLOSED}),),
    )
    desk.hear(closing)
    desk.run(days=1)
    assert desk.standing(RUN).outcome == outcome


def test_what_has_come_so_far_is_kept_on_record(desk: Desk) -> None:
    desk.publish(
        sequence(
            """\
            - id: both
              wait_for: {all: [offer.created, candidate.updated]}
              then: [{id: over, exit: both}]
            """
        )
    )
    desk.hear(maya_is_rejected())
    desk.hear(maya(EventType.OFFER_CREATED))
    desk.run(days=1)
    assert "(offer.created came)" in (desk.standing(RUN).summary or "")
    desk.hear(maya(EventType.CANDIDATE_UPDATED, title="Engineer"))
    desk.run(days=1)
    assert desk.standing(RUN).outcome == "both"
