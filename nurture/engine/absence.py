"""An automatic reply says that a person is away: nurture mail waits until they are back, and have had a day."""

from datetime import date, datetime, time
from typing import Final

from nurture.domain.records import Candidate
from nurture.engine.journey import Journey
from nurture.timing.duration import Duration, Unit
from nurture.timing.walltime import moment

_A_DAY_BACK: Final = Duration(1, Unit.BUSINESS_DAYS)
_UNKNOWN: Final = Duration(5, Unit.BUSINESS_DAYS)
"""How long somebody counts as away whose automatic reply names no date."""


def back_at(journey: Journey) -> datetime | None:
    """When mail makes sense again to somebody who is away; None for somebody who is not, as far as is known.

    That is one business day after the last day of their absence, or five after an automatic reply that names none.
    What they wrote themselves since then says that they are back.
    """
    candidate = journey.facts.candidate
    if candidate.away_since is None or _has_written(candidate, candidate.away_since):
        return None
    until = candidate.away_until
    since = _begins(until, journey) if until else candidate.away_since
    back = (_A_DAY_BACK if until else _UNKNOWN).add_to(since, journey.zone, journey.calendar)
    return back if back > journey.now else None


def _has_written(candidate: Candidate, since: datetime) -> bool:
    return candidate.last_reply is not None and candidate.last_reply > since


def _begins(day: date, journey: Journey) -> datetime:
    return moment(day, time(0), journey.zone)
