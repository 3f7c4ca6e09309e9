"""The demo's own judgment: a story that came out right passes, and each way to go wrong is found."""

from collections.abc import Mapping
from datetime import timedelta

import pytest

from nurture.demo import judge
from nurture.demo.cast import JONAS, MAYA, PRIYA, Applicant
from nurture.demo.onrecord import OnRecord
from nurture.demo.story import STRANDS, Strand, march
from nurture.domain.enrollment import Enrollment
from nurture.domain.subject import Subject, SubjectKind
from nurture.domain.touchpoints import ChannelKind, SendState, Touchpoint
from nurture.store.standings import Standing
from nurture.store.words import EnrollmentStatus
from nurture.values import replace

Records = Mapping[Applicant, OnRecord]


def journey(strand: Strand, sequence: str, outcome: str | None) -> Standing:
    subject = Subject(kind=SubjectKind.APPLICATION, id=f"greenhouse:{strand.who.application}")
    return Standing(
        enrollment=Enrollment(
            id=f"{sequence}/{subject}/1",
            sequence=sequence,
            subject=subject,
            candidate_id=strand.who.candidate_id,
            version=1,
            cycle=1,
            entered_at=march(2, 9),
        ),
        status=EnrollmentStatus.ENDED if outcome else EnrollmentStatus.ACTIVE,
        stream_id=strand.who.candidate_id,
        started_at=march(2, 9),
        ended_at=march(20, 9) if outcome else None,
        outcome=outcome,
        is_goal=False,
        step=None,
        action=None,
        next_at=None,
        summary=None,
        held_reason=None,
    )


def as_it_must_be(strand: Strand) -> OnRecord:
    standings = {name: journey(strand, name, outcome) for name, outcome in strand.outcomes.items()}
    touchpoints = tuple(
        Touchpoint(
            id=f"{strand.who.id} {number}",
            candidate_id=strand.who.candidate_id,
            channel=ChannelKind.EMAIL,
            direction=contact.direction,
            at=march(10, 9),
            summary="a mail",
            enrollment_id=standings[contact.sequence].enrollment.id if contact.sequence else None,
            step=contact.step,
            state=contact.state,
        )
        for number, contact in enumerate(strand.contacts)
    )
    return OnRecord(touchpoints=touchpoints, standings=tuple(standings.values()))


@pytest.fixture
def right() -> dict[Applicant, OnRecord]:
    return {strand.who: as_it_must_be(strand) for strand in STRANDS}


def test_a_story_that_came_out_right_is_complete_and_has_no_faults(right: Records) -> None:
    assert judge.is_complete(right)
    assert judge.faults(right) == ()


def test_a_mail_that_did_not_come_is_missed(right: dict[Applicant, OnRecord]) -> None:
    right[JONAS] = replace(right[JONAS], touchpoints=right[JONAS].touchpoints[1:])
    assert not judge.is_complete(right)
    assert judge.faults(right) == ("Jonas lacks thanks of silver-medalist, accepted",)


def test_a_mail_that_came_twice_is_found(right: dict[Applicant, OnRecord]) -> None:
    again = replace(right[MAYA].touchpoints[0], id="another")
    right[MAYA] = replace(right[MAYA], touchpoints=(*right[MAYA].touchpoints, again))
    assert judge.faults(right) == ("Maya has receipt of application-received, accepted once too often",)


def test_a_mail_that_was_skipped_does_not_count_as_sent(right: dict[Applicant, OnRecord]) -> None:
    first, *rest = right[MAYA].touchpoints
    right[MAYA] = replace(right[MAYA], touchpoints=(replace(first, state=SendState.SKIPPED), *rest))
    assert judge.faults(right) == (
        "Maya lacks receipt of application-received, accepted",
        "Maya has receipt of application-received, skipped once too often",
    )


def test_a_journey_that_ended_otherwise_is_found(right: dict[Applicant, OnRecord]) -> None:
    (ended,) = right[PRIYA].standings
    right[PRIYA] = replace(right[PRIYA], standings=(replace(ended, outcome="completed"),))
    (fault,) = judge.faults(right)
    assert "ended completed, and should have ended replied" in fault


def test_a_mail_after_the_end_of_its_journey_is_found(right: dict[Applicant, OnRecord]) -> None:
    (journey,) = right[JONAS].standings
    assert journey.ended_at is not None
    *rest, last = right[JONAS].touchpoints
    late = replace(last, at=journey.ended_at + timedelta(hours=1))
    right[JONAS] = replace(right[JONAS], touchpoints=(*rest, late))
    assert judge.faults(right) == ("Jonas was written to Fri 20 Mar 10:00, after the end of silver-medalist",)


def test_other_sequences_in_the_folder_are_not_judged(right: dict[Applicant, OnRecord]) -> None:
    other = journey(STRANDS[1], "after-the-onsite", None)
    mail = replace(right[JONAS].touchpoints[0], id="other", enrollment_id=other.enrollment.id)
    right[JONAS] = OnRecord(touchpoints=(*right[JONAS].touchpoints, mail), standings=(*right[JONAS].standings, other))
    assert judge.faults(right) == ()
