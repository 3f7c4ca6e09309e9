"""The types of single values: text that is understood once, when it is read, and written back canonically."""

import re
from collections.abc import Callable
from typing import Annotated, Final, Literal, TypeAlias, TypeVar

from pydantic import (
    AfterValidator,
    BeforeValidator,
    Field,
    GetJsonSchemaHandler,
    PlainSerializer,
    ValidationInfo,
    WithJsonSchema,
)
from pydantic.json_schema import JsonSchemaValue
from pydantic_core import CoreSchema

from nurture.domain.events import EVENTS
from nurture.language import codes, patterns
from nurture.language.codes import Code
from nurture.language.context import own_in
from nurture.language.expressions import Expression
from nurture.language.faults import did_you_mean, fault, listed, text_of
from nurture.language.line import Line
from nurture.language.reading import ReadBy, ReadInContext
from nurture.timing.closed import Closure, leaves_no_day
from nurture.timing.daily import Daily
from nurture.timing.duration import Duration
from nurture.timing.errors import TimingError
from nurture.timing.every import Every
from nurture.timing.lead import Lead
from nurture.timing.on_date import OnDate
from nurture.timing.slide import Slide
from nurture.timing.wait import Wait
from nurture.timing.window import SendWindow
from nurture.timing.zones import zone_of

T = TypeVar("T")

ROLES: Final = ("recruiter", "coordinator", "hiring_manager", "referrer")
MAX_NAME: Final = 60
MAX_LINE: Final = 200
EVENT_NAME: Final = r"[a-z0-9]+(?:[-_][a-z0-9]+)*\.[a-z0-9]+(?:[-_][a-z0-9]+)*"
MAX_TEXT: Final = 5_000
_NAME: Final = re.compile(r"[a-z0-9]+(?:-[a-z0-9]+)*")
ITEM_NAME: Final = re.compile(r"[a-z][a-z0-9_]{0,29}")
_EMAIL: Final = re.compile(r"[^@\s<>\"(),:;]+@[^@\s<>\"(),:;.]+(?:\.[^@\s<>\"(),:;.]+)+")
_LANGUAGE: Final = re.compile(r"[a-z]{2,3}(?:-[A-Z][a-z]{3})?(?:-(?:[A-Z]{2}|[0-9]{3}))?")


def parsed(kind: type[T], parse: Callable[[str], T], code: Code, what: str) -> ReadBy:
    """Takes text through `parse`, whose TimingError becomes a fault with this code."""

    def validate(value: object) -> T:
        if isinstance(value, kind):
            return value
        try:
            return parse(text_of(value, what))
        except TimingError as error:
            raise fault(code, error.message, error.hint) from error

    return ReadBy(validate)


def is_language(tag: str) -> bool:
    """True for a language tag such as de, pt-BR or zh-Hant (the plain part of BCP 47)."""
    return _LANGUAGE.fullmatch(tag) is not None


def check_name(text: str, what: str = "a name") -> str:
    """The text, which is to name something for ever. Raises a fault."""
    if len(text) > MAX_NAME:
        raise fault(codes.BAD_NAME, f"{what} has at most {MAX_NAME} characters; this has {len(text)}", "shorten it")
    if not _NAME.fullmatch(text):
        near = re.sub(r"[^a-z0-9]+", "-", text.lower()).strip("-")
        raise fault(
            codes.BAD_NAME,
            f"“{text}” can't be {what}: it takes lower-case letters, digits and single hyphens",
            f"write `{near}`" if near else "write one such as `first-mail`",
        )
    return text


def check_somebody(text: str) -> str:
    """The text, which is to name a role or a sender. Raises a fault."""
    return text if text in ROLES else check_name(text)


def event_type(value: object, info: ValidationInfo) -> str:
    """The event of that name: built in, or of the company's own. Raises a fault.

    Where the company is not known, as in a plan that was checked and published, any name that could be one is taken.
    """
    name = text_of(value, "an event")
    own = own_in(info)
    known = [*EVENTS, *(own.events if own else ())]
    if name in known or (own is None and re.fullmatch(EVENT_NAME, name)):
        return name
    raise fault(codes.UNKNOWN_EVENT, f"there is no event `{name}`", _event_hint(name, known))


