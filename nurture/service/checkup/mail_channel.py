"""Can mail leave?"""

from nurture.channels import channel_from
from nurture.config import ChannelName, Settings
from nurture.errors import NotSetUp
from nurture.service.checkup.finding import Finding, good, warning, wrong


def look(settings: Settings) -> Finding:
    """What the channel says of itself; nothing is sent."""
    try:
        channel = channel_from(settings)
    except NotSetUp as error:
        return wrong("Channel", error.message, error.hint)
    try:
        said = channel.check()
    except NotSetUp as error:
        return wrong("Channel", error.message, error.hint)
    finally:
        channel.close()
    if settings.channel is ChannelName.OUTBOX:
        return warning("Channel", said, "To write to people: NURTURE_CHANNEL=smtp or sendgrid")
    return good("Channel", said)
