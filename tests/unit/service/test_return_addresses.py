"""Where replies to a mail of ours go."""

import pytest

from nurture.domain.events import EventType
from nurture.domain.records import ApplicationStatus
from nurture.messages.identity import Returned, Way, read_return_address
from nurture.values import replace
from tests.unit.service.desk import KIM, MAIL, Desk, maya, sequence

STEPS = """\
- {id: ours, email: one}
- {id: to-kim, email: two, to: recruiter}
"""


@pytest.mark.parametrize("domain", ["reply.acme.example", None])
def test_only_a_mail_to_the_candidate_asks_for_replies_at_an_address_that_names_it(
    desk: Desk, domain: str | None
) -> None:
    desk.parts = replace(desk.parts, settings=desk.parts.settings.model_copy(update={"reply_domain": domain}))
    desk.publish(sequence(STEPS))
    desk.hear(
        maya(EventType.APPLICATION_REJECTED, status=ApplicationStatus.REJECTED, email=MAIL, team={"recruiter": KIM})
    )
    desk.run(days=1)
    to_maya, to_kim = desk.post.asked
    assert to_kim.reply_to is None
    if domain is None:
        assert to_maya.reply_to is None
        return
    assert to_maya.reply_to is not None
    assert to_maya.reply_to.name == "Acme Robotics"
    assert to_maya.reply_to.email.endswith("@reply.acme.example")
    read = read_return_address(to_maya.reply_to.email, secret=desk.parts.secret, domain=desk.parts.settings.mail_domain)
    assert read == Returned(way=Way.REPLY, message_id=to_maya.message_id)
