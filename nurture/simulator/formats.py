"""A story as text that diffs well: a calendar of mails, a timeline for each person, or JSON. A dict registers each."""

import json
from collections.abc import Callable, Iterator, Mapping
from datetime import UTC, datetime
from typing import Final
from zoneinfo import ZoneInfo

from nurture.simulator.story import Entry, Kind, PersonStory, Story
from nurture.timing.walltime import wall
from nurture.timing.weekdays import NAMES


def calendar(story: Story) -> str:
    """Day by day who got which mail, and what other systems were told, on the clock of whom it is about.

    The zone is told where it is not the log's.
    """
    days: dict[str, list[str]] = {}
    rows = [(wall(entry.at, person.zone), person, entry) for person, entry in _mails(story)]
    for local, person, entry in sorted(rows, key=lambda row: (row[0].replace(tzinfo=None), row[1].name)):
        zone = "" if person.zone.key == story.zone.key else f" {person.zone.key}"
        line = f"  {local:%H:%M}{zone}  {person.name}  {_place(entry)}  {entry.text}  -> {entry.to}"
        days.setdefault(_day(local), []).append(line)
    if not days:
        return "no mail\n"
    return "\n".join("\n".join([day, *lines, ""]) for day, lines in days.items())


def timeline(story: Story) -> str:
    """Person by person everything that happened, was sent, held back or decided, with the rule that decided it."""
    return "\n".join("\n".join(_person(person)) + "\n" for person in story.people)


def as_json(story: Story) -> str:
    """The timeline for machines; moments are UTC, and absent is what does not apply."""
    people = [
        {
            "who": person.name,
            "name": person.called,
            "zone": person.zone.key,
            "entries": [_fields(entry) for entry in person.entries],
            "open": [{"sequence": sequence, "stands": stands} for sequence, stands in person.open],
        }
        for person in story.people
    ]
    return json.dumps({"zone": story.zone.key, "people": people}, indent=2, ensure_ascii=False) + "\n"


FORMATS: Final[Mapping[str, Callable[[Story], str]]] = {"calendar": calendar, "timeline": timeline, "json": as_json}


def _mails(story: Story) -> Iterator[tuple[PersonStory, Entry]]:
    for person in story.people:
        for entry in person.entries:
            if entry.kind in (Kind.SENT, Kind.TOLD):
                yield person, entry


def _person(person: PersonStory) -> Iterator[str]:
    yield f"{person.name}: {person.called}, times in {person.zone.key}"
    for entry in person.entries:
        rule = f"  [{entry.rule}]" if entry.rule else ""
        to = f"  -> {entry.to}" if entry.to else ""
        place = f"{_place(entry)}  " if entry.sequence else ""
        yield f"  {_moment(entry.at, person.zone)}  {entry.kind:<10}  {place}{_one_line(entry.text)}{to}{rule}"
    if not person.entries:
        yield "  nothing"
    for sequence, stands in person.open:
        yield f"  {'at the end':<20}  {'stands':<10}  {sequence}  {_one_line(stands)}"


def _fields(entry: Entry) -> dict[str, str]:
    fields = {
        "at": f"{entry.at.astimezone(UTC):%Y-%m-%dT%H:%M:%SZ}",
        "kind": entry.kind.value,
        "sequence": entry.sequence,
        "step": entry.step,
        "text": entry.text,
        "rule": entry.rule,
        "to": entry.to,
    }
    return {name: value for name, value in fields.items() if value is not None}


def _place(entry: Entry) -> str:
    return f"{entry.sequence}/{entry.step}" if entry.step else f"{entry.sequence}"


def _moment(at: datetime, zone: ZoneInfo) -> str:
    local = wall(at, zone)
    return f"{_day(local)} {local:%H:%M}"


def _day(local: datetime) -> str:
    """Not strftime: its names of days depend on the machine."""
    return f"{local:%Y-%m-%d} {NAMES[local.weekday()].capitalize()}"


def _one_line(text: str) -> str:
    return " ".join(text.split())
