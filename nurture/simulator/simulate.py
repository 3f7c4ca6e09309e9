"""From sequences and a log to a story."""

from datetime import date, datetime, time

from nurture.errors import NotFound
from nurture.language.check import Checked
from nurture.language.faults import did_you_mean, listed
from nurture.language.steps import AtsStep, WebhookStep, every_step
from nurture.simulator.log import Log
from nurture.simulator.newsroom import Newsroom
from nurture.simulator.rehearsal import rehearsal
from nurture.simulator.story import Story, story_of
from nurture.timing.walltime import moment
from nurture.values import frozen, replace


@frozen
class Span:
    """The days that are looked at, both included, on the log's clock. None: from the first event, to the end."""

    first: date | None = None
    last: date | None = None


@frozen
class Simulated:
    """What a log came to, and the moments at which anything was done, in order."""

    story: Story
    moments: tuple[datetime, ...]


def simulate(checked: Checked, log: Log, span: Span | None = None) -> Simulated:
    """Plays a log over sequences that are in order.

    Raises LanguageError if they are not, and NotFound where the log names a step that is not there.
    """
    assert checked.company is not None, "a folder that is in order has a company file"
    room = Newsroom(log, company_zone=checked.company.zone, own=checked.company.own)
    news, span = tuple(room.news()), span or Span()
    until = moment(_near(span.last), time(23, 59, 59), room.zone) if span.last else None
    refused = _known_steps(checked, log.refused)
    with rehearsal(checked, starts=news[0].at, refused=refused) as played:
        played.play(news, until=until)
        story = story_of(played, log, news, room.zone)
    if span.first:
        story = story.since(moment(_near(span.first), time(0, 0), room.zone))
    return Simulated(story=story, moments=tuple(dict.fromkeys(played.moments)))


def _known_steps(checked: Checked, refused: tuple[str, ...]) -> frozenset[str]:
    known = [
        f"{each.sequence.sequence}/{step.id}"
        for each in checked.sequences
        for step in every_step(each.sequence.steps)
        if isinstance(step, AtsStep | WebhookStep)
    ]
    for name in refused:
        if name not in known:
            hint = did_you_mean(name, known) or "Name steps that change something in the ATS, or tell a webhook."
            raise NotFound(f"there is no step {name} that could be refused", hint=hint)
    return frozenset(refused)


def only(checked: Checked, names: tuple[str, ...]) -> Checked:
    """Those sequences alone; all of them if none is named. Raises NotFound."""
    known = {each.sequence.sequence: each for each in checked.sequences}
    for name in names:
        if name not in known:
            hint = did_you_mean(name, known) or (f"There are {listed(known, 'and')}." if known else None)
            raise NotFound(f"there is no sequence {name} in the folder", hint=hint)
    return replace(checked, sequences=tuple(known[name] for name in names)) if names else checked


def _near(day: date) -> date:
    """The day, or the one nearest to it that every clock in the world can show in UTC."""
    return min(max(day, date(1970, 1, 1)), date(2999, 12, 31))
