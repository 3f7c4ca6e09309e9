"""What a log of events can say: who there is, which jobs, and what happened when."""

from functools import cached_property
from typing import Annotated, Final

from pydantic import BeforeValidator, Field, ValidationInfo, field_validator, model_validator

from nurture.domain.events import EventScope, spec_of
from nurture.domain.own import Own
from nurture.domain.values import Kept
from nurture.language import codes
from nurture.language.faults import fault, listed
from nurture.language.fields import Email, Language, Name, Title, ZoneName
from nurture.language.model import Model
from nurture.language.places import Country
from nurture.language.sequence import Purpose
from nurture.simulator.more_words import NEED_APPLICATION, HandWords, RecordWords
from nurture.simulator.own_words import carried_by, set_apart, values_of
from nurture.simulator.task_words import Done, HandedOver, Rescheduled, Snoozed, TaskWord
from nurture.simulator.values import AwayUntil, Contacted, Day, DayIfKnown, InARow, Mark, Moment, Pause, Said

APPLIED_STAGE: Final = "Application Review"
"""The stage of an application of which the log says no other."""


class Member(Model):
    """Somebody of ours."""

    name: Title
    email: Email | None = None
    away: InARow | None = Field(None, description="Days on which they are away: 2026-07-01..2026-07-14.")
    gone: bool = Field(False, description="True for somebody who has left the company.")
    deputy: Name | None = Field(None, description="Who stands in, from `team`.")


class Job(Model):
    """A job. It is on record from the first event that names it; `own` are values of the company's own fields."""

    title: Title
    department: str | None = None
    office: str | None = None
    zone: ZoneName | None = None
    country: Country | None = None
    language: Language | None = None
    url: str | None = None
    skills: tuple[str, ...] | None = None
    recruiter: Name | None = None
    coordinator: Name | None = None
    hiring_manager: Name | None = None
    own: dict[str, Kept] = Field(default_factory=dict)
    own_roles: dict[str, Name] = Field(default_factory=dict)

    @model_validator(mode="before")
    @classmethod
    def _own_words(cls, data: object, info: ValidationInfo) -> object:
        return set_apart(data, info, "job")


class JobChange(Model):
    """What changed of a job."""

    job: Name
    title: Title | None = None
    department: str | None = None
    office: str | None = None
    recruiter: Name | None = None
    coordinator: Name | None = None
    hiring_manager: Name | None = None
    own: dict[str, Kept] = Field(default_factory=dict)
    own_roles: dict[str, Name] = Field(default_factory=dict)

    @model_validator(mode="before")
    @classmethod
    def _own_words(cls, data: object, info: ValidationInfo) -> object:
        return set_apart(data, info, "job")


class Person(Model):
    """A candidate, or what changed of one."""

    name: Title | None = None
    email: Email | None = None
    phone: str | None = None
    title: str | None = None
    company: str | None = None
    tags: tuple[str, ...] | None = None
    zone: ZoneName | None = None
    country: Country | None = None
    language: Language | None = None
    can_email: bool | None = None
    can_text: bool | None = None
    is_private: bool | None = None
    do_not_contact: bool | None = None
    skills: tuple[str, ...] | None = None
    interests: tuple[str, ...] | None = None
    consent_until: Day | None = None
    recruiter: Name | None = None
    coordinator: Name | None = None
    own: dict[str, Kept] = Field(default_factory=dict)
    own_roles: dict[str, Name] = Field(default_factory=dict)

    @model_validator(mode="before")
    @classmethod
    def _own_words(cls, data: object, info: ValidationInfo) -> object:
        return set_apart(data, info, "candidate")


class Change(Person):
    """What changed of a person, or of the company's own fields of their application or hire."""

    application: dict[str, Kept] | None = None
    hire: dict[str, Kept] | None = None

    @field_validator("application", "hire", mode="before")
    @classmethod
    def _of_a_record(cls, data: object, info: ValidationInfo) -> object:
        return values_of(data, info, info.field_name or "")

    @property
    def of_application(self) -> dict[str, Kept]:
        """What changed of the application, with what is of its hire."""
        return {**(self.application or {}), **(self.hire or {})}

    @property
    def is_about_person(self) -> bool:
        """Whether anything changed of the person."""
        return bool(self.model_fields_set - {"application", "hire"})


def _as_written(value: object) -> object:
    """An answer is text; a number, and a yes that YAML takes for `true`, are written as such."""
    if isinstance(value, bool):
        return "yes" if value else "no"
    return str(value) if isinstance(value, int) else value


class Answer(Model):
    """An answer to a survey that was sent."""

    survey: Name
    answer: Annotated[str, BeforeValidator(_as_written)]
    comment: str | None = None


