"""`send`: how the mails of a sequence leave."""

from enum import StrEnum
from typing import Annotated, Final, Literal

from pydantic import AfterValidator, BeforeValidator, Field, WithJsonSchema

from nurture.language import codes
from nurture.language.cap import CapText
from nurture.language.chain import Signers
from nurture.language.faults import fault, listed
from nurture.language.fields import Closed, DigestText, Hours, OneToo, SlideText, one_or_list
from nurture.language.model import Model
from nurture.timing.calendar import WorkCalendar
from nurture.timing.errors import TimingError
from nurture.timing.slide import Slide
from nurture.timing.window import SendWindow

_HOLIDAYS: Final = ("candidate", "job", "company", "none")
_PLACE: Final = r"^\s*[A-Za-z]{2}(-[A-Za-z0-9]+)?\s*$"
_HOLIDAYS_OF: Final = WithJsonSchema(
    {"anyOf": [{"enum": list(_HOLIDAYS)}, {"type": "string", "pattern": _PLACE, "examples": ["DE", "GB-ENG"]}]}
)


class Priority(StrEnum):
    """Whose messages go first where not all can, the first before the others; see `nurture.engine.turns`."""

    HIGH = "high"
    NORMAL = "normal"
    LOW = "low"


def _holidays(text: str) -> str:
    if text in _HOLIDAYS:
        return text
    try:
        WorkCalendar.parse(text)
    except TimingError as error:
        hint = error.hint if "-" in text else f"write {listed(_HOLIDAYS)}, or a country such as DE"
        raise fault(codes.BAD_PLACE, error.message, hint) from error
    return text.strip().upper()


class SendRules(Model):
    """How the mails of a sequence leave."""

    sender: Signers = Field(
        ("recruiter",),
        alias="from",
        description="A role, or a sender named in company.yaml; of several, the first who is there.",
    )
    hours: Hours = Field(
        SendWindow.parse("mon-fri 09:00-17:00"), description="When mails may leave, on the recipient's clock."
    )
    closed: Closed = Field(
        (), description="Days on which no mail leaves: one that is due then is treated as in closed hours."
    )
    slide: SlideText = Field(Slide(way="later"), description="What to do with a mail that is due in closed hours.")
    at_most: CapText | None = Field(
        None, description="How many of its messages one reader gets, over all runs; the others wait."
    )
    priority: Priority = Field(
        Priority.NORMAL,
        description="Whose messages go first where a mailbox, or a person, can't have all at once: high, normal or "
        "low.",
    )
    digest: DigestText | None = Field(
        None,
        description="At what time of day its mails leave that say nothing themselves, as in `daily at 09:00`: all that "
        "a step then has to say to one reader goes out in one mail.",
    )
    holidays: Annotated[str, AfterValidator(_holidays), _HOLIDAYS_OF] = Field(
        "candidate", description="Whose holidays are kept: candidate, job, company, none, a country, or a part of one."
    )
    zone: Annotated[
        tuple[Literal["candidate", "job", "company"], ...],
        Field(min_length=1),
        BeforeValidator(one_or_list(str)),
        OneToo,
    ] = Field(("candidate", "job", "company"), description="Whose clock counts: the first that is known.")
