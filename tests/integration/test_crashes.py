"""What may die while a journey runs, and what must be true afterwards."""

import os
import signal
from pathlib import Path

import pytest
from sqlalchemy import delete

from nurture.config import ChannelName
from nurture.contracts import Command, Poke
from nurture.demo import greenhouse
from nurture.devserver import DevServer
from nurture.domain.touchpoints import SendState
from nurture.errors import Refused
from nurture.store import ledger
from nurture.store.tables import company_versions
from nurture.store.words import EnrollmentStatus
from tests.doubles.smtp import SmtpDouble, Trouble
from tests.integration.sequences import THREE_MAILS, WAITS_FOR_A_STAGE
from tests.integration.world import World, a_world
from tests.servers import postgres_cluster

pytestmark = pytest.mark.temporal


def test_a_worker_killed_between_claim_and_settle_sends_no_second_mail_and_the_journey_goes_on(world: World) -> None:
    world.publish(THREE_MAILS)
    with SmtpDouble() as mail, world.web():
        over_smtp = {"production": True, "channel": ChannelName.SMTP, "smtp_port": mail.port, "activity_timeout": 5.0}
        mail.script.append(Trouble.HANG_AFTER_DOT)  # it has taken the mail, and never says so
        with world.worker(**over_smtp) as doomed:
            world.deliver(greenhouse.applied(world.maya, world.now()))
            world.until("the server has the first mail", lambda: mail.accepted)
            assert doomed.pid is not None
            os.kill(doomed.pid, signal.SIGKILL)
        with world.worker(**over_smtp):
            assert world.ended(world.maya).outcome == "completed"
        assert [each.recipients for each in mail.accepted] == [[world.maya.email]] * 3
        message_ids = [each.mail["Message-ID"] for each in mail.accepted]
        assert len(set(message_ids)) == 3
    assert [(each.step, each.state) for each in world.sent(world.maya)] == [
        ("first", SendState.UNKNOWN),
        ("second", SendState.ACCEPTED),
        ("third", SendState.ACCEPTED),
    ]
    with world.parts.store.read() as conn:
        assert [each.step for each in ledger.unknowns(conn)] == ["first"]


def test_a_mail_server_that_is_away_delays_the_mail_and_loses_nothing(world: World) -> None:
    world.publish(THREE_MAILS)
    with SmtpDouble() as mail, world.web():
        mail.script.extend([Trouble.TURN_AWAY, Trouble.DEFER_RECIPIENT])
        with world.worker(production=True, channel=ChannelName.SMTP, smtp_port=mail.port):
            world.deliver(greenhouse.applied(world.maya, world.now()))
            assert world.ended(world.maya).outcome == "completed"
        assert len(mail.accepted) == 3
    assert [each.state for each in world.sent(world.maya)] == [SendState.ACCEPTED] * 3


@pytest.mark.postgres
@pytest.mark.slow
def test_a_database_gone_for_ten_seconds_loses_nothing(temporal_server: DevServer, tmp_path: Path) -> None:
    with postgres_cluster() as cluster:
        cluster.create("outage")
        with a_world(tmp_path, temporal_address=temporal_server.address, database_url=cluster.url("outage")) as world:
            world.publish(THREE_MAILS)
            with world.worker(), world.web():
                world.deliver(greenhouse.applied(world.maya, world.now()))
                world.until("the first mail has left", lambda: world.sent(world.maya))
                with cluster.gone_for(seconds=10):
                    with pytest.raises(Refused) as refused:
                        world.deliver(greenhouse.moved(world.maya, world.now(), stage="Onsite"), delivery="during")
                    assert refused.value.status == 503
                world.deliver(greenhouse.moved(world.maya, world.now(), stage="Onsite"), delivery="during")
                assert world.ended(world.maya).outcome == "completed"
            assert [each.step for each in world.sent(world.maya)] == ["first", "second", "third"]


def test_a_delivery_that_comes_while_no_worker_runs_is_taken_in_by_the_next_one(world: World) -> None:
    world.publish(THREE_MAILS)
    with world.web():
        world.deliver(greenhouse.applied(world.maya, world.now()))
    with world.worker():
        assert world.ended(world.maya).outcome == "completed"


def test_a_workflow_that_was_terminated_is_started_again_by_the_next_news_and_misses_none(world: World) -> None:
    world.publish(WAITS_FOR_A_STAGE)
    with world.worker(), world.web():
        world.deliver(greenhouse.applied(world.maya, world.now()))
        world.until("the first mail has left", lambda: world.sent(world.maya))
        (standing,) = world.enrollments(world.maya)
        world.terminate(standing.enrollment.id)
        world.deliver(greenhouse.moved(world.maya, world.now(), stage="Onsite"))
        assert world.ended(world.maya).outcome == "completed"
    assert [each.step for each in world.sent(world.maya)] == ["first", "good-luck"]


def test_a_look_that_trying_again_cannot_mend_holds_the_journey_until_a_person_resumes_it(world: World) -> None:
    world.publish(WAITS_FOR_A_STAGE)
    with world.worker(), world.web():
        world.deliver(greenhouse.applied(world.maya, world.now()))
        world.until("the first mail has left", lambda: world.sent(world.maya))
        (standing,) = world.enrollments(world.maya)
        with world.parts.store.write() as conn:
            conn.execute(delete(company_versions))
        world.signal(Poke(enrollment_id=standing.enrollment.id, event=1_000))
        world.until("it is held", lambda: world.enrollments(world.maya)[0].status is EnrollmentStatus.HELD)
        world.publish(WAITS_FOR_A_STAGE)
        world.update(standing.enrollment.id, "resume", Command(by="a test", reason="it is published again"))
        world.until("it goes on", lambda: world.enrollments(world.maya)[0].status is EnrollmentStatus.ACTIVE)
