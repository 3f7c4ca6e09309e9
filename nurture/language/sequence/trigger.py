"""`enroll`: who enters a sequence, and when."""

from typing import Annotated, Final, Literal

from pydantic import (
    BeforeValidator,
    ConfigDict,
    Field,
    PlainSerializer,
    SerializerFunctionWrapHandler,
    StrictBool,
    ValidationInfo,
    WithJsonSchema,
    model_serializer,
    model_validator,
)

from nurture.domain.events import EventScope, EventType, spec_of
from nurture.language import codes, patterns
from nurture.language.again import Again
from nurture.language.cap import CapText
from nurture.language.faults import fault, listed
from nurture.language.fields import (
    AN_EVENT,
    Condition,
    EveryText,
    OnDateText,
    Rank,
    event_type,
    one_or_several,
    parsed,
)
from nurture.language.model import Model
from nurture.language.ranking import check_best
from nurture.language.reading import ReadInContext

MANUAL: Final = "manual"
"""Stands in `on:` for people whom somebody enrolls by hand."""
AN_ENTRY: Final = "the type of an event, or manual"
"""Marks the place of `on` of a trigger in a JSON Schema, as `AN_EVENT` does for others."""


def _events_or_manual(value: object) -> object:
    return None if value == MANUAL else one_or_several(value)


def _in_a_list(value: object, info: ValidationInfo) -> str:
    if value == MANUAL:
        said = "`manual` is no event, and stands in `on` by itself"
        raise fault(codes.CONTRADICTION, said, "write a second trigger with `on: manual`")
    return event_type(value, info)


def _as_written(events: tuple[str, ...] | None) -> str | list[str]:
    if events is None:
        return MANUAL
    return events[0] if len(events) == 1 else list(events)


_Entry = Annotated[str, ReadInContext(_in_a_list)]
_SEVERAL: Final = {"type": "array", "items": {"$comment": AN_EVENT}, "minItems": 1}


class Trigger(Model):
    """Who enters, and when: at an event (`on`), a date on the record (`at`), or again and again (`every`)."""

    model_config = ConfigDict(
        json_schema_extra={"oneOf": [{"required": ["on"]}, {"required": ["at"]}, {"required": ["every"]}]}
    )

    on: Annotated[
        tuple[_Entry, ...] | None,
        Field(min_length=1),
        BeforeValidator(_events_or_manual),
        PlainSerializer(_as_written),
        WithJsonSchema({"anyOf": [{"$comment": AN_ENTRY}, _SEVERAL]}),
    ] = Field(
        None,
        description="The event that lets somebody in, a list of events any of which does, or `manual`. News of a job "
        "lets everybody in who meets `where`.",
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
    rank: Rank | None = Field(
        None,
        description="A number that says who comes in first where many do at once: the highest; who is equal, by lot.",
    )
    best: int | None = Field(
        None,
        ge=1,
        description="With `rank`: how many come in at each occasion. The others stay out.",
    )
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
    def events(self) -> tuple[str, ...]:
        """The events any of which lets somebody in."""
        return self.on or ()

    @property
    def is_manual(self) -> bool:
        """True for people whom somebody brings in by hand."""
        return self.on is None and self.at is None and self.every is None

    @property
    def is_for_many(self) -> bool:
        """True if it lets in whoever meets `where`, and not somebody whom an event is about."""
        return self.every is not None or any(spec_of(event).scope is EventScope.JOB for event in self.events)

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
        if self.every_visit and self.on != (EventType.APPLICATION_STAGE_CHANGED,):
            said = "`every_visit` counts visits to a stage, and not every event here is one"
            raise fault(codes.CONTRADICTION, said, "use `on: application.stage_changed`", key="every_visit")
        if self.at_most is not None and self.is_manual:
            said = "`at_most` holds people for a person to let in, and here a person lets them in"
            raise fault(codes.CONTRADICTION, said, "leave it out", key="at_most")
        check_best(self.rank, self.best)
        return self