def _event_hint(name: str, known: list[str]) -> str:
    alike = [event for event in known if event.startswith(name.split(".")[0] + ".")]
    every = sorted({event.split(".")[0] + ".…" for event in known})
    near = did_you_mean(name, known) or (f"use {listed(alike)}" if alike else f"events are called {listed(every)}")
    return f"{near}; what your own systems tell stands under `events` in company.yaml"


def _template_name(text: str) -> str:
    for part in text.split("/"):
        check_name(part, "part of a template's name")
    return text


def check_email(text: str) -> str:
    """The text, which is to be a mail address. Raises a fault."""
    if not _EMAIL.fullmatch(text):
        raise fault(codes.BAD_NAME, f"“{text}” is not a mail address", "write one such as jobs@acme.example")
    return text


def _language(text: str) -> str:
    if not is_language(text):
        raise fault(codes.BAD_LANGUAGE, f"“{text}” is not a language", "write a tag such as en, de or pt-BR")
    return text


def _zone(text: str) -> str:
    try:
        return zone_of(text).key
    except TimingError as error:
        raise fault(codes.BAD_PLACE, error.message, error.hint) from error


def _window(text: str) -> SendWindow:
    return SendWindow.parse("always" if text.strip().lower() == "any time" else text)


def _expression(value: object) -> Expression:
    return value if isinstance(value, Expression) else Expression(text_of(value, "a condition").strip())


def _own_digest(value: object) -> Daily | Literal["none"]:
    if isinstance(value, Daily):
        return value
    text = text_of(value, "`digest`").strip()
    try:
        return "none" if text == "none" else Daily.parse(text)
    except TimingError as error:
        raise fault(codes.NOT_A_CHOICE, error.message, f"{error.hint}; or none, to let it leave by itself") from error


def _line(value: object) -> Line:
    if isinstance(value, Line):
        return value
    text = text_of(value, "this").strip()
    if not text or len(text) > MAX_LINE or "\n" in text:
        raise fault(codes.WRONG_TYPE, f"this is one line of 1 to {MAX_LINE} characters", "say it in a line")
    return Line(text)


def _paragraphs(value: object) -> Line:
    if isinstance(value, Line):
        return value
    text = text_of(value, "this").strip()
    if not text or len(text) > MAX_TEXT:
        raise fault(codes.WRONG_TYPE, f"this is a text of 1 to {MAX_TEXT} characters", "say it in fewer words")
    return Line(text)


_AS_TEXT: Final = PlainSerializer(str, return_type=str)
_PLAIN: Final = "lower-case letters, digits and single hyphens"

