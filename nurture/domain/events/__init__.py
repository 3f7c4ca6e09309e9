"""What can happen, in the past tense, and what each event carries.

Every candidate has one stream of events, numbered from 1 under that candidate's row lock. `EVENTS` is the published
list: sequences may name these types, and those that company.yaml adds.
"""

from nurture.domain.events.catalog import EVENTS, spec_of
from nurture.domain.events.event import Event
from nurture.domain.events.spec import OF_JOBS, EventScope, EventSpec
from nurture.domain.events.types import BY_OUR_MAILS, NEWS_OF_TASKS, TOUCHES, EventType
from nurture.domain.values import Scalar

__all__ = [
    "BY_OUR_MAILS",
    "EVENTS",
    "NEWS_OF_TASKS",
    "OF_JOBS",
    "TOUCHES",
    "Event",
    "EventScope",
    "EventSpec",
    "EventType",
    "Scalar",
    "spec_of",
]
