"""Handing an open task to somebody else, on a real database."""

import pytest

from nurture.domain.tasks import MOST_HAND_OVERS
from nurture.domain.touchpoints import SendState
from nurture.errors import Conflict
from nurture.service.roster import duties_of
from nurture.service.task_terms import hand_over_task
from tests.unit.service.desk import KIM, Desk
from tests.unit.service.open_task import CALL, LADDER, RUN, RUNGS, changed, day, done, put_off, started, task


def hand_over(desk: Desk, to: str) -> None:
    changed(desk, hand_over_task(desk.parts.store, CALL, to, now=desk.clock.at))


@pytest.mark.parametrize(
    ("to", "email", "owner"),
    [
        ("talent", "talent@acme.example", "Talent team"),
        ("lou@acme.example", "lou@acme.example", "lou@acme.example"),
        ("recruiter", KIM.email, "Kim Berger, recruiter"),
    ],
)
def test_whoever_a_task_is_handed_to_is_told_and_has_all_the_time(desk: Desk, to: str, email: str, owner: str) -> None:
    started(desk, LADDER)
    desk.run(until=day(3, 12))
    hand_over(desk, to)
    mail = desk.post.asked[-1]
    assert (mail.to.email, mail.subject) == (email, "Yours now: Call")
    assert "A task was handed over to you:" in mail.text
    assert task(desk).due_at == day(5, 12)
    assert desk.states()["call/handed-over"] is SendState.ACCEPTED
    with desk.parts.store.read() as conn:
        [duty] = duties_of(conn, now=desk.clock.at)
    assert (duty.owner, duty.email) == (owner, email)
    desk.run(until=day(6, 12))
    assert desk.sent[2:] == ["Overdue: Call"]
    done(desk, "interested")
    desk.run(days=1)
    assert desk.sent[-1] == "one for Maya"


def test_an_address_that_a_task_was_handed_to_travels_nowhere(desk: Desk) -> None:
    started(desk, LADDER)
    hand_over(desk, "lou@acme.example")
    assert "lou" not in repr(desk.carriers[RUN].move)
    assert "lou" not in repr([(each.sentence, each.inputs) for each in desk.why()])
    assert "waits for whom it was handed to" in str(desk.standing(RUN).summary)


def test_a_task_that_is_handed_on_twice_is_told_to_the_last(desk: Desk) -> None:
    started(desk, LADDER)
    changes = [hand_over_task(desk.parts.store, CALL, to, now=day(2)) for to in ("talent", "lou@acme.example")]
    for change in changes:
        changed(desk, change)
    assert [mail.to.email for mail in desk.post.asked] == [KIM.email, "lou@acme.example"]


def test_for_a_new_owner_the_ladder_begins_anew(desk: Desk) -> None:
    started(desk, RUNGS)
    desk.run(until=day(4, 14))
    hand_over(desk, "talent")
    desk.run(until=day(20))
    assert len([step for step in desk.letters() if step.startswith("call/escalated")]) == 5


@pytest.mark.parametrize(
    ("steps", "to", "told"),
    [
        (LADDER, "nobody", "nobody is called `nobody`"),
        (LADDER, "hiring_manager", "no address is known for the hiring manager"),
        (LADDER.replace("  hand_over: true\n", ""), "talent", "can't be handed over"),
    ],
)
def test_a_task_is_handed_to_somebody_who_is_known_where_its_step_allows_that(
    desk: Desk, steps: str, to: str, told: str
) -> None:
    started(desk, steps)
    with pytest.raises(Conflict, match=told):
        hand_over(desk, to)


def test_a_task_does_not_go_round_for_ever(desk: Desk) -> None:
    started(desk, LADDER)
    for _ in range(MOST_HAND_OVERS):
        hand_over(desk, "talent")
    with pytest.raises(Conflict, match="handed over 5 times"):
        hand_over(desk, "talent")


def test_whoever_a_task_is_handed_to_may_put_it_off_as_well(desk: Desk) -> None:
    started(desk, LADDER)
    put_off(desk, "5 days")
    hand_over(desk, "talent")
    put_off(desk, "5 days")
    assert task(desk).snoozed_until == day(7)
