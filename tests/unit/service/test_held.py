"""What can't go on is held, visibly, loses nothing, and can still be paused and ended."""

from datetime import timedelta

import pytest
from sqlalchemy import update

from nurture.contracts import Command, Ending, Look, Pause
from nurture.domain.events import EventType
from nurture.domain.intake import Intake
from nurture.errors import Held
from nurture.service import journeys
from nurture.store.sequences import PlanCache
from nurture.store.tables import sequence_versions
from nurture.store.words import EnrollmentStatus
from nurture.values import replace
from tests.unit.service.desk import MAYAS, MONDAY, Desk, maya, maya_is_rejected, sequence

RUN = f"warm/application/{MAYAS}/1"
KIM = Command(by="kim", reason="a test")
THEN_A_BRANCH = sequence(
    """\
    - id: moved
      wait_for: {event: application.updated, timeout: 3 weeks}
      then:
        - id: fork
          branch:
            - when: application.applied_at < now
              steps: [{id: first, email: one}]
    """
)


def she_applied(desk: Desk) -> Intake:
    """When she applied is known at last."""
    told = maya(EventType.CANDIDATE_UPDATED, at=desk.clock.at)
    (application,) = told.applications
    stated = {"applied_at": MONDAY - timedelta(days=30)}
    return replace(told, applications=(replace(application, fields=stated),))


def test_what_was_heard_when_it_came_to_be_held_is_heard_again_once_that_is_mended(desk: Desk) -> None:
    desk.publish(THEN_A_BRANCH)
    desk.hear(maya_is_rejected())
    desk.clock.at += timedelta(days=1)
    desk.hear(maya(EventType.APPLICATION_UPDATED, at=desk.clock.at))
    desk.run(days=1)
    assert desk.standing(RUN).status is EnrollmentStatus.HELD
    assert "application.applied_at" in (desk.standing(RUN).held_reason or "")
    desk.hear(she_applied(desk))
    desk.run(days=1)
    assert desk.sent == ["one for Maya"]
    assert desk.standing(RUN).outcome == "completed"


@pytest.fixture
def unreadable(desk: Desk) -> Desk:
    """Maya is in a version that was published by a Nurture with another language."""
    desk.publish(sequence("- {id: first, email: one, hold: 1 day}\n"))
    desk.hear(maya_is_rejected())
    with desk.parts.store.write() as conn:
        conn.execute(update(sequence_versions).values(document='{"sequence": "warm", "steps": [{"fax": "one"}]}'))
    desk.parts = replace(desk.parts, plans=PlanCache())
    return desk


def test_a_version_that_cannot_be_read_is_a_case_for_a_person(unreadable: Desk) -> None:
    progress = unreadable.carriers[RUN].move.progress
    with pytest.raises(Held, match="can't be read"):
        journeys.look(unreadable.parts, Look(enrollment_id=RUN, progress=progress))


def test_who_is_in_a_version_that_cannot_be_read_can_be_paused_and_ended(unreadable: Desk) -> None:
    assert journeys.record_pause(unreadable.parts, Pause(enrollment_id=RUN, paused=True, command=KIM)) == "paused"
    assert unreadable.standing(RUN).status is EnrollmentStatus.PAUSED
    progress = unreadable.carriers[RUN].move.progress
    ending = Ending(enrollment_id=RUN, outcome="called", command=KIM, progress=progress)
    assert journeys.end(unreadable.parts, ending).outcome == "called"
    assert unreadable.standing(RUN).outcome == "called"
    assert unreadable.rules()[-2:] == ["paused", "ended-by-hand"]
