"""Broadcasts in which the best come first: all are looked at, then they come in by their rank, up to so many."""

import pytest

from nurture.contracts import BroadcastPause, Command
from nurture.domain.intake import CandidateUpdate, Intake
from nurture.service import broadcasting, letting_in
from nurture.service.broadcasting import carry_on, record_pause
from nurture.service.letting_in import let_in_best
from nurture.store import broadcasts, ranks, recording
from nurture.store.broadcasts import Broadcast
from nurture.store.merging import merge
from nurture.store.words import BroadcastState
from tests.unit.service.desk import MONDAY, Desk, sequence
from tests.unit.service.test_broadcasts import NOBODY_LEAVES, STEPS, carry_out, job_opens, on_record, person, told

RANK = "candidate.skills | also_in(job.skills) | length"
SKILLS = ("python", "sql", "go", "rust")


def best(number: int, *, of: str = "candidate", rank: str = RANK) -> str:
    """A sequence that lets in so many at news of a job."""
    asked = "'\"alumni\" in candidate.tags'"
    return sequence(
        STEPS,
        name="openings",
        enroll=f"{{on: job.opened, where: {asked}, rank: '{rank}', best: {number}, again: always}}",
        exit=NOBODY_LEAVES,
        **{"for": of},
    )


def able(desk: Desk, **skills: int) -> None:
    """Puts people on record who know so much of what the job takes: `p3=2` is number 3, with two skills."""
    for name, known in skills.items():
        number = int(name[1:])
        told(desk, person(number))
        update = CandidateUpdate(id=f"greenhouse:{number}", fields={"skills": SKILLS[:known]})
        told(desk, Intake(at=MONDAY, candidates=(update,)))


def opens(desk: Desk) -> str:
    """The job opens, and it takes four skills; the broadcast."""
    [opened] = job_opens(desk, skills=SKILLS).broadcasts
    return opened.broadcast_id


def came(*numbers: int) -> list[str]:
    return [f"openings/candidate/greenhouse:{number}/1" for number in numbers]


def waiting(desk: Desk, broadcast_id: str) -> int:
    with desk.parts.store.read() as conn:
        return len(ranks.first(conn, broadcast_id, limit=100))


