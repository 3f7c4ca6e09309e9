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
    SerializerFunctionWrapHandler,
    StrictBool,
    ValidationInfo,
    WithJsonSchema,
    model_serializer,
    model_validator,
)

from nurture.domain.concern import Of
from nurture.domain.events import EventScope, EventSpec, EventType, spec_of
from nurture.domain.exit_scope import ExitScope
from nurture.domain.subject import SubjectKind
from nurture.language import codes, patterns
from nurture.language.again import Again
from nurture.language.cap import CapText
from nurture.language.chain import Signers
from nurture.language.context import own_in
from nurture.language.faults import fault, listed
from nurture.language.fields import (
    Closed,
    Condition,
    DigestText,
    EventName,
    EveryText,
    Hours,
    Length,
    Name,
    OnDateText,
    OneToo,
    SlideText,
    Title,
    event_type,
    parsed,
)
from nurture.language.model import Model
from nurture.language.steps import Steps
from nurture.language.whose import check_of
from nurture.timing.calendar import WorkCalendar
from nurture.timing.errors import TimingError
from nurture.timing.slide import Slide
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
    DECISION = "decision"
    ONBOARDING = "onboarding"
    INTERNAL = "internal"


class Priority(StrEnum):
    """Which mails have the earlier slots of a mailbox, the first before the others."""

    HIGH = "high"
    NORMAL = "normal"
    LOW = "low"


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
    """Who enters, and when: at an event (`on`), a date on the record (`at`), or again and again (`every`)."""

    model_config = ConfigDict(
        json_schema_extra={"oneOf": [{"required": ["on"]}, {"required": ["at"]}, {"required": ["every"]}]}
    )

    on: Annotated[
        str | None,
        PlainValidator(_event_or_manual),
        PlainSerializer(lambda event: event or MANUAL, return_type=str),
        WithJsonSchema({"$comment": AN_ENTRY}),
    ] = Field(
        None,
        description="The event that lets somebody in, or `manual`. News of a job lets everybody in who meets `where`.",
    )
    at: OnDateText | None = Field(
        None, description="A moment counted from a date on the record; one run for each date. A moved date moves it."
    )
    every: EveryText | None = Field(
        None, description="Days and a time, on the company's clock: whoever meets `where` then comes in."
    )
    if_late: Literal["skip", "enter"] = Field(
        "skip",
        description="With `at`: a moment that had passed more than a day before the record was known, or anybody "
        "looked, lets nobody in (`skip`), or does so at once (`enter`).",
    )
    where: Condition | None = Field(None, description="Judged on the event: only those who meet it enter.")
    again: Annotated[
        Again,
        parsed(Again, Again.parse, codes.BAD_DURATION, "`again`"),
        PlainSerializer(str, return_type=str),
        patterns.AGAIN,
    ] = Field(
        Again.NEVER, description="Whether somebody may enter again: never, always, after a time, or by a restart."
    )
    every_visit: StrictBool = Field(
        False, description="One run for each visit to a stage, which ends when the application leaves that stage."
    )
    at_most: CapText | None = Field(
        None, description="A breaker, as in `50 per day`: who comes beyond that is held until a person lets them in."
    )

    @property
    def is_manual(self) -> bool:
        """True for people whom somebody brings in by hand."""
        return self.on is None and self.at is None and self.every is None

    @property
    def is_for_many(self) -> bool:
        """True if it lets in whoever meets `where`, and not somebody whom an event is about."""
        return self.every is not None or (self.on is not None and spec_of(self.on).scope is EventScope.JOB)

    @model_serializer(mode="wrap")
    def _without_gaps(self, handler: SerializerFunctionWrapHandler) -> dict[str, object]:
        is_event = self.is_manual or self.on is not None
        leaves_out = ("if_late",) if self.at is None else ()
        leaves_out = leaves_out if is_event else (*leaves_out, "on")
        return {key: value for key, value in handler(self).items() if value is not None and key not in leaves_out}

    @model_validator(mode="after")
    def _has_one_occasion(self) -> "Trigger":
        named = [key for key in ("on", "at", "every") if key in self.model_fields_set]
        if not named:
            raise fault(codes.MISSING_KEY, "this trigger does not say when", "add `on`, `at` or `every`")
        if len(named) > 1:
            said = f"this trigger has {listed(named, 'and')}"
            raise fault(codes.CONTRADICTION, said, "write two triggers, as a list", key=named[1])
        if self.if_late == "enter" and self.at is None:
            said = "`if_late` is about a moment that counts from a date"
            raise fault(codes.CONTRADICTION, said, "leave it out, or use `at`", key="if_late")
        return self

    @model_validator(mode="after")
    def _goes_together(self) -> "Trigger":
        if self.every_visit and self.on != EventType.APPLICATION_STAGE_CHANGED:
            said = "`every_visit` counts visits to a stage, and this event is none"
            raise fault(codes.CONTRADICTION, said, "use `on: application.stage_changed`", key="every_visit")
        if self.at_most is not None and self.is_manual:
            said = "`at_most` holds people for a person to let in, and here a person lets them in"
            raise fault(codes.CONTRADICTION, said, "leave it out", key="at_most")
        return self


