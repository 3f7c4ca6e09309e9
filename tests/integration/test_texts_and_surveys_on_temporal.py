"""A text and a survey on a real Temporal server, answered on the page that the mail leads to."""

import httpx
import pytest

from nurture.demo import greenhouse
from nurture.domain.intake import CandidateUpdate
from nurture.domain.touchpoints import ChannelKind, Message
from nurture.store import frozen
from nurture.store.recording import write_candidate
from tests.integration.sequences import TEXTS_AND_ASKS
from tests.integration.world import World

pytestmark = pytest.mark.temporal


def asked(world: World) -> Message | None:
    """The mail that brings the survey, once it has left."""
    mail = next((each for each in world.sent(world.maya) if each.step == "ask"), None)
    if mail is None:
        return None
    with world.parts.store.read() as conn:
        return frozen.message_of(conn, mail.id)


def test_a_text_leaves_and_an_answer_on_the_page_wakes_the_journey(running: World) -> None:
    running.publish(TEXTS_AND_ASKS)
    running.deliver(greenhouse.applied(running.maya, running.now()))
    running.until("she is in", lambda: running.enrollments(running.maya))
    agreed = CandidateUpdate(id=running.maya.candidate_id, fields={"phone": "+491701234567", "can_text": True})
    with running.parts.store.write() as conn:
        write_candidate(conn, agreed)
    mail = running.until("the survey has left", lambda: asked(running))
    token = next(word for word in mail.text.split() if "/s/" in word).rsplit("/", 1)[-1]
    page = f"http://127.0.0.1:{running.settings.web_port}/s/{token}"
    assert httpx.post(page, data={"answer": "10"}).status_code == 200
    assert running.ended(running.maya).outcome == "completed"
    text, ask, thanks = running.sent(running.maya)
    assert (text.channel, text.step) == (ChannelKind.SMS, "text")
    assert (ask.step, thanks.step) == ("ask", "thanks")
