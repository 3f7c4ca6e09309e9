"""A journey that starts another one for the same person."""

from dataclasses import dataclass

import pytest

from nurture.contracts import START_SEQUENCE, Act, Move
from nurture.domain.events import EventType
from nurture.domain.records import ApplicationStatus
from nurture.service.handing_on import HandedOn, start_sequence
from nurture.service.intake import note_started
from nurture.store.words import EnrollmentStatus
from tests.unit.service.desk import MAYA, MAYAS, MONDAY, Carrier, Desk, maya, maya_is_rejected, sequence

FIRST = sequence(
    """\
    - {id: a-week, wait: 1 week}
    - {id: hand-on, enroll: second}
    - {id: over, exit: done}
    """,
    name="first",
)
RUN, OTHER = f"first/application/{MAYAS}/1", f"second/application/{MAYAS}/1"


def second(**changes: str) -> str:
    return sequence("- {id: hello, email: one}\n", name="second", **{"enroll": "{on: manual}", **changes})


@dataclass(kw_only=True)
class Starter(Carrier):
    """A workflow that can start others."""

    desk: Desk

    def act(self, move: Move | None = None) -> Move:
        if (move or self.move).action != START_SEQUENCE:
            return super().act(move)
        handed = self.hand_on(move)
        if handed.run is not None:
            self.desk.start(handed.run)
            note_started(self.parts, (handed.run.enrollment_id,))
        self.move = handed.move
        return self.move

    def hand_on(self, move: Move | None = None) -> HandedOn:
        """What the activity's first part does."""
        return start_sequence(self.parts, Act(enrollment_id=self.enrollment_id, move=move or self.move))


def begins(desk: Desk, *texts: str, company: dict[str, object] | None = None) -> Starter:
    """Maya is in the first sequence."""
    desk.publish(FIRST, *texts, company=company)
    desk.hear(maya_is_rejected())
    carrier = desk.carriers[RUN]
    starter = Starter(parts=desk.parts, enrollment_id=RUN, move=carrier.move, desk=desk)
    desk.carriers[RUN] = starter
    return starter


def refusal(desk: Desk) -> str:
    [found] = [each.sentence for each in desk.why() if each.rule == "refused"]
    return found


def test_the_other_sequence_begins_and_this_one_goes_on(desk: Desk) -> None:
    begins(desk, second())
    desk.run(days=8)
    assert desk.sent == ["one for Maya"]
    assert desk.standing(RUN).outcome == "done"
    assert desk.standing(OTHER).outcome == "completed"
    assert "entered: first came to hand-on" in [each.sentence for each in desk.why()]


def test_it_may_be_about_the_person(desk: Desk) -> None:
    begins(desk, second(**{"for": "candidate", "exit": "{on: candidate.replied, as: replied}"}))
    desk.run(days=8)
    assert desk.standing(f"second/candidate/{MAYA}/1").outcome == "completed"


def test_an_answer_that_was_lost_starts_nobody_twice_and_names_whom_to_start(desk: Desk) -> None:
    starter = begins(desk, second())
    desk.run(days=6)
    move = starter.move
    assert move.action == START_SEQUENCE
    desk.clock.at = move.at or MONDAY
    lost, again = starter.hand_on(move), starter.hand_on(move)
    assert lost.run is not None
    assert again.run is not None
    assert lost.run.enrollment_id == again.run.enrollment_id == OTHER
    assert (again.move.action, again.move.outcome) == ("finish", "done")
    note_started(desk.parts, (OTHER,))
    assert starter.hand_on(move).run is None


@pytest.mark.parametrize(
    ("text", "said"),
    [
        (None, "no sequence second is published"),
        (second(**{"for": "hire"}), "it is about a hire, and greenhouse:6931 is rejected"),
        (second(enroll="{on: manual, where: candidate.phone}"), "people of whom this is true: candidate.phone"),
        (second(exclusive="outreach"), "and outreach takes one at a time"),
    ],
)
def test_who_may_not_enter_is_refused_and_goes_on(desk: Desk, text: str | None, said: str) -> None:
    company = {"groups": {"outreach": "campaigns"}}
    rival = sequence("- {id: a-month, wait: 1 month}", name="rival", exclusive="outreach")
    begins(desk, rival, *([text] if text else []), company=company)
    desk.run(days=8)
    assert desk.standing(RUN).outcome == "done"
    assert said in refusal(desk)
    assert OTHER not in desk.carriers


def test_who_is_inside_already_is_refused(desk: Desk) -> None:
    inside = second(enroll="{on: application.rejected}").replace("email: one", "wait: 1 month")
    begins(desk, inside)
    desk.run(days=8)
    assert "is in second already" in refusal(desk)
    assert desk.standing(OTHER).status is EnrollmentStatus.ACTIVE


def test_an_exit_before_its_time_starts_nothing(desk: Desk) -> None:
    begins(desk, second())
    desk.run(days=3)
    desk.hear(maya(EventType.CANDIDATE_REPLIED, status=ApplicationStatus.REJECTED))
    desk.run(days=8)
    assert desk.standing(RUN).outcome == "replied"
    assert OTHER not in desk.carriers
