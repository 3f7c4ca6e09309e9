"""A journey with a track for each tag of its person."""

from collections.abc import Callable
from datetime import datetime

from nurture.domain.events import Event, EventType
from nurture.domain.facts import Facts
from nurture.language.plan import Plan
from nurture.values import replace
from tests.rehearsal import HEAD, MAYA, facts_for, plan_from
from tests.unit.engine.berlin import MONDAY

ANY_TIME = HEAD.replace("mon-fri 09:00-17:00", "any time")


def tagged(*tags: str) -> Facts:
    """Maya, with these tags."""
    return facts_for(replace(MAYA, tags=tags), entered_at=MONDAY)


def tags_from(*changes: tuple[datetime, tuple[str, ...]]) -> Callable[[datetime], Facts]:
    """Maya, whose tags are these from each moment on."""
    return lambda now: tagged(*[tags for since, tags in changes if since <= now][-1])


def moved(when: datetime, to: str, number: int = 1) -> Event:
    """The application moved to another stage."""
    data = {"to_stage": to}
    return Event(
        type=EventType.APPLICATION_STAGE_CHANGED, at=when, number=number, application_id="greenhouse:10", data=data
    )


def each(steps: str, *, until: str = "all", more: str = "") -> Plan:
    """These steps for each tag, and a mail after them."""
    text = f"- id: topics\n  together: {{each: candidate.tags, as: tag, until: {until}, {more}steps: [{steps}]}}\n"
    return plan_from(text + "- {id: last, email: z}\n", head=ANY_TIME)


ASK = "{id: ask, email: a}, {id: pause, wait: 2 days}, {id: remind, email: b}"
ENDS = "ends_when: {on: application.stage_changed, where: event.to_stage == tag}, "
REMIND = "{id: remind, repeat: {every: 1 day, times: 3, steps: [{id: nag, email: a}]}}"
