"""A text through Twilio on a real Temporal server: reported on, and answered, at the doors that Twilio knows."""

from collections.abc import Iterator
from pathlib import Path

import httpx
import pytest
from pydantic import SecretStr

from nurture.config import TextChannelName
from nurture.demo import greenhouse
from nurture.devserver import DevServer
from nurture.domain.intake import CandidateUpdate
from nurture.domain.mail_reports import MailFate
from nurture.domain.touchpoints import ChannelKind, Direction
from nurture.store import contacts
from nurture.store.recording import write_candidate
from tests.doubles.twilio import ACCOUNT, SENDER, TOKEN, TwilioDouble, a_reply, a_report, deliver
from tests.integration.sequences import TEXTS_AND_ASKS
from tests.integration.world import World, a_world

pytest.importorskip("twilio", reason="the extra `twilio` verifies Twilio's signatures, and is not installed")
pytestmark = pytest.mark.temporal

NUMBER = "+491701234567"
EDGE = "https://edge.acme.example"


@pytest.fixture
def twilio() -> Iterator[TwilioDouble]:
    with TwilioDouble() as double:
        yield double


@pytest.fixture
def world(temporal_server: DevServer, tmp_path: Path, twilio: TwilioDouble) -> Iterator[World]:
    settings = {
        "text_channel": TextChannelName.TWILIO,
        "twilio_account_sid": ACCOUNT,
        "twilio_auth_tokens": (SecretStr(TOKEN),),
        "twilio_sender": SENDER,
        "twilio_host": twilio.url,
        "public_url": EDGE,
        "allow_to": (NUMBER,),
    }
    url = f"sqlite:///{tmp_path / 'nurture.db'}"
    with (
        a_world(tmp_path, temporal_address=temporal_server.address, database_url=url, **settings) as world,
        world.worker(),
        world.web(),
    ):
        yield world


def test_a_text_is_reported_on_and_its_answer_ends_the_journey(world: World, twilio: TwilioDouble) -> None:
    world.publish(TEXTS_AND_ASKS)
    world.deliver(greenhouse.applied(world.maya, world.now()))
    world.until("she is in", lambda: world.enrollments(world.maya))
    agreed = CandidateUpdate(id=world.maya.candidate_id, fields={"phone": "+49 170 1234567", "can_text": True})
    with world.parts.store.write() as conn:
        write_candidate(conn, agreed)
    [text] = world.until("Twilio has the text", lambda: twilio.accepted)
    assert text.form["To"] == NUMBER
    status = text.form["StatusCallback"].removeprefix(EDGE)
    with httpx.Client(base_url=f"http://127.0.0.1:{world.settings.web_port}") as client:
        told = [deliver(client, status, a_report(text, each), known_as=EDGE) for each in ("delivered", "sent")]
        reply = a_reply("Yes, gladly", sender=NUMBER)
        told += [deliver(client, "/hooks/twilio/inbound", reply, known_as=EDGE) for _ in range(2)]
    assert [answer.status_code for answer in told] == [204, 204, 200, 200]
    assert world.ended(world.maya).outcome == "replied"
    with world.parts.store.read() as conn:
        theirs = contacts.of_candidate(conn, world.maya.candidate_id)
    texts = [each for each in theirs if each.channel is ChannelKind.SMS]
    assert [(each.direction, each.fate) for each in texts] == [
        (Direction.OUTBOUND, MailFate.DELIVERED),
        (Direction.INBOUND, None),
    ]
    assert len(twilio.accepted) == 1