Title: TypeAlias = Annotated[str, Field(min_length=1, max_length=200)]
Name: TypeAlias = Annotated[
    str, AfterValidator(check_name), patterns.text_like(_NAME.pattern, f"{_PLAIN}, as in first-mail", "first-mail")
]
SenderName: TypeAlias = Annotated[
    str,
    AfterValidator(check_somebody),
    WithJsonSchema({"anyOf": [{"enum": list(ROLES)}, {"type": "string", "pattern": f"^{_NAME.pattern}$"}]}),
]
TemplateName: TypeAlias = Annotated[
    str,
    AfterValidator(_template_name),
    patterns.text_like(
        f"{_NAME.pattern}(?:/{_NAME.pattern})*",
        f"{_PLAIN}, with a slash for each folder, as in silver-medalist/thanks",
        "silver-medalist/thanks",
    ),
]
Email: TypeAlias = Annotated[
    str,
    AfterValidator(check_email),
    patterns.text_like(_EMAIL.pattern, "a mail address such as jobs@acme.example", "jobs@acme.example"),
]
Language: TypeAlias = Annotated[
    str,
    AfterValidator(_language),
    patterns.text_like(_LANGUAGE.pattern, "a tag such as en, de or pt-BR", "en", "de", "pt-BR"),
]
ZoneName: TypeAlias = Annotated[
    str, AfterValidator(_zone), WithJsonSchema({"type": "string", "examples": ["Europe/Berlin", "America/New_York"]})
]
AN_EVENT: Final = "the type of an event"
"""Marks the place of events' names in a JSON Schema until they are known; see `nurture.language.editor_schema`."""
EventName: TypeAlias = Annotated[str, ReadInContext(event_type), WithJsonSchema({"$comment": AN_EVENT})]
A_ROLE: Final = "somebody of ours"
"""Marks the place of roles in a JSON Schema, as `AN_EVENT` does for events."""
Condition: TypeAlias = Annotated[
    Expression,
    ReadBy(_expression),
    PlainSerializer(lambda expression: expression.text, return_type=str),
    patterns.CONDITION,
]
Rank: TypeAlias = Annotated[
    Expression,
    ReadBy(_expression),
    PlainSerializer(lambda expression: expression.text, return_type=str),
    patterns.RANK,
]
"""An expression that comes to a number."""
LineText: TypeAlias = Annotated[Line, ReadBy(_line), _AS_TEXT, WithJsonSchema({"type": "string"})]
Length: TypeAlias = Annotated[
    Duration, parsed(Duration, Duration.parse, codes.BAD_DURATION, "a duration"), _AS_TEXT, patterns.DURATION
]
LongText: TypeAlias = Annotated[Line, ReadBy(_paragraphs), _AS_TEXT, WithJsonSchema({"type": "string"})]
LeadText: TypeAlias = Annotated[Lead, parsed(Lead, Lead.parse, codes.BAD_LEAD, "a lead"), _AS_TEXT, patterns.LEAD]
WaitText: TypeAlias = Annotated[Wait, parsed(Wait, Wait.parse, codes.BAD_WAIT, "a wait"), _AS_TEXT, patterns.WAIT]
EveryText: TypeAlias = Annotated[
    Every, parsed(Every, Every.parse, codes.BAD_EVERY, "`every`"), _AS_TEXT, patterns.EVERY
]
OnDateText: TypeAlias = Annotated[
    OnDate, parsed(OnDate, OnDate.parse, codes.BAD_WAIT, "`at`"), _AS_TEXT, patterns.ON_DATE
]
Hours: TypeAlias = Annotated[
    SendWindow, parsed(SendWindow, _window, codes.BAD_WINDOW, "a send window"), _AS_TEXT, patterns.HOURS
]
SlideText: TypeAlias = Annotated[
    Slide, parsed(Slide, Slide.parse, codes.NOT_A_CHOICE, "`slide`"), _AS_TEXT, patterns.SLIDE
]
DigestText: TypeAlias = Annotated[
    Daily, parsed(Daily, Daily.parse, codes.NOT_A_CHOICE, "`digest`"), _AS_TEXT, patterns.DAILY
]
OwnDigestText: TypeAlias = Annotated[
    Daily | Literal["none"],
    ReadBy(_own_digest),
    _AS_TEXT,
    patterns.OWN_DIGEST,
]

ClosedText: TypeAlias = Annotated[
    Closure, parsed(Closure, Closure.parse, codes.BAD_CLOSED, "closed days"), _AS_TEXT, patterns.CLOSED
]


def _leaves_days(closed: tuple[Closure, ...]) -> tuple[Closure, ...]:
    if leaves_no_day(closed):
        raise fault(codes.BAD_CLOSED, "every day of the year is closed", "leave some days open")
    return closed


def one_or_list(kind: type) -> Callable[[object], object]:
    """Before a list is validated: makes one of a single value, which is of that kind or written as a mapping."""
    return lambda value: (value,) if isinstance(value, dict | kind) else value


def one_or_several(value: object) -> object:
    """A list, where a single text was written."""
    return (value,) if isinstance(value, str) else value


class OneToo:
    """Beside a BeforeValidator that makes a list of a single value: tells editors that both can be written."""

    @classmethod
    def __get_pydantic_json_schema__(cls, core: CoreSchema, handler: GetJsonSchemaHandler) -> JsonSchemaValue:
        several = handler(core)
        return {"anyOf": [several["items"], several]}


Closed: TypeAlias = Annotated[
    tuple[ClosedText, ...],
    AfterValidator(_leaves_days),
    BeforeValidator(one_or_several),
    OneToo,
]
"""One stretch of closed days, or a list."""
EventNames: TypeAlias = Annotated[tuple[EventName, ...], Field(min_length=1), BeforeValidator(one_or_several), OneToo]
"""One event, or a list."""
AS_WRITTEN: Final = PlainSerializer(lambda names: names[0] if len(names) == 1 else list(names))
"""Writes a single one back without a list."""
