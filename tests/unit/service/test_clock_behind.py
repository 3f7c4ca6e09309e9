"""A worker whose clock is behind the server's: what the server says has come, has come."""

from datetime import timedelta

from nurture.contracts import Act, Look
from nurture.service import journeys, sending
from tests.office import REJECTED, RUN, mara_is_rejected, office


def test_a_mail_whose_time_has_come_on_the_server_leaves_though_the_workers_clock_is_behind(database_url: str) -> None:
    with office(database_url) as bureau:
        bureau.publish()
        bureau.hear(mara_is_rejected())
        move = journeys.look(bureau.parts, Look(enrollment_id=RUN, progress=None))
        assert move.at is not None
        bureau.clock.at = move.at - timedelta(seconds=3)
        ahead = sending.send_message(bureau.parts, Act(enrollment_id=RUN, move=move), token="one")
        assert ahead.step == "breather"


def test_a_look_whose_time_has_come_on_the_server_moves_on_though_the_workers_clock_is_behind(
    database_url: str,
) -> None:
    with office(database_url) as bureau:
        bureau.publish()
        bureau.hear(mara_is_rejected())
        bureau.play(RUN, until=REJECTED + timedelta(days=3))
        waiting = journeys.look(bureau.parts, Look(enrollment_id=RUN, progress=None))
        assert (waiting.step, waiting.action) == ("breather", "look")
        assert waiting.at is not None
        bureau.clock.at = waiting.at - timedelta(seconds=3)
        ahead = journeys.look(bureau.parts, Look(enrollment_id=RUN, progress=waiting.progress, at=waiting.at))
        assert ahead.step == "new-role"
