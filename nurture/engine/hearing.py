"""What a journey must hear of so that a condition is judged when it may have changed."""

from typing import Final

from nurture.domain.events import EVENTS, EventScope
from nurture.language.expressions import Expression, compile_expression

ANY_EVENT: Final = "*"
"""Any event in the person's own stream."""
NEWS_OF_JOBS: Final = frozenset(kind for kind, spec in EVENTS.items() if spec.scope is EventScope.JOB)
"""Events that reach only the journeys that name them."""


def news_for(condition: Expression) -> frozenset[str]:
    """The events after which a condition is to be judged anew: any, and those of jobs if it names one."""
    facts = compile_expression(condition.whole).names
    return frozenset().union(*(news_of(fact) for fact in facts), {ANY_EVENT})


def news_of(fact: str) -> frozenset[str]:
    """The events after which a fact may be another, such as a date that a wait counts from."""
    is_of_job = fact.startswith(("job.", "application.job.")) or fact == "openings"
    return frozenset({ANY_EVENT}) | (NEWS_OF_JOBS if is_of_job else frozenset())