@pytest.fixture(autouse=True)
def _small_pages(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(broadcasting, "PAGE", 2)
    monkeypatch.setattr(broadcasting, "COME_IN", 2)
    monkeypatch.setattr(letting_in, "STAY_OUT", 2)


def test_the_best_come_in_whatever_page_they_stand_on(desk: Desk) -> None:
    desk.publish(best(2))
    able(desk, p1=1, p2=2, p3=0, p4=4, p5=3)
    opened = opens(desk)
    assert carry_out(desk, opened) == came(4, 5)
    found = on_record(desk, opened)
    assert (found.state, found.looked_at, found.fit, found.entered) == (BroadcastState.DONE, 5, 5, 2)
    assert waiting(desk, opened) == 0


def test_who_fits_and_is_not_among_the_best_can_be_told_why(desk: Desk) -> None:
    desk.publish(best(1))
    able(desk, p1=1, p2=2)
    told(desk, person(3, tag="other"))
    carry_out(desk, opens(desk))
    [why] = desk.why("greenhouse:1")
    assert why.rule == "not-among-best"
    assert why.sentence == "stayed out: job.opened came, 2 met what is asked, and the best 1 of them come in"
    assert why.inputs == {RANK: "1"}
    assert desk.why("greenhouse:3") == []


def test_all_who_stay_out_are_told_however_many_they_are(desk: Desk) -> None:
    desk.publish(best(1))
    able(desk, p1=1, p2=1, p3=1, p4=1, p5=1, p6=2)
    opened = opens(desk)
    assert carry_out(desk, opened) == came(6)
    assert [desk.rules(f"greenhouse:{number}") for number in range(1, 6)] == [["not-among-best"]] * 5
    assert waiting(desk, opened) == 0


def test_who_is_equal_comes_in_by_a_lot_that_stays_the_same(desk: Desk) -> None:
    desk.publish(best(2))
    able(desk, p1=1, p2=1, p3=1, p4=1, p5=1, p6=1)
    opened = opens(desk)
    while on_record(desk, opened).ranked_at is None:
        carry_on(desk.parts, opened)
    with desk.parts.store.read() as conn:
        drawn = [each.subject_id for each in ranks.first(conn, opened, limit=100)]
    assert drawn != sorted(drawn), "that would always be the same people"
    assert [each.split("/")[2] for each in carry_out(desk, opened)] == drawn[:2]


def test_a_page_of_the_look_that_is_done_once_more_counts_nobody_twice(desk: Desk) -> None:
    desk.publish(best(3))
    able(desk, p1=1, p2=2, p3=3)
    opened = opens(desk)
    before = on_record(desk, opened)
    carry_on(desk.parts, opened)
    rewind(desk, before)
    assert len(carry_out(desk, opened)) == 3
    assert on_record(desk, opened).entered == 3


def test_a_worker_that_dies_in_between_makes_no_more_of_the_best(desk: Desk) -> None:
    desk.publish(best(2))
    able(desk, p1=1, p2=2, p3=3, p4=4)
    opened = opens(desk)
    while on_record(desk, opened).ranked_at is None:
        carry_on(desk.parts, opened)
    with desk.parts.store.read() as conn:
        broadcast = broadcasts.get(conn, opened)
        occasion = broadcasting.Occasion(broadcast=broadcast, plan=desk.parts.plans.latest(conn)["openings"].plan)
    first, _ = let_in_best(desk.parts, occasion, limit=1)  # and the worker is gone, before anybody was told
    assert [each.enrollment_id for each in first.started] == came(4)
    assert carry_out(desk, opened) == came(3)
    assert on_record(desk, opened).entered == 2


def test_one_that_is_paused_lets_in_nobody_while_their_turn_waits(desk: Desk) -> None:
    desk.publish(best(3))
    able(desk, p1=1, p2=2, p3=3)
    opened = opens(desk)
    while on_record(desk, opened).ranked_at is None:
        carry_on(desk.parts, opened)
    order = Command(by="kim", reason="the wrong job")
    record_pause(desk.parts, BroadcastPause(broadcast_id=opened, paused=True, command=order))
    assert carry_out(desk, opened) == []
    assert waiting(desk, opened) == 3
    record_pause(desk.parts, BroadcastPause(broadcast_id=opened, paused=False, command=order))
    assert carry_out(desk, opened) == came(3, 2, 1)


def test_who_may_not_come_in_any_more_leaves_their_place_to_the_next(desk: Desk) -> None:
    desk.publish(best(1))
    able(desk, p1=1, p2=2)
    opened = opens(desk)
    while on_record(desk, opened).ranked_at is None:
        carry_on(desk.parts, opened)
    told(desk, person(2, tag="gone"))
    assert carry_out(desk, opened) == came(1)


def test_who_was_merged_into_another_meanwhile_comes_in_once(desk: Desk) -> None:
    desk.publish(best(2))
    able(desk, p1=1, p2=2, p3=0)
    opened = opens(desk)
    while on_record(desk, opened).ranked_at is None:
        carry_on(desk.parts, opened)
    with desk.parts.store.write() as conn:
        merge(conn, "greenhouse:2", "greenhouse:1", now=desk.clock.at)
        assert recording.known_candidate(conn, "greenhouse:2") == "greenhouse:1"
    assert carry_out(desk, opened) == came(1, 3)


def test_whose_rank_is_no_number_stays_out_and_the_others_come_in(desk: Desk) -> None:
    desk.publish(best(2, rank="days_since(candidate.last_contact) if candidate.phone else 1"))
    able(desk, p1=1, p2=2)
    told(desk, Intake(at=MONDAY, candidates=(CandidateUpdate(id="greenhouse:1", fields={"phone": "+49 30 1"}),)))
    opened = opens(desk)
    assert carry_out(desk, opened) == came(2)
    assert "candidate/greenhouse:1 could not be judged" in (on_record(desk, opened).note or "")


def test_applications_may_be_what_is_put_in_order(desk: Desk) -> None:
    desk.publish(best(1, of="application"))
    able(desk, p1=1, p2=2)
    assert carry_out(desk, opens(desk)) == ["openings/application/greenhouse:200/1"]


def test_with_a_breaker_those_beyond_it_are_the_last_of_the_best(desk: Desk) -> None:
    desk.publish(best(3).replace("again: always", "again: always, at_most: 1 per day"))
    able(desk, p1=1, p2=2, p3=3)
    carry_out(desk, opens(desk))
    assert desk.standing(*came(3)).status == "active"
    assert desk.standing(*came(2)).status == "paused"


def rewind(desk: Desk, before: Broadcast) -> None:
    with desk.parts.store.write() as conn:
        broadcasts.save(conn, before)
