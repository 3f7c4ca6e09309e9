"""Renders a text message exactly as it will be sent: plain words, and the way out where it is due."""

import re
from collections.abc import Mapping
from typing import Final

from nurture.domain.records import Company
from nurture.domain.segments import segments
from nurture.domain.touchpoints import Address, ChannelKind, Message
from nurture.language.expressions import ExpressionError
from nurture.language.sequence import Purpose
from nurture.messages.footer import unsubscribe_url
from nurture.messages.render import filled_text
from nurture.values import frozen

MOST_SEGMENTS: Final = 10
"""Parts of a text; a longer one is refused."""

_NO_MORE: Final[Mapping[str, str]] = {
    "en": "No more texts",
    "de": "Keine SMS mehr",
    "fr": "Ne plus recevoir de SMS",
    "es": "No recibir más SMS",
}


@frozen
class WayOut:
    """What the link by which a person ends these texts is made of."""

    purpose: Purpose
    secret: str
    public_url: str


def render_text(
    *,
    template: str,
    names: Mapping[str, object],
    to: Address,
    key: str,
    message_id: str,
    language: str,
    company: Company,
    way_out: WayOut,
) -> Message:
    """The text. Nurture texts end with a way out. Raises ExpressionError if it can't be filled in, or is too long."""
    words = filled_text(template, names, company=company, language=language)
    words = re.sub(r"\n{3,}", "\n\n", "\n".join(line.strip() for line in words.strip().split("\n")))
    if not words:
        raise ExpressionError("the text comes out empty", hint="Give its facts a fallback that says something.")
    if way_out.purpose is Purpose.NURTURE:
        said = _NO_MORE.get(language.replace("_", "-").split("-")[0].lower(), _NO_MORE["en"])
        url = unsubscribe_url(way_out.purpose, to.reached_at, secret=way_out.secret, public_url=way_out.public_url)
        words = f"{words}\n{said}: {url}"
    if (parts := segments(words)) > MOST_SEGMENTS:
        raise ExpressionError(f"the text takes {parts} parts, and {MOST_SEGMENTS} are the most", hint="Shorten it.")
    return Message(
        key=key,
        message_id=message_id,
        sender=Address(name=company.name),
        to=to,
        subject="",
        text=words,
        html="",
        language=language,
        channel=ChannelKind.SMS,
    )
