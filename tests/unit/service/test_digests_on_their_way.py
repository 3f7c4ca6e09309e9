"""What becomes of a mail in which several runs have their say: on its way, lost, or not gone."""

from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from threading import Barrier

import pytest

from nurture.channels.outbox import Failure
from nurture.contracts import Act
from nurture.domain.intake import Intake
from nurture.domain.touchpoints import SendState
from nurture.errors import Released
from nurture.service import sending
from nurture.service.digests import PATIENCE
from nurture.store import frozen
from tests.unit.service.applicants import NAMES, NOTE, TASK, all_apply, applies, day, ends, fates, in_mails, run_of
from tests.unit.service.desk import KIM, Desk, sequence


def test_what_did_not_leave_is_put_together_anew(desk: Desk) -> None:
    all_apply(desk)
    desk.run(until=day(2, 9, 59))

    def away() -> None:
        assert fates(desk) == [SendState.CLAIMED] * 3
        raise Released("the mail server is away")

    desk.post.during = away
    desk.run(until=day(2))
    assert fates(desk) == [SendState.RELEASED] * 3
    ends(desk, "ada")  # whose mail it was
    desk.run(until=day(2, 10, 10))
    assert in_mails(desk) == [["ada", "ben", "cleo"], ["ben", "cleo"]]
    assert fates(desk)[1:] == [SendState.ACCEPTED] * 2
    assert fates(desk)[0] is not SendState.ACCEPTED


@pytest.mark.parametrize(
    ("failure", "state"), [(Failure.REJECT, SendState.REJECTED), (Failure.UNKNOWN, SendState.UNKNOWN)]
)
def test_all_fare_as_their_mail_does(desk: Desk, failure: Failure, state: SendState) -> None:
    all_apply(desk)
    desk.post.failing[KIM.email] = failure
    desk.run(until=day(3))
    assert fates(desk) == [state] * 3
    assert len(desk.sent) == 1


def test_a_run_waits_while_its_mail_is_on_its_way(desk: Desk) -> None:
    all_apply(desk)
    desk.run(until=day(2, 9, 59))

    def meanwhile() -> None:
        for name in ("ben", "cleo"):
            carrier = desk.carriers[run_of(name)]
            carrier.act()
            assert carrier.move.at == day(2, 10, 1)

    desk.post.during = meanwhile
    desk.run(until=day(2))
    assert len(desk.sent) == 1
    assert desk.standing(run_of("ben")).outcome is None
    desk.run(until=day(2, 10, 1))
    assert [desk.standing(run_of(name)).outcome for name in NAMES] == ["completed"] * 3
    assert fates(desk) == [SendState.ACCEPTED] * 3
    assert len(desk.sent) == 1


def test_what_is_in_the_mail_of_a_run_that_is_lost_is_never_sent_again(desk: Desk) -> None:
    all_apply(desk)
    desk.run(until=day(2, 9, 59))

    def crash() -> None:
        raise KeyboardInterrupt

    desk.post.during = crash
    with pytest.raises(KeyboardInterrupt):
        desk.run(until=day(2))
    del desk.carriers[run_of("ada")]
    desk.run(until=day(2) + PATIENCE - timedelta(minutes=1))
    assert fates(desk) == [SendState.CLAIMED] * 3
    desk.run(until=day(2) + PATIENCE)
    assert fates(desk) == [SendState.UNKNOWN] * 3
    assert len(desk.sent) == 1


def test_erasing_a_person_blanks_every_mail_that_names_them(desk: Desk) -> None:
    all_apply(desk)
    desk.run(until=day(2))
    desk.hear(Intake(at=desk.clock.at, erased=("cleo",)))
    with desk.parts.store.read() as conn:
        assert [frozen.message_of(conn, f"{run_of(name)}#note#1") for name in NAMES] == [None] * 3


def test_a_notice_that_did_not_leave_is_put_together_anew(desk: Desk) -> None:
    all_apply(desk, TASK)
    desk.run(until=day(2, 9, 59))
    desk.post.failing[KIM.email] = Failure.RELEASE
    desk.run(until=day(2))
    assert fates(desk, "call/given") == [SendState.RELEASED] * 3
    desk.post.failing.clear()
    ends(desk, "ada")
    desk.run(until=day(2, 10, 10))
    assert in_mails(desk) == [["ada", "ben", "cleo"], ["ben", "cleo"]]
    assert fates(desk, "call/given")[1:] == [SendState.ACCEPTED] * 2


def test_of_several_workers_at_once_one_sends_it(desk: Desk) -> None:
    names = [f"person-{number}" for number in range(8)]
    exits = "[{on: application.rejected, as: rejected}]"
    desk.publish(sequence(NOTE, purpose="internal", exit=exits, send="{from: talent, hours: any time, holidays: none}"))
    for name in names:
        applies(desk, name)
    desk.clock.at = day(2)
    start = Barrier(len(names))

    def act(name: str) -> None:
        carrier = desk.carriers[run_of(name)]
        start.wait(timeout=30)
        sending.send_message(desk.parts, Act(enrollment_id=carrier.enrollment_id, move=carrier.move), name)

    with ThreadPoolExecutor(len(names)) as pool:
        for done in [pool.submit(act, name) for name in names]:
            done.result(timeout=60)
    [mail] = desk.post.asked
    assert all(name.title() in mail.text for name in names)
    assert {desk.states(name)["note"] for name in names} == {SendState.ACCEPTED}
