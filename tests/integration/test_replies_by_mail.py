"""A reply by mail, from the door it comes in by to the end of the journey, on a real Temporal server."""

from collections.abc import Iterator
from email.message import EmailMessage
from pathlib import Path

import httpx
import pytest

from nurture.config import Settings
from nurture.demo import greenhouse
from nurture.devserver import DevServer
from nurture.domain.touchpoints import Direction, Message
from nurture.service.mail.keeping import CONNECTION
from nurture.store import contacts, frozen, inbox
from nurture.store.words import InboxState
from tests.doubles.sendgrid_inbound import form, post
from tests.dovecot import ImapServer, imap_server
from tests.integration.sequences import WAITS_FOR_A_STAGE
from tests.integration.world import World, a_world

pytestmark = pytest.mark.temporal

REPLIES = {"reply_domain": "reply.acme.example"}


@pytest.fixture
def mailbox() -> Iterator[ImapServer]:
    with imap_server() as server:
        yield server


def first_mail(world: World) -> Message:
    """Maya's first mail, once it has left."""
    world.publish(WAITS_FOR_A_STAGE)
    world.deliver(greenhouse.applied(world.maya, world.now()))
    [first] = world.until("the first mail has left", lambda: world.sent(world.maya))
    with world.parts.store.read() as conn:
        message = frozen.message_of(conn, first.id)
    assert message is not None
    return message


def a_reply(to: str, **headers: str) -> bytes:
    """From an address that is on nobody's record."""
    mail = EmailMessage()
    for name, value in {"From": "another@home.example", "To": to, "Message-ID": "<1@home.example>", **headers}.items():
        mail[name.replace("_", "-")] = value
    mail.set_content("Thank you, I look forward to it.\n")
    return mail.as_bytes()


def inbound(world: World) -> list[str]:
    """What came in from Maya, as her timeline tells it."""
    with world.parts.store.read() as conn:
        theirs = contacts.of_candidate(conn, world.maya.candidate_id)
    return [each.summary for each in theirs if each.direction is Direction.INBOUND]


def test_a_reply_that_sendgrid_hands_over_ends_the_journey_once(temporal_server: DevServer, tmp_path: Path) -> None:
    url = f"sqlite:///{tmp_path / 'nurture.db'}"
    with (
        a_world(tmp_path, temporal_address=temporal_server.address, database_url=url, **REPLIES) as world,
        world.worker(),
        world.web(),
    ):
        first = first_mail(world)
        assert first.reply_to is not None
        body = form(a_reply(first.reply_to.email), to=first.reply_to.email, sender="another@home.example")
        with httpx.Client(base_url=f"http://127.0.0.1:{world.settings.web_port}") as sendgrid:
            assert [post(sendgrid, body).status_code for _ in range(3)] == [200, 200, 200]
        assert world.ended(world.maya).outcome == "replied"
        assert inbound(world) == ["wrote: Thank you, I look forward to it."]


def test_a_reply_in_a_mailbox_ends_the_journey(temporal_server: DevServer, tmp_path: Path, mailbox: ImapServer) -> None:
    url = f"sqlite:///{tmp_path / 'nurture.db'}"
    ours = mailbox.settings(Settings(), imap_every=0.2)
    settings = {name: getattr(ours, name) for name in Settings.model_fields if name.startswith("imap_")}
    with (
        a_world(tmp_path, temporal_address=temporal_server.address, database_url=url, **REPLIES, **settings) as world,
        world.worker(),
        world.web(),
    ):
        first = first_mail(world)
        mailbox.deliver(a_reply("kim@acme.example", In_Reply_To=first.message_id))
        assert world.ended(world.maya).outcome == "replied"
        assert inbound(world) == ["wrote: Thank you, I look forward to it."]
        with world.parts.store.read() as conn:
            assert inbox.counts(conn, connection=CONNECTION) == {InboxState.TAKEN_IN: 1}
