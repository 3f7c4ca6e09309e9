"""Ways to reach a person, one file each; the setting `NURTURE_CHANNEL` picks one for mail, `NURTURE_TEXT_CHANNEL` one
for text messages.

An adapter is imported only when it is picked, so that nobody loads a vendor's library for nothing.
"""

from collections.abc import Callable, Mapping

from nurture.channels.allowed import AllowedOnly, AllowList
from nurture.channels.base import Channel, Receipt
from nurture.config import ChannelName, Settings, TextChannelName

__all__ = [
    "CHANNELS",
    "TEXT_CHANNELS",
    "AllowList",
    "AllowedOnly",
    "Channel",
    "Receipt",
    "channel_from",
    "text_channel_from",
    "why_kept_back",
]


def _outbox(settings: Settings) -> Channel:
    from nurture.channels.outbox import Outbox

    return Outbox()


def _smtp(settings: Settings) -> Channel:
    from nurture.channels import smtp

    return smtp.from_settings(settings)


def _sendgrid(settings: Settings) -> Channel:
    from nurture.channels import sendgrid

    return sendgrid.from_settings(settings)


def _twilio(settings: Settings) -> Channel:
    from nurture.channels import twilio

    return twilio.from_settings(settings)


CHANNELS: Mapping[ChannelName, Callable[[Settings], Channel]] = {
    ChannelName.OUTBOX: _outbox,
    ChannelName.SMTP: _smtp,
    ChannelName.SENDGRID: _sendgrid,
}
"""How each channel is made from the settings."""

TEXT_CHANNELS: Mapping[TextChannelName, Callable[[Settings], Channel]] = {
    TextChannelName.OUTBOX: _outbox,
    TextChannelName.TWILIO: _twilio,
}
"""The same for text messages."""


def channel_from(settings: Settings) -> Channel:
    """The channel that the settings name. Raises NotSetUp, naming the environment variable; contacts nobody yet."""
    return _within_bounds(CHANNELS[settings.channel](settings), settings, leaves=settings.mail_leaves)


def text_channel_from(settings: Settings) -> Channel:
    """The channel for text messages that the settings name; contacts nobody yet."""
    return _within_bounds(TEXT_CHANNELS[settings.text_channel](settings), settings, leaves=settings.texts_leave)


def why_kept_back(settings: Settings) -> str | None:
    """What test mode means for these settings; None in production, and where nothing would leave anyway."""
    if settings.production or not (settings.mail_leaves or settings.texts_leave):
        return None
    return str(AllowList.of(settings.allow_to))


def _within_bounds(channel: Channel, settings: Settings, *, leaves: bool) -> Channel:
    if settings.production or not leaves:
        return channel
    return AllowedOnly(channel=channel, allowed=AllowList.of(settings.allow_to))
