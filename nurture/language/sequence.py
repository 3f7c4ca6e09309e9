"""One file: a sequence."""

from collections.abc import Callable, Iterable, Mapping
from enum import StrEnum
from typing import Annotated, ClassVar, Final, Literal

from pydantic import (
    AfterValidator,
    BeforeValidator,
    ConfigDict,
    Field,
    PlainSerializer,
    PlainValidator,
    StrictBool,
    ValidationInfo,
    WithJsonSchema,
    model_validator,
)

from nurture.domain.concern import Of
from nurture.domain.events import EventScope, EventSpec, EventType
from nurture.domain.subject import SubjectKind
from nurture.language import codes, patterns
from nurture.language.again import Again
from nurture.language.cap import CapText
from nurture.language.context import own_in
from nurture.language.faults import fault, listed
from nurture.language.fields import (
    Condition,
    EventName,
    Hours,
    Name,
    OneToo,
    SenderName,
    Title,
    event_type,
    parsed,
)
from nurture.language.model import Model
from nurture.language.steps import Steps
from nurture.language.steps.email import Slide
from nurture.language.whose import check_of
from nurture.timing.calendar import WorkCalendar
from nurture.timing.errors import TimingError
from nurture.timing.window import SendWindow

MANUAL: Final = "manual"
"""Stands in `on:` for people whom somebody enrolls by hand."""
_OF_APPLICATIONS: Final = frozenset({"application", "prospect", "interview", "scorecard", "offer", "hire"})
_HOLIDAYS: Final = ("candidate", "job", "company", "none")
AN_ENTRY: Final = "the type of an event, or manual"
"""Marks the place of `on` of a trigger in a JSON Schema, as `AN_EVENT` does for others."""
_PLACE: Final = r"^\s*[A-Za-z]{2}(-[A-Za-z0-9]+)?\s*$"
_HOLIDAYS_OF: Final = WithJsonSchema(
    {"anyOf": [{"enum": list(_HOLIDAYS)}, {"type": "string", "pattern": _PLACE, "examples": ["DE", "GB-ENG"]}]}
)


class Purpose(StrEnum):
    """What a sequence is for: sets consent, footer and the rules that it must keep."""

    NURTURE = "nurture"
    APPLICATION = "application"
    ONBOARDING = "onboarding"
    INTERNAL = "internal"


def _event_or_manual(value: object, info: ValidationInfo) -> str | None:
    return None if value in (MANUAL, None) else event_type(value, info)


def _holidays(text: str) -> str:
    if text in _HOLIDAYS:
        return text
    try:
        WorkCalendar.parse(text)
    except TimingError as error:
        hint = error.hint if "-" in text else f"write {listed(_HOLIDAYS)}, or a country such as DE"
        raise fault(codes.BAD_PLACE, error.message, hint) from error
    return text.strip().upper()


def _one_or_list(kind: type) -> Callable[[object], object]:
    return lambda value: (value,) if isinstance(value, dict | kind) else value


class Trigger(Model):
    """Who enters, and when."""

    on: Annotated[
        str | None,
        PlainValidator(_event_or_manual),
        PlainSerializer(lambda event: event or MANUAL, return_type=str),
        WithJsonSchema({"$comment": AN_ENTRY}),
    ] = Field(description="The event that lets somebody in, or `manual`.")
    where: Condition | None = Field(None, description="Judged on the event: only those who meet it enter.")
    again: Annotated[
        Again,
        parsed(Again, Again.parse, codes.BAD_DURATION, "`again`"),
        PlainSerializer(str, return_type=str),
        patterns.AGAIN,
    ] = Field(Again.NEVER, description="Whether somebody may enter again: never, always or after a time.")
    every_visit: StrictBool = Field(
        False, description="One run for each visit to a stage, which ends when the application leaves that stage."
    )
    at_most: CapText | None = Field(
        None, description="A breaker, as in `50 per day`: who comes beyond that is held until a person lets them in."
    )

    @model_validator(mode="after")
    def _goes_together(self) -> "Trigger":
        if self.every_visit and self.on != EventType.APPLICATION_STAGE_CHANGED:
            said = "`every_visit` counts visits to a stage, and this event is none"
            raise fault(codes.CONTRADICTION, said, "use `on: application.stage_changed`", key="every_visit")
        if self.at_most is not None and self.on is None:
            said = "`at_most` holds people for a person to let in, and here a person lets them in"
            raise fault(codes.CONTRADICTION, said, "leave it out", key="at_most")
        return self


