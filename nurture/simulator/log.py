"""What a log of events can say: who there is, which jobs, and what happened when."""

from datetime import date, datetime
from typing import Annotated, Final, TypeAlias, TypeVar

from pydantic import AfterValidator, BeforeValidator, Field, field_validator, model_validator

from nurture.language import codes
from nurture.language.company import Country
from nurture.language.faults import fault, listed, text_of
from nurture.language.fields import Email, Language, Name, Title, ZoneName
from nurture.language.model import Model
from nurture.language.sequence import Purpose

T = TypeVar("T", bound=date)

APPLIED_STAGE: Final = "Application Review"
"""The stage of an application of which the log says no other."""

_YEARS: Final = range(1970, 2200)
_MOMENT: Final = ("%Y-%m-%d %H:%M", "%Y-%m-%dT%H:%M")


def _moment(value: object) -> object:
    text = text_of(value, "a moment")
    for form in _MOMENT:
        try:
            return _near(datetime.strptime(text, form))
        except ValueError:
            continue
    raise fault(codes.WRONG_TYPE, f"“{text}” is not a moment", "write day and time, as in 2026-03-27 15:00")


def _day(value: object) -> object:
    text = text_of(value, "a day")
    try:
        return _near(date.fromisoformat(text))
    except ValueError:
        raise fault(codes.WRONG_TYPE, f"“{text}” is not a day", "write it as in 2026-03-27") from None


def _near(when: T) -> T:
    """The same, if a rehearsal can reach it. Raises a ValueError that is no fault of its own."""
    if when.year not in _YEARS:
        raise ValueError(when)
    return when


def _mark(value: bool) -> bool:
    if not value:
        raise fault(codes.CONTRADICTION, "what did not happen is not in the log", "write `true`, or leave the line out")
    return value


Moment: TypeAlias = Annotated[datetime, BeforeValidator(_moment)]
"""Day and time on the clock of the log's zone."""
Day: TypeAlias = Annotated[date, BeforeValidator(_day)]
Mark: TypeAlias = Annotated[bool, AfterValidator(_mark)]
Said: TypeAlias = Annotated[str | Mark, Field(union_mode="left_to_right")]
"""In words, or just `true`."""


class Member(Model):
    """Somebody of ours."""

    name: Title
    email: Email | None = None


class Job(Model):
    """A job. It is on record from the first event that names it."""

    title: Title
    department: str | None = None
    office: str | None = None
    zone: ZoneName | None = None
    country: Country | None = None
    language: Language | None = None
    url: str | None = None
    recruiter: Name | None = None
    coordinator: Name | None = None
    hiring_manager: Name | None = None


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
    is_private: bool | None = None
    do_not_contact: bool | None = None
    recruiter: Name | None = None
    coordinator: Name | None = None


class Line(Model):
    """One thing that happened: when, to whom, and exactly one of the words that say what."""

    at: Moment
    who: Name | None = None
    job: Name | None = Field(None, description="Which application, where a person has several.")
    stage: str | None = Field(None, description="With `applied` and `added`: the stage it starts in.")

    applied: Name | None = Field(None, description="Applied for that job.")
    added: Name | None = Field(None, description="A recruiter added somebody who did not apply, for that job.")
    moved: str | None = Field(None, description="Moved to that stage.")
    rejected: Said | None = Field(None, description="Turned down, with the reason.")
    unrejected: Mark | None = Field(None, description="The rejection was taken back.")
    withdrew: Said | None = Field(None, description="Withdrew, with the reason.")
    hired: Day | None = Field(None, description="Hired, to start on that day.")
    unhired: Mark | None = Field(None, description="The hire was taken back.")
    start_date_changed: Day | None = Field(None, description="The first day is that day now.")
    updated: Person | None = Field(None, description="What changed about the person.")
    replied: Said | None = Field(None, description="Wrote to us.")
    opted_out: Purpose | None = Field(None, description="Wants no more mail of that purpose.")
    anonymized: Mark | None = Field(None, description="Their data was erased.")
    opened: Name | None = Field(None, description="That job was opened.")
    closed: Name | None = Field(None, description="That job was closed.")

    @property
    def word(self) -> str:
        """What happened, by the key that says so."""
        return next(word for word in WORDS if getattr(self, word) is not None)

    @model_validator(mode="after")
    def _says_one_thing(self) -> "Line":
        said = [word for word in WORDS if getattr(self, word) is not None]
        if not said:
            raise fault(codes.MISSING_KEY, "nothing happens here", f"add one of {listed(WORDS)}")
        if len(said) > 1:
            together = listed(said, "and")
            raise fault(codes.CONTRADICTION, f"{together} on one line", "write a line for each", key=said[1])
        is_about_job = said[0] in ABOUT_JOBS
        if is_about_job and self.who is not None:
            hint = "leave `who` out: whoever waits for it hears of it"
            raise fault(codes.CONTRADICTION, "a job opens or closes for everybody", hint, key="who")
        if not is_about_job and self.who is None:
            raise fault(codes.MISSING_KEY, "`who` is missing here", "add `who`: a name from `people`")
        if self.stage is not None and said[0] not in ("applied", "added"):
            hint = "write `moved` for another stage"
            raise fault(codes.CONTRADICTION, f"`stage` does not go with `{said[0]}`", hint, key="stage")
        return self


_PLAIN: Final = ("at", "who", "job", "stage")
WORDS: Final = tuple(name for name in Line.model_fields if name not in _PLAIN)
"""The keys of a line that say what happened."""
ABOUT_JOBS: Final = ("opened", "closed")
ABOUT_APPLICATIONS: Final = (
    *("moved", "rejected", "unrejected", "withdrew"),
    *("hired", "unhired", "start_date_changed"),
)


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
