"""From sequences and a log to a story."""

from dataclasses import dataclass, replace
from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from nurture.errors import NotFound
from nurture.language.check import Checked
from nurture.language.faults import did_you_mean, listed
from nurture.simulator.log import Log
from nurture.simulator.news import Newsroom
from nurture.simulator.rehearsal import rehearsal
from nurture.simulator.story import Story, story_of
from nurture.timing.walltime import moment


@dataclass(frozen=True, kw_only=True, slots=True)
class Span:
    """The days that are looked at, both included, on the log's clock. None: from the first event, to the end."""

    first: date | None = None
    last: date | None = None


@dataclass(frozen=True, kw_only=True, slots=True)
class Simulated:
    """What a log came to, and the moments at which anything was done, in order."""

    story: Story
    moments: tuple[datetime, ...]


def simulate(checked: Checked, log: Log, span: Span | None = None) -> Simulated:
    """Plays a log over sequences that are in order. Raises LanguageError if they are not."""
    assert checked.company is not None, "a folder that is in order has a company file"
    room = Newsroom(log, company_zone=checked.company.zone)
    news, span = tuple(room.news()), span or Span()
    until = _start(span.last + timedelta(days=1), room.zone) - timedelta(seconds=1) if span.last else None
    with rehearsal(checked, starts=news[0].at) as played:
        played.play(news, until=until)
        story = story_of(played, log, news, room.zone)
    if span.first:
        story = story.since(_start(span.first, room.zone))
    return Simulated(story=story, moments=tuple(dict.fromkeys(played.moments)))


def only(checked: Checked, names: tuple[str, ...]) -> Checked:
    """Those sequences alone; all of them if none is named. Raises NotFound."""
    known = {each.sequence.sequence: each for each in checked.sequences}
    for name in names:
        if name not in known:
            hint = did_you_mean(name, known) or (f"There are {listed(known, 'and')}." if known else None)
            raise NotFound(f"there is no sequence {name} in the folder", hint=hint)
    return replace(checked, sequences=tuple(known[name] for name in names)) if names else checked


def _start(day: date, zone: ZoneInfo) -> datetime:
    return moment(day, time(0, 0), zone)
