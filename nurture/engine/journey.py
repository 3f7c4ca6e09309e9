"""One look at one journey: the plan, what is known, what happened, what time it is; and what a step may answer."""

from collections.abc import Mapping
from datetime import date, datetime
from functools import cached_property, lru_cache
from typing import Final
from zoneinfo import ZoneInfo

from nurture.domain.concern import Of
from nurture.domain.events import Event
from nurture.domain.exit_scope import ExitScope
from nurture.domain.facts import Facts
from nurture.domain.instances import key_of, parts_of
from nurture.domain.moves import LOOK, Because, Place, Progress
from nurture.errors import Held
from nurture.language.expressions import Expression, holds, value_of, values_in
from nurture.language.names import Item, names_from
from nurture.language.plan import Plan
from nurture.language.steps.together import TogetherStep
from nurture.timing.calendar import WorkCalendar
from nurture.timing.format import say
from nurture.timing.working_hours import hours_of
from nurture.timing.zones import first_zone, zone_for_country, zone_of
from nurture.values import frozen, replace

MOST_ITEMS: Final = 50
"""How many items of a list can have a track each."""
_CLOCKS: Final = ("zone", "calendar", "office_zone", "office_calendar")


class _Room:
    """A dictionary beside the fields, for what is worked out once."""


@frozen
class Journey(_Room):
    """Everything a step looks at. `now` is journey time; `places` are those of all tracks; `item` is the one that the
    track is for, where it is for one.

    `events` are those in the person's stream since the last look, oldest first: of other applications, too, so whoever
    goes through them asks `is_meant`.
    """

    plan: Plan
    facts: Facts
    events: tuple[Event, ...]
    now: datetime
    places: tuple[Place, ...] = ()
    item: Item | None = None

    @cached_property
    def zone(self) -> ZoneInfo:
        """The recipient's zone: theirs, their country's if it has only one, then along the sequence's fallbacks."""
        candidate, job, company = self.facts.candidate, self.facts.job, self.facts.company
        return _zone_along(
            self.plan.sequence.send.zone,
            candidate=candidate.zone or (zone_for_country(candidate.country) if candidate.country else None),
            job=job.zone if job else None,
            company=company.zone,
        )

    @cached_property
    def office_zone(self) -> ZoneInfo:
        """The zone of our own people: the company's."""
        return zone_of(self.facts.company.zone)

    @cached_property
    def calendar(self) -> WorkCalendar:
        """The working days that count: those of the place that `send.holidays` names."""
        candidate, job, company = self.facts.candidate, self.facts.job, self.facts.company
        of_job = (job.country if job else None) or company.country
        return _calendar_of(
            self.plan.sequence.send.holidays,
            candidate=candidate.country or of_job,
            job=of_job,
            company=company.country,
            closed=company.closed_days,
            hours=company.office_hours,
        )

    @cached_property
    def office_calendar(self) -> WorkCalendar:
        """The working days of our own people: the company's."""
        company = self.facts.company
        return WorkCalendar(country=company.country, closed=company.closed_days, hours=hours_of(company.office_hours))

    @cached_property
    def names(self) -> Mapping[str, object]:
        """What conditions and templates may name."""
        return names_from(self.facts, self.now, item=self.item)

    def names_with(self, event: Event) -> Mapping[str, object]:
        """The same, while judging that event."""
        return names_from(self.facts, self.now, event=event, item=self.item)

    def at(self, step: str | None, event: int | None = None) -> "Journey":
        """The journey as that step sees it: with the item that it is done for, and the event that its track saw."""
        item, told = self.item, self._event(event)
        key = parts_of(step)[1] if step else None
        if step is not None and key is not None and (each := self.plan.each_around(step)) is not None:
            assert each.together.as_ is not None, "what is done for each item has a name for it"
            item = Item(name=each.together.as_, key=key, value=self.items(each).get(key))
        if item == self.item and told is self.facts.event:
            return self
        return self._as(replace(self, item=item, facts=replace(self.facts, event=told)))

    def as_of(self, progress: Progress) -> "Journey":
        """The journey once it has come that far; itself, with all that it has worked out, if it had already."""
        outcomes, places = progress.outcomes, progress.places
        if outcomes is self.facts.outcomes and places is self.places:
            return self
        facts = self.facts if outcomes is self.facts.outcomes else replace(self.facts, outcomes=outcomes)
        return self._as(replace(self, facts=facts, places=places))

    def ahead(self, now: datetime) -> "Journey":
        """The journey at a later moment, of which nothing is known yet; itself, where that is this one."""
        return self._as(replace(self, events=(), now=now)) if self.events or now != self.now else self

    def items(self, step: TogetherStep) -> Mapping[str, object]:
        """The items of the list that a step goes through, by key, as it is now, without gaps.

        Raises Held for what is no list.
        """
        assert step.together.each is not None, "it goes through a list"
        found = value_of(step.together.each, self.names)
        if found is None:
            return {}
        if not isinstance(found, tuple | list):
            raise Held(f"`{step.together.each}` is not a list", hint="Correct it and publish again.")
        there = [item for item in found if item is not None]
        items = {key_of(item if isinstance(item, str) else str(getattr(item, "id", item))): item for item in there}
        if len(items) > MOST_ITEMS:
            raise Held(f"`{step.together.each}` has {len(items)} items; at most {MOST_ITEMS} have a track each")
        return items

    def _as(self, copy: "Journey") -> "Journey":
        """The copy, of which nothing has changed by which a clock goes: it keeps those that are worked out."""
        copy.__dict__.update((name, self.__dict__[name]) for name in _CLOCKS if name in self.__dict__)
        return copy

    def _event(self, number: int | None) -> Event | None:
        """The event of that number; without one, that of the whole run."""
        known = self.facts.event
        if number is None or (known is not None and known.number == number):
            return known
        new = (event for event in self.events if event.number == number)
        return next(new, None) or self.facts.told.get(number, known)

    def is_true(self, condition: Expression) -> bool:
        """Whether a condition holds at this moment."""
        return holds(condition, self.names)

    def matches(self, event: Event, where: Expression | None) -> bool:
        """Whether an event is one of those that the condition picks."""
        return where is None or holds(where, self.names_with(event))

    def is_meant(self, event: Event, of: Of | None = None) -> bool:
        """Whether an event is news here, for a rule that says `of` whom; without it, of what the journey is about."""
        return self.facts.is_meant(event, of)

    def looked_at(self, condition: Expression, event: Event | None = None) -> Mapping[str, str]:
        """The names in a condition with their present values, for the record of decisions."""
        return values_in(condition, self.names_with(event) if event else self.names)

    def say(self, at: datetime) -> str:
        """A moment as the recipient's clock shows it."""
        return say(at, self.zone)


