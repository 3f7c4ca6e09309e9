"""How much a mailbox may send: what its provider allows, as company.yaml says it."""

import re
from datetime import timedelta
from typing import Annotated, Final, TypeAlias

from pydantic import AfterValidator, BeforeValidator, Field, PlainSerializer, model_validator

from nurture.language import codes, patterns
from nurture.language.faults import fault, text_of
from nurture.language.fields import check_email
from nurture.language.model import Model

DEFAULT: Final = "default"
"""Stands for every mailbox that is not named."""

_GAP: Final = re.compile(r"([0-9]{1,4})\s*(seconds?|minutes?)", re.IGNORECASE)
_MINUTE: Final = timedelta(minutes=1)
_WIDEST: Final = timedelta(hours=1)


def _gap(value: object) -> timedelta:
    if isinstance(value, timedelta):
        return value
    text = text_of(value, "a time between two mails")
    found = _GAP.fullmatch(text.strip())
    if found is None:
        raise fault(codes.BAD_DURATION, f"“{text}” is no time between two mails", "write it as in 100 seconds")
    number, unit = int(found[1]), found[2].lower()
    gap = timedelta(minutes=number) if unit.startswith("minute") else timedelta(seconds=number)
    if not timedelta() < gap <= _WIDEST:
        raise fault(
            codes.BAD_DURATION, f"“{text}” is not between 1 second and 60 minutes", "write it as in 100 seconds"
        )
    return gap


def say_gap(gap: timedelta) -> str:
    """ "100 seconds", "2 minutes"."""
    minutes, rest = divmod(gap, _MINUTE)
    number, unit = (int(gap.total_seconds()), "second") if rest else (minutes, "minute")
    return f"{number} {unit}" if number == 1 else f"{number} {unit}s"


def _mailbox(text: str) -> str:
    return text if text == DEFAULT else check_email(text).lower()


Gap: TypeAlias = Annotated[
    timedelta,
    BeforeValidator(_gap),
    PlainSerializer(say_gap, return_type=str),
    patterns.text_like("[0-9]+ *([Ss]econds?|[Mm]inutes?)", "a number of seconds or minutes", "100 seconds"),
]
Mailbox: TypeAlias = Annotated[str, AfterValidator(_mailbox)]


class MailboxLimits(Model):
    """What the provider of a mailbox lets it send."""

    per_day: Annotated[int, Field(strict=True, ge=1, le=1_000_000)] | None = Field(
        None, description="How many mails at most on one day, on the company's clock."
    )
    apart: Gap | None = Field(None, description="How long at least from one mail to the next, as in `100 seconds`.")

    @model_validator(mode="after")
    def _limits_something(self) -> "MailboxLimits":
        if self.per_day is None and self.apart is None:
            raise fault(codes.CONTRADICTION, "this limits nothing", "say `per_day`, `apart`, or both")
        return self

    def __str__(self) -> str:
        daily = f"{self.per_day} a day" if self.per_day else ""
        return ", ".join(filter(None, (daily, f"{say_gap(self.apart)} apart" if self.apart else "")))