class ExitRule(Model):
    """What ends a run early: an event (`on`, perhaps `where`), or a condition on the facts (`when`)."""

    model_config = ConfigDict(json_schema_extra={"oneOf": [{"required": ["on"]}, {"required": ["when"]}]})

    on: EventName | None = Field(None, description="The event that ends it.")
    where: Condition | None = Field(None, description="Judged on the event: only one that meets it counts.")
    of: Of | None = Field(
        None, description="Whose event: `candidate.applications` (any of theirs), `application.job` (its own job)."
    )
    when: Condition | None = Field(None, description="Ends it as soon as this is true.")
    grace: Length | None = Field(
        None, description="For that long nothing leaves, and the run is not over yet; it ends when the time is over."
    )
    unless: EventName | None = Field(
        None, description="The event that takes the exit back: if it comes within the grace, the run goes on."
    )
    scope: ExitScope | None = Field(
        None,
        description="What ends with it: all runs about the application, of the candidate, those of the candidate with "
        "the same purpose, or everything (nor does another begin by itself). Of itself, this run alone.",
    )
    as_: Name = Field(alias="as", description="The outcome, as reports will show it.")
    goal: StrictBool = Field(False, description="True if this is what the sequence is for.")

    @model_validator(mode="after")
    def _one_reason(self) -> "ExitRule":
        if (self.on is None) == (self.when is None):
            said = "this exit has both `on` and `when`" if self.on else "this exit says neither `on` nor `when`"
            raise fault(codes.CONTRADICTION, said, "write `on` with an event, or `when` with a condition")
        if self.where is not None and self.on is None:
            raise fault(codes.CONTRADICTION, "`where` narrows an event, and there is no `on`", "join it to `when`")
        if self.grace is not None and self.on is None:
            said = "a condition has no moment from which a grace could count"
            raise fault(codes.CONTRADICTION, said, "write `on` with an event", key="grace")
        if self.unless is not None and self.grace is None:
            said = "`unless` takes an exit back within its grace, and this one takes effect at once"
            raise fault(codes.CONTRADICTION, said, "add `grace: 60 minutes`", key="unless")
        if self.unless is not None and self.unless == self.on:
            said = f"`{self.unless}` can't take back what it brings about"
            raise fault(codes.CONTRADICTION, said, "name the event that reverses it", key="unless")
        check_of(self.of, tuple(event for event in (self.on, self.unless) if event))
        return self


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
        Priority.NORMAL, description="Whose mails go first where a mailbox has to wait: high, normal or low."
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
        BeforeValidator(_one_or_list(str)),
        OneToo,
    ] = Field(("candidate", "job", "company"), description="Whose clock counts: the first that is known.")


class Sequence(Model):
    """A sequence: who enters, what ends it, how mails leave, and the steps in order."""

    INSTEAD: ClassVar[Mapping[str, str]] = {"group": "write `exclusive: outreach`, with a group of company.yaml"}

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
    displaces: StrictBool = Field(
        False, description="Pushes whoever is in a sequence of the group with a lower priority out of that one."
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

    @model_validator(mode="after")
    def _displaces_in_a_group(self) -> "Sequence":
        if self.displaces and self.exclusive is None:
            said = "`displaces` pushes people out of other sequences of a group, and this is in none"
            raise fault(codes.CONTRADICTION, said, "add `exclusive` with a group, or leave it out", key="displaces")
        return self


def is_about_openings(sequence: Sequence) -> bool:
    """True if news of a job lets people in: what it sends them is about that opening."""
    return any(trigger.on is not None and trigger.on.partition(".")[0] == "job" for trigger in sequence.enroll)


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
