"""Can mail leave, and texts?"""

from collections.abc import Callable, Iterator
from typing import Final

from nurture.channels import Channel, channel_from, text_channel_from, why_kept_back
from nurture.config import Settings
from nurture.errors import NotSetUp
from nurture.service.checkup.finding import Finding, good, warning, wrong

_TO_WRITE: Final = "To write to people: NURTURE_CHANNEL=smtp or sendgrid"

_TO_ALL: Final = "To write to real people: NURTURE_PRODUCTION=true. To let tests out: NURTURE_ALLOW_TO"


def look(settings: Settings) -> Iterator[Finding]:
    """What the channels say of themselves; nothing is sent. Of texts nothing, where they stay in the outbox."""
    if bounds := why_kept_back(settings):
        yield warning("TEST MODE", bounds.removeprefix("test mode: "), _TO_ALL)
    stays = _TO_WRITE if not settings.mail_leaves else None
    yield _asked("Channel", settings, channel_from, stays=stays)
    if settings.texts_leave:
        yield _asked("Texts", settings, text_channel_from)


def _asked(part: str, settings: Settings, made: Callable[[Settings], Channel], *, stays: str | None = None) -> Finding:
    """What one of them says; `stays` is what to do where nothing leaves by it."""
    try:
        channel = made(settings)
    except NotSetUp as error:
        return wrong(part, error.message, error.hint)
    try:
        said = channel.check()
    except NotSetUp as error:
        return wrong(part, error.message, error.hint)
    finally:
        channel.close()
    return warning(part, said, stays) if stays else good(part, said)
