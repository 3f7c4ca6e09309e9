"""Facts that waits and leads count from."""

from datetime import date, datetime

from nurture.engine.journey import Journey
from nurture.errors import Held
from nurture.language.expressions import Expression, value_of


def date_of(anchor: str, journey: Journey) -> date | datetime | None:
    """The date that a fact holds now; None while it has none. Raises Held when it holds something else."""
    value = value_of(Expression(anchor), journey.names)
    if value is None or isinstance(value, date):
        return value
    raise Held(f"`{anchor}` is {value!r}, not a date", hint="Correct it and publish again.")