class ExitRule(Model):
    """What ends a run early: an event (`on`, perhaps `where`), or a condition on the facts (`when`)."""

    model_config = ConfigDict(json_schema_extra={"oneOf": [{"required": ["on"]}, {"required": ["when"]}]})

    LATER: ClassVar[frozenset[str]] = frozenset({"scope"})

    on: EventName | None = Field(None, description="The event that ends it.")
    where: Condition | None = Field(None, description="Judged on the event: only one that meets it counts.")
    of: Of | None = Field(
        None, description="Whose event: `candidate.applications` (any of theirs), `application.job` (its own job)."
    )
    when: Condition | None = Field(None, description="Ends it as soon as this is true.")
    as_: Name = Field(alias="as", description="The outcome, as reports will show it.")
    goal: StrictBool = Field(False, description="True if this is what the sequence is for.")

    @model_validator(mode="after")
    def _one_reason(self) -> "ExitRule":
        if (self.on is None) == (self.when is None):
            said = "this exit has both `on` and `when`" if self.on else "this exit says neither `on` nor `when`"
            raise fault(codes.CONTRADICTION, said, "write `on` with an event, or `when` with a condition")
        if self.where is not None and self.on is None:
            raise fault(codes.CONTRADICTION, "`where` narrows an event, and there is no `on`", "join it to `when`")
        check_of(self.of, (self.on,) if self.on else ())
        return self


class SendRules(Model):
    """How the mails of a sequence leave."""

    LATER: ClassVar[frozenset[str]] = frozenset({"digest", "priority"})

    sender: SenderName = Field("recruiter", alias="from", description="A role, or a sender named in company.yaml.")
    hours: Hours = Field(
        SendWindow.parse("mon-fri 09:00-17:00"), description="When mails may leave, on the recipient's clock."
    )
    slide: Slide = Field("later", description="What to do with a mail that is due in closed hours.")
    holidays: Annotated[str, AfterValidator(_holidays), _HOLIDAYS_OF] = Field(
        "candidate", description="Whose holidays are kept: candidate, job, company, none, a country, or a part of one."
    )
    zone: Annotated[
        tuple[Literal["candidate", "job", "company"], ...],
        Field(min_length=1),
        BeforeValidator(_one_or_list(str)),
        OneToo,
    ] = Field(("candidate", "job", "company"), description="Whose clock counts: the first that is known.")


class Sequence(Model):
    """A sequence: who enters, what ends it, how mails leave, and the steps in order."""

    LATER: ClassVar[frozenset[str]] = frozenset({"group"})

    sequence: Name = Field(description="The name, for ever.")
    title: Title = Field(description="What it is, in a few words.")
    owner: Title = Field(description="Who answers for it.")
    purpose: Purpose = Field(description="What it is for: sets consent, footer and the rules it must keep.")
    enroll: Annotated[tuple[Trigger, ...], Field(min_length=1), BeforeValidator(_one_or_list(Trigger)), OneToo] = Field(
        description="Who enters, and when; one or a list."
    )
    exclusive: Name | None = Field(
        None, description="A group of company.yaml: whoever is in one sequence of it stays out of the others."
    )
    priority: Annotated[int, Field(strict=True, ge=0, le=100)] = Field(
        0, description="Where one event opens several sequences of a group, the highest has the person."
    )
    for_: Annotated[SubjectKind, WithJsonSchema({"enum": list(SubjectKind)})] = Field(
        default_factory=lambda data: default_subject(
            trigger.on for trigger in data.get("enroll", ()) if trigger.on is not None
        ),
        alias="for",
        description="What a run is about; of itself, what all triggers are about.",
    )
    exit: Annotated[tuple[ExitRule, ...], BeforeValidator(_one_or_list(ExitRule)), OneToo] = Field(
        (), description="What ends it early. Looked at on every event and just before each send."
    )
    send: SendRules = Field(default_factory=SendRules, description="How its mails leave.")
    steps: Steps = Field(min_length=1, description="What happens, in order.")

    @model_validator(mode="before")
    @classmethod
    def _own_events_tell_the_subject(cls, data: object, info: ValidationInfo) -> object:
        """What the company's events are about is known here, and not any more where the sequence is published."""
        own = own_in(info)
        if own is None or not own.events or not isinstance(data, dict) or "for" in data:
            return data
        triggers = data.get("enroll")
        named = [
            each.get("on")
            for each in (triggers if isinstance(triggers, list) else [triggers])
            if isinstance(each, dict)
        ]
        events = [event for event in named if isinstance(event, str) and event != MANUAL]
        return {**data, "for": default_subject(events, own.events)}


def counts_visits(sequence: Sequence) -> bool:
    """True if a run is one visit to a stage."""
    return any(trigger.every_visit for trigger in sequence.enroll)


def names_application(event: str, own: Mapping[str, EventSpec] | None = None) -> bool:
    """True if an event of that name is about one application, so that a run about it can start.

    `own` are the company's events.
    """
    if own and event in own:
        return own[event].scope is EventScope.APPLICATION
    return event.partition(".")[0] in _OF_APPLICATIONS


def default_subject(events: Iterable[str], own: Mapping[str, EventSpec] | None = None) -> SubjectKind:
    """What a sequence with these triggers is about if it doesn't say: an application if every one of them is."""
    told = [names_application(event, own) for event in events]
    return SubjectKind.APPLICATION if told and all(told) else SubjectKind.CANDIDATE
