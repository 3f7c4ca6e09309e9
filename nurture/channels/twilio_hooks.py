"""What Twilio tells: what became of texts that it took over, and what people texted to our number.

    accepted, scheduled, queued, sending, sent      queued        delivered, read      delivered
    undelivered                                     bounced       failed, canceled     rejected

`undelivered` is the network's word, and for good where `ErrorCode` says that there is no such telephone; `failed` is
Twilio's own: it never left. Both come as forms, signed with the account's auth token over the address that we gave and
all parameters. https://www.twilio.com/docs/messaging/guides/track-outbound-message-status,
https://www.twilio.com/docs/messaging/guides/webhook-request, https://www.twilio.com/docs/usage/webhooks/webhooks-security
"""

from collections.abc import Mapping
from datetime import datetime
from typing import Final
from urllib.parse import parse_qsl

from nurture.channels.twilio import STOPPED
from nurture.config import Settings
from nurture.domain.mail_reports import MailFate, MailReport
from nurture.domain.phones import text_number
from nurture.errors import Refused
from nurture.inbound.texts import Word, word_of
from nurture.values import frozen

SIGNATURE: Final = "X-Twilio-Signature"

FATES: Final[Mapping[str, MailFate]] = {
    "accepted": MailFate.QUEUED,
    "scheduled": MailFate.QUEUED,
    "queued": MailFate.QUEUED,
    "sending": MailFate.QUEUED,
    "sent": MailFate.QUEUED,
    "delivered": MailFate.DELIVERED,
    "read": MailFate.DELIVERED,
    "undelivered": MailFate.BOUNCED,
    "failed": MailFate.REJECTED,
    "canceled": MailFate.REJECTED,
}

NO_TELEPHONE: Final = frozenset({"30005", "30006"})
"""Error codes that say for good that no text arrives there: an unknown number, a landline."""

_MOST_FIELDS: Final = 200

Form = Mapping[str, str]


@frozen
class TextReport:
    """What became of a text; `is_stopped` says that it did not leave because its recipient had answered STOP."""

    report: MailReport
    is_stopped: bool


@frozen
class TextIn:
    """A text from a person: `id` is Twilio's name for it, `number` theirs (E.164)."""

    id: str
    number: str
    text: str
    word: Word | None


def read(raw: bytes, url: str, signature: str, settings: Settings) -> Form:
    """The form that Twilio sent to that address of ours.

    Raises Refused: 401 unless it is signed with one of our tokens, 503 where there is none, 400 for no form.
    """
    try:
        form = dict(parse_qsl(raw.decode(), keep_blank_values=True, max_num_fields=_MOST_FIELDS))
    except ValueError as error:
        raise Refused("this is no form", status=400) from error
    try:
        from twilio.request_validator import RequestValidator  # an extra: nurture[twilio]
    except ImportError as error:
        hint = "Install it: pip install 'nurture[twilio]'."
        raise Refused("there is nothing to verify Twilio's signatures with", status=503, hint=hint) from error
    if not settings.twilio_auth_tokens:
        hint = "Set NURTURE_TWILIO_AUTH_TOKENS."
        raise Refused("there is no token to verify Twilio's signatures with", status=503, hint=hint)
    validators = [RequestValidator(token.get_secret_value()) for token in settings.twilio_auth_tokens]
    if not any(validator.validate(url, form, signature) for validator in validators):
        hint = f"If Twilio sent it: it must know us as {settings.public_url} (NURTURE_PUBLIC_URL)."
        raise Refused("the signature is not Twilio's for us", status=401, hint=hint)
    return form


def report_of(form: Form, *, at: datetime) -> TextReport | None:
    """What a status callback says; None for a status that says nothing of a text's fate. Twilio names no time."""
    fate, code = FATES.get(form.get("MessageStatus", "")), form.get("ErrorCode", "")
    if fate is None:
        return None
    report = MailReport(
        fate=fate,
        at=at,
        provider_id=form.get("MessageSid"),
        is_for_good=fate is not MailFate.BOUNCED or code in NO_TELEPHONE,
        detail=f"Twilio says {form['MessageStatus']}, error {code}" if code.isdecimal() and code != "0" else None,
    )
    return TextReport(report=report, is_stopped=code == str(STOPPED))


def text_of(form: Form) -> TextIn:
    """A text that came in. Where Twilio itself answered a word it says which, and knows words of other languages.

    Raises Refused (400) for what comes from no telephone.
    """
    number, sid, text = text_number(form.get("From")), form.get("MessageSid", ""), form.get("Body", "")
    if number is None or not sid:
        raise Refused("this is no text from a telephone", status=400)
    answered = next((word for word in Word if word == form.get("OptOutType", "").lower()), None)
    return TextIn(id=sid, number=number, text=text.replace("\0", ""), word=answered or word_of(text))
