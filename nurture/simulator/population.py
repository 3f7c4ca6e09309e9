"""A population: how many come when and what becomes of them, as distributions from which logs are drawn.

The same seed draws the same people, whatever their number and however they are spread over processes.
"""

import re
from datetime import date, datetime, time, timedelta
from random import Random
from typing import Annotated, Final, TypeAlias

from pydantic import BeforeValidator, Field, field_validator, model_validator

from nurture.language import codes
from nurture.language.faults import fault, listed, text_of
from nurture.language.fields import Name, ZoneName
from nurture.language.model import Model
from nurture.language.sequence import Purpose
from nurture.simulator.log import Job, Line, Log, Mark, Member, Person, Said
from nurture.simulator.moments import Day

_SPAN: Final = re.compile(r"(\d{1,4})(?:-(\d{1,4}))? days?")


def _span(value: object) -> object:
    found = _SPAN.fullmatch(text_of(value, "a span"))
    low, high = (int(found[1]), int(found[2] or found[1])) if found else (1, 0)
    if low > high:
        raise fault(codes.BAD_DURATION, f"“{value}” is not a span of days", "write it as in 3-8 days, or 1 day")
    return low, high


Days: TypeAlias = Annotated[tuple[int, int], BeforeValidator(_span)]
"""A number of days between two, both included and each as likely: "3-8 days", "1 day"."""
Weight: TypeAlias = Annotated[int, Field(gt=0)]


class Kin(Person):
    """A kind of people, drawn by weight. Name and address are made up for each."""

    weight: Weight = 1


class Turn(Model):
    """Something that may happen: so many days after what happened before, at a working hour."""

    after: Days
    chance: float = Field(1.0, ge=0, le=1, description="How likely it happens; what comes after happens all the same.")
    moved: str | None = None
    rejected: Said | None = None
    withdrew: Said | None = None
    unrejected: Mark | None = None
    hired: Days | None = Field(None, description="Hired, to start so many days later.")
    replied: Said | None = None
    opted_out: Purpose | None = None
    anonymized: Mark | None = None

    @property
    def words(self) -> list[str]:
        """What happens, by the keys of a log."""
        return [word for word in Turn.model_fields if word not in ("after", "chance") and getattr(self, word)]

    @model_validator(mode="after")
    def _says_one_thing(self) -> "Turn":
        if len(self.words) != 1:
            words = [word for word in Turn.model_fields if word not in ("after", "chance")]
            raise fault(codes.MISSING_KEY, "a turn says one thing that happens", f"add one of {listed(words)}")
        return self


class Fate(Model):
    """What becomes of somebody, drawn by weight."""

    weight: Weight = 1
    turns: tuple[Turn, ...]


class Population(Model):
    """The distributions. People apply evenly over the days, at any hour; `events` (of jobs) happen to all."""

    starts: Day
    days: Annotated[int, Field(gt=0, le=3_660)]
    zone: ZoneName | None = None
    team: dict[Name, Member] = Field(default_factory=dict)
    jobs: dict[Name, Job] = Field(min_length=1)
    people: tuple[Kin, ...] = Field(min_length=1)
    fates: tuple[Fate, ...] = Field(min_length=1)
    events: tuple[Line, ...] = ()

    @field_validator("people", "fates", "events", mode="before")
    @classmethod
    def _is_a_list(cls, value: object) -> object:
        return tuple(value) if isinstance(value, list) else value

    @model_validator(mode="after")
    def _has_a_job_to_apply_for(self) -> "Population":
        if not self._open_jobs:
            raise fault(codes.CONTRADICTION, "no job is open to apply for", "add one that `events` do not open")
        return self

    def drawn(self, numbers: range, *, seed: int) -> Log:
        """A log of the people with these numbers."""
        people: dict[str, Person] = {}
        events = list(self.events)
        for number in numbers:
            dice, name = Random(f"{seed}/{number}"), f"p{number}"
            people[name] = self._person(number, dice)
            events += self._life(name, dice)
        return Log(zone=self.zone, team=self.team, jobs=self.jobs, people=people, events=tuple(events))

    @property
    def _open_jobs(self) -> list[str]:
        """What people apply for: a job that opens later is for those who wait for it."""
        opened = {line.opened for line in self.events}
        return [job for job in self.jobs if job not in opened]

    def _person(self, number: int, dice: Random) -> Person:
        (kin,) = dice.choices(self.people, [each.weight for each in self.people])
        own = kin.model_dump(exclude={"weight"}, exclude_none=True)
        return Person(**{"name": f"Person {number}", "email": f"p{number}@people.example", **own})

    def _life(self, name: str, dice: Random) -> list[Line]:
        day = self.starts + timedelta(days=dice.randrange(self.days))
        at = datetime.combine(day, time(dice.randrange(24), dice.randrange(60)))
        job = dice.choice(self._open_jobs)
        lines = [Line(at=f"{at:%Y-%m-%d %H:%M}", who=name, applied=job)]
        (fate,) = dice.choices(self.fates, [each.weight for each in self.fates])
        for turn in fate.turns:
            day = _working_day(day + timedelta(days=dice.randint(*turn.after)))
            at = max(at + timedelta(minutes=1), datetime.combine(day, time(dice.randrange(9, 17), dice.randrange(60))))
            if dice.random() >= turn.chance:
                continue
            (word,) = turn.words
            value = getattr(turn, word)
            if turn.hired is not None:
                value = (day + timedelta(days=dice.randint(*turn.hired))).isoformat()
            lines.append(Line(at=f"{at:%Y-%m-%d %H:%M}", who=name, **{word: value}))
        return lines


def _working_day(day: date) -> date:
    return day + timedelta(days=max(0, 7 - day.weekday())) if day.weekday() >= 5 else day