class Line(HandWords, RecordWords):
    """One thing that happened: when, to whom, and exactly one of the words that say what."""

    at: Moment
    who: Name | None = None
    job: Name | None = Field(
        None, description="Which application, where a person has several; with an `event` about one, the job."
    )
    stage: str | None = Field(None, description="With `applied` and `added`: the stage it starts in.")
    source: str | None = Field(None, description="With `applied` and `added`: where they come from.")

    applied: Name | None = Field(None, description="Applied for that job.")
    added: Name | None = Field(None, description="A recruiter added somebody who did not apply, for that job.")
    moved: str | None = Field(None, description="Moved to that stage.")
    rejected: Said | None = Field(None, description="Turned down, with the reason.")
    unrejected: Mark | None = Field(None, description="The rejection was taken back.")
    withdrew: Said | None = Field(None, description="Withdrew, with the reason.")
    hired: Day | None = Field(None, description="Hired, to start on that day.")
    unhired: Mark | None = Field(None, description="The hire was taken back.")
    start_date_changed: DayIfKnown | None = Field(None, description="The first day is that day now, or unknown.")
    updated: Change | None = Field(None, description="What changed about the person, or their application.")
    replied: Said | None = Field(None, description="Wrote to us.")
    answered: Answer | None = Field(None, description="Answered a survey, or their manager did.")
    opted_out: Purpose | None = Field(None, description="Wants no more mail of that purpose.")
    wants_pause: Pause | None = Field(None, description="Wants no nurture mail for so many months.")
    wants_only_openings: Mark | None = Field(None, description="Wants no nurture mail but about openings.")
    texted: Annotated[str, BeforeValidator(_as_written)] | None = Field(None, description="Texted to us.")
    out_of_office: AwayUntil | None = Field(None, description="A reply came by itself: away until that day, or so.")
    consent: Day | None = Field(None, description="Agreed to hear from us until that day.")
    consent_withdrawn: Mark | None = Field(None, description="Took back that they agreed to hear from us.")
    bounced: Mark | None = Field(None, description="A mail to them came back for good.")
    contacted: Contacted | None = Field(None, description="Somebody of ours wrote to them or called, by themselves.")
    event: str | None = Field(None, description="An event of the company's own; `carries` says what it tells.")
    carries: dict[str, Kept] | None = Field(None, description="With `event`: what it tells, by name.")
    anonymized: Mark | None = Field(None, description="Their data was erased.")
    done: Done | None = Field(None, description="Somebody of ours said what came of a task about the person.")
    snoozed: Snoozed | None = Field(None, description="A task about the person was put off.")
    handed_over: HandedOver | None = Field(None, description="A task about the person was passed on.")
    rescheduled: Rescheduled | None = Field(None, description="Until when a task about the person is to be done.")
    opened: Name | None = Field(None, description="That job was opened.")
    closed: Name | None = Field(None, description="That job was closed.")
    job_changed: JobChange | None = Field(None, description="What changed about a job, such as who manages it.")

    @model_validator(mode="after")
    def _event_is_of_the_company(self, info: ValidationInfo) -> "Line":
        if self.event is None and self.carries is not None:
            raise fault(codes.CONTRADICTION, "`carries` goes with `event`", "leave it out", key="carries")
        if self.event is not None:
            carries = carried_by(self.event, self.carries or {}, info)
            return self.model_copy(update={"carries": carries})
        return self

    @cached_property
    def word(self) -> str:
        """What happened, by the key that says so."""
        return self._words[0]

    @property
    def _words(self) -> list[str]:
        given = self.model_fields_set
        return [word for word in WORDS if word in given and getattr(self, word) is not None]

    @property
    def task_word(self) -> TaskWord | None:
        """What was said of a task."""
        return self.done or self.snoozed or self.handed_over or self.rescheduled

    @model_validator(mode="after")
    def _says_one_thing(self) -> "Line":
        said = self._words
        if not said:
            raise fault(codes.MISSING_KEY, "nothing happens here", f"add one of {listed(WORDS)}")
        if len(said) > 1:
            together = listed(said, "and")
            raise fault(codes.CONTRADICTION, f"{together} on one line", "write a line for each", key=said[1])
        is_about_job = said[0] in ABOUT_JOBS
        if is_about_job and self.who is not None:
            hint = "leave `who` out: whoever waits for it hears of it"
            raise fault(codes.CONTRADICTION, "a job opens, closes or changes for everybody", hint, key="who")
        if not is_about_job and self.who is None:
            raise fault(codes.MISSING_KEY, "`who` is missing here", "add `who`: a name from `people`")
        if said[0] not in ("applied", "added"):
            for key, hint in (("stage", "write `moved` for another stage"), ("source", "say it where they applied")):
                if getattr(self, key) is not None:
                    raise fault(codes.CONTRADICTION, f"`{key}` does not go with `{said[0]}`", hint, key=key)
        return self


_PLAIN: Final = ("at", "who", "job", "stage", "source", "carries")
_MORE: Final = (*RecordWords.model_fields, *HandWords.model_fields)
WORDS: Final = (*(name for name in Line.model_fields if name not in (*_PLAIN, *_MORE)), *_MORE)
"""The keys of a line that say what happened."""
ABOUT_JOBS: Final = ("opened", "closed", "job_changed")
ABOUT_APPLICATIONS: Final = (
    *("moved", "rejected", "unrejected", "withdrew"),
    *("hired", "unhired", "start_date_changed"),
    *NEED_APPLICATION,
)


def is_about_application(line: Line, own: Own) -> bool:
    """Whether what happened is news of one application; `own` tells it of the company's events."""
    if line.event is not None:
        return spec_of(line.event, own.events).scope is EventScope.APPLICATION
    if line.updated is not None:
        return bool(line.updated.of_application)
    return line.word in ABOUT_APPLICATIONS


def names_job(line: Line, own: Own) -> bool:
    """Whether what happened is what a person did with a job, by an event of the company's own."""
    return line.event is not None and spec_of(line.event, own.events).names_job


class Log(Model):
    """A log of events. Moments are on the clock of `zone`, which is the company's if none is given.

    `refused` names steps, as in `chase/tag`, to which the ATS or the webhook says no.
    """

    zone: ZoneName | None = None
    team: dict[Name, Member] = Field(default_factory=dict)
    jobs: dict[Name, Job] = Field(default_factory=dict)
    people: dict[Name, Person]
    refused: tuple[str, ...] = ()
    events: tuple[Line, ...] = Field(min_length=1)

    @field_validator("events", "refused", mode="before")
    @classmethod
    def _is_a_list(cls, value: object) -> object:
        return tuple(value) if isinstance(value, list) else value
