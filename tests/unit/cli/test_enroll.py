from datetime import timedelta

import pytest

from nurture.domain.intake import CandidateUpdate
from nurture.errors import Conflict, NotFound
from nurture.service.enrolling import ByHand, enroll_by_hand
from nurture.service.intake import note_started
from nurture.store import decisions, standings
from nurture.store.words import EnrollmentStatus
from nurture.values import replace
from tests.office import APPLICATION, MARA, REJECTED, RUN, Office, mara_is_rejected

BY_HAND = ByHand(sequence="silver-medalist", candidate_id=MARA, by="kim")


@pytest.fixture
def known(bureau: Office) -> Office:
    """Mara is on record, and in no sequence: none was published when the news came."""
    bureau.hear(mara_is_rejected())
    bureau.publish()
    return bureau


def _started(bureau: Office, enrollment_id: str) -> None:
    note_started(bureau.parts, (enrollment_id,))


def test_somebody_enters_by_hand_with_who_did_it_on_record(known: Office) -> None:
    entered = enroll_by_hand(known.parts, BY_HAND)

    assert entered.run.enrollment_id == RUN
    assert entered.run.move is not None
    assert entered.run.move.step == "thanks"
    with known.parts.store.read() as conn:
        assert standings.get(conn, RUN).status is EnrollmentStatus.ACTIVE
        assert decisions.of_candidate(conn, MARA)[0].sentence == "enrolled by hand by kim"


def test_what_happened_before_does_not_end_it_at_once(known: Office) -> None:
    enroll_by_hand(known.parts, BY_HAND)
    known.play(RUN, until=REJECTED + timedelta(days=2))

    with known.parts.store.read() as conn:
        assert standings.get(conn, RUN).step == "breather"


def test_nobody_is_inside_twice(known: Office) -> None:
    _started(known, enroll_by_hand(known.parts, BY_HAND).run.enrollment_id)

    with pytest.raises(Conflict, match="already"):
        enroll_by_hand(known.parts, BY_HAND)


def test_an_enrollment_that_never_started_is_started_and_not_made_again(known: Office) -> None:
    first = enroll_by_hand(known.parts, BY_HAND)

    again = enroll_by_hand(known.parts, BY_HAND)

    assert again.run.enrollment_id == first.run.enrollment_id


def test_again_of_the_sequence_is_respected(known: Office) -> None:
    enroll_by_hand(known.parts, BY_HAND)
    _started(known, RUN)
    known.play(RUN, until=REJECTED + timedelta(days=150))

    with pytest.raises(Conflict, match="may come again after 180 days"):
        enroll_by_hand(known.parts, BY_HAND)

    known.clock.at = REJECTED + timedelta(days=181)
    assert enroll_by_hand(known.parts, BY_HAND).run.enrollment_id == RUN.removesuffix("1") + "2"


def test_several_applications_have_to_be_told_apart(known: Office) -> None:
    told = mara_is_rejected()
    second = replace(told.applications[0], id="greenhouse:694")
    known.hear(replace(told, happenings=(), applications=(second,)))

    with pytest.raises(Conflict, match="several applications") as refused:
        enroll_by_hand(known.parts, BY_HAND)
    assert "greenhouse:694" in (refused.value.hint or "")

    entered = enroll_by_hand(known.parts, replace(BY_HAND, application_id="694"))
    assert entered.run.enrollment_id == "silver-medalist/application/greenhouse:694/1"


def test_a_person_without_an_application_cannot_enter_what_is_about_one(known: Office) -> None:
    other = CandidateUpdate(id="greenhouse:9", fields={"first_name": "Ola"})
    known.hear(replace(mara_is_rejected(), happenings=(), candidates=(other,), applications=()))

    with pytest.raises(NotFound, match="application"):
        enroll_by_hand(known.parts, replace(BY_HAND, candidate_id="greenhouse:9"))


def test_onboarding_takes_only_who_was_hired(known: Office) -> None:
    with pytest.raises(Conflict, match=f"{APPLICATION} is rejected"):
        enroll_by_hand(known.parts, replace(BY_HAND, sequence="new-hire-onboarding"))


def test_a_sequence_that_is_not_published_is_told_with_the_nearest_name(known: Office) -> None:
    with pytest.raises(NotFound, match="no sequence silver-medal is published") as refused:
        enroll_by_hand(known.parts, replace(BY_HAND, sequence="silver-medal"))
    assert "silver-medalist" in (refused.value.hint or "")


def test_nothing_is_on_record_when_temporal_is_away(known: Office, run) -> None:
    ran = run("enroll", "silver-medalist", "mara@home.example")

    assert ran.code == 1
    assert "Temporal does not answer" in ran.err
    with known.parts.store.read() as conn:
        assert standings.of_candidate(conn, MARA) == ()


def test_a_name_that_means_several_people_is_refused_with_their_ids(known: Office, run) -> None:
    twin = CandidateUpdate(id="lever:57683", fields={"first_name": "Mara"})
    known.hear(replace(mara_is_rejected(), happenings=(), candidates=(twin,), applications=()))

    ran = run("enroll", "silver-medalist", "57683")

    assert ran.code == 1
    assert "lever:57683" in ran.err
    assert MARA in ran.err