@lru_cache(maxsize=1024)
def _zone_along(sources: tuple[str, ...], **known: str | None) -> ZoneInfo:
    """The first of the zones that are known along these sources; at last the company's."""
    return first_zone(*(known[source] for source in sources), known["company"])


@lru_cache(maxsize=1024)
def _calendar_of(source: str, *, closed: tuple[date, ...], hours: str, **countries: str | None) -> WorkCalendar:
    """The calendar of whom a sequence names as its source, or of the place that it names."""
    if source == "none":
        return WorkCalendar(hours=hours_of(hours))
    country, _, part = (source, "", "") if source in countries else source.partition("-")
    return WorkCalendar(
        country=countries.get(source, country), subdivision=part or None, closed=closed, hours=hours_of(hours)
    )


@frozen
class Go:
    """The step is done: on to `to` (None: this track is done), with what came of it.

    The next step counts its time from `since`; `due` says when it should have come, if that was earlier. `round` counts
    the rounds of a `repeat`, `done` the tracks of a `together` that are done; `answer` is what a person answered.
    """

    to: str | None
    result: str
    since: datetime
    because: Because
    due: datetime | None = None
    event: int | None = None
    round: int | None = None
    answer: str | None = None
    done: int | None = None


@frozen
class Fork:
    """The step stays where it is, and these tracks begin; it is asked again whenever one of them moves."""

    tracks: tuple[Place, ...]
    because: Because


@frozen
class Cut:
    """The step stays where it is, and these tracks that it opened end, whatever they still had to do: each counts as
    done since `done`, or (None) as one that never was.
    """

    tracks: tuple[Place, ...]
    because: Because
    done: datetime | None = None


@frozen
class Stand:
    """Nothing more for now: at `at` do `action` for `step`, unless one of the `listen` events comes first.

    `met` is what the step is to remember of what has come so far; None: what it remembered before.
    """

    step: str
    summary: str
    at: datetime | None
    action: str = LOOK
    listen: tuple[str, ...] = ()
    met: tuple[str, ...] | None = None


@frozen
class Stay:
    """The step is not over, but further on: `did` is behind it, and it counts its time from `since`."""

    did: str
    since: datetime
    because: Because


@frozen
class End:
    """The whole journey ends here, and with it what `scope` says."""

    outcome: str
    because: Because
    is_goal: bool = False
    scope: ExitScope | None = None


@frozen
class Grace:
    """An exit has come, and takes effect as `end` at `until`, unless an event that `listen` names comes before."""

    end: End
    until: datetime
    listen: tuple[str, ...]
    because: Because
