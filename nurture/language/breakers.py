"""When a sequence or a mailbox stops by itself: too many mails come back or put people off, or too many come in."""

import re
from decimal import Decimal
from typing import Annotated, Final, TypeAlias

from pydantic import BeforeValidator, Field, PlainSerializer, model_validator

from nurture.language import codes, patterns
from nurture.language.cap import CapText
from nurture.language.faults import fault, text_of
from nurture.language.fields import Length
from nurture.language.model import Model
from nurture.timing.duration import Duration

_SHARE: Final = re.compile(r"([0-9]{1,3}(?:\.[0-9]{1,3})?)\s*%")


def _percent(value: object) -> Decimal:
    if isinstance(value, Decimal):
        return value
    text = text_of(value, "a share")
    found = _SHARE.fullmatch(text.strip())
    if found is None or not 0 < Decimal(found[1]) < 100:
        raise fault(codes.BAD_SHARE, f"“{text}” is no share of the mails", "write it in percent, as in 5% or 0.1%")
    return Decimal(found[1])


Percent: TypeAlias = Annotated[
    Decimal,
    BeforeValidator(_percent),
    PlainSerializer(lambda percent: f"{percent}%", return_type=str),
    patterns.text_like(r"[0-9]+(\.[0-9]+)? *%", "a share in percent, as in 5% or 0.1%", "5%", "0.1%"),
]


class Breakers(Model):
    """Shares of the mails to candidates of a sequence, or from a mailbox: once one is passed, no more of those leave
    until a person says so. And how many may come into a sequence before the others are held at its door.
    """

    bounces: Percent | None = Field(None, description="How many may come back.")
    complaints: Percent | None = Field(None, description="How many may be called spam.")
    opt_outs: Percent | None = Field(None, description="How many may be followed by a wish for no more mail.")
    enrollments: CapText | None = Field(
        None,
        description="How many may come into each sequence by themselves, as in `100 per hour`; a trigger that has an "
        "`at_most` of its own keeps to that.",
    )
    over: Length = Field(Duration.parse("7 days"), description="The time whose mails count.")
    at_least: Annotated[int, Field(strict=True, ge=1)] = Field(
        50, description="How many mails there must be before a share says anything."
    )

    @model_validator(mode="after")
    def _breaks_something(self) -> "Breakers":
        if self.enrollments is None and not self.looks_at_mails:
            hint = "say `bounces`, `complaints`, `opt_outs`, `enrollments`, or more"
            raise fault(codes.CONTRADICTION, "this breaks nothing", hint)
        return self

    @property
    def looks_at_mails(self) -> bool:
        """Whether what becomes of mails stops anything."""
        return not (self.bounces is None and self.complaints is None and self.opt_outs is None)
