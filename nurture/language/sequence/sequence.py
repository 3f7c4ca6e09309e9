"""One file: a sequence."""

from collections.abc import Mapping
from typing import Annotated, ClassVar

from pydantic import AfterValidator, BeforeValidator, Field, StrictBool, ValidationInfo, WithJsonSchema, model_validator

from nurture.domain.subject import SubjectKind
from nurture.language import codes
from nurture.language.context import own_in
from nurture.language.faults import fault
from nurture.language.fields import Name, OneToo, Title, one_or_list
from nurture.language.model import Model
from nurture.language.named_conditions import NamedConditions, put_in
from nurture.language.sequence.exit_rule import ExitRule
from nurture.language.sequence.purpose import Purpose
from nurture.language.sequence.send_rules import SendRules
from nurture.language.sequence.subject import default_subject
from nurture.language.sequence.trigger import MANUAL, Trigger
from nurture.language.steps import Block, Steps


class Sequence(Model):
    """A sequence: who enters, what ends it, how mails leave, and the steps in order."""

    INSTEAD: ClassVar[Mapping[str, str]] = {"group": "write `exclusive: outreach`, with a group of company.yaml"}

    sequence: Name = Field(description="The name, for ever.")
    title: Title = Field(description="What it is, in a few words.")
    owner: Title = Field(description="Who answers for it.")
    purpose: Purpose = Field(description="What it is for: sets consent, footer and the rules it must keep.")
    enroll: Annotated[tuple[Trigger, ...], Field(min_length=1), BeforeValidator(one_or_list(Trigger)), OneToo] = Field(
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
            event for trigger in data.get("enroll", ()) for event in trigger.events
        ),
        alias="for",
        description="What a run is about; of itself, what all triggers are about.",
    )
    exit: Annotated[tuple[ExitRule, ...], BeforeValidator(one_or_list(ExitRule)), OneToo] = Field(
        (), description="What ends it early. Looked at on every event and just before each send."
    )
    send: SendRules = Field(default_factory=SendRules, description="How its mails leave.")
    conditions: NamedConditions | None = Field(
        None, description="Conditions that have a name, to be used in the others by it, with `_` for `-`."
    )
    blocks: Annotated[dict[Name, Block] | None, AfterValidator(lambda _: None)] = Field(
        None, description="Steps that it has several times, by name, for `block` to put in; what runs are the steps."
    )
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
            event
            for each in (triggers if isinstance(triggers, list) else [triggers])
            if isinstance(each, dict)
            for event in (each["on"] if isinstance(each.get("on"), list) else [each.get("on")])
        ]
        events = [event for event in named if isinstance(event, str) and event != MANUAL]
        return {**data, "for": default_subject(events, own.events)}

    @model_validator(mode="before")
    @classmethod
    def _conditions_are_put_in(cls, data: object, info: ValidationInfo) -> object:
        """What the company's conditions are is known here, and belongs to what is published."""
        own = own_in(info)
        return put_in(cls, data, own.conditions if own else {}) if isinstance(data, dict) else data

    @model_validator(mode="after")
    def _displaces_in_a_group(self) -> "Sequence":
        if self.displaces and self.exclusive is None:
            said = "`displaces` pushes people out of other sequences of a group, and this is in none"
            raise fault(codes.CONTRADICTION, said, "add `exclusive` with a group, or leave it out", key="displaces")
        return self


def is_about_openings(sequence: Sequence) -> bool:
    """True if news of a job lets people in: what it sends them is about that opening."""
    return any(event.partition(".")[0] == "job" for trigger in sequence.enroll for event in trigger.events)


def counts_visits(sequence: Sequence) -> bool:
    """True if a run is one visit to a stage."""
    return any(trigger.every_visit for trigger in sequence.enroll)
