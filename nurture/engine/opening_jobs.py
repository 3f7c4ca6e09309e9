"""The jobs that a mail tells of: those that fit, and that are new to the person.

New is what they have not applied for and no mail of the sequence has told them of, under whatever id.
"""

from collections import ChainMap
from collections.abc import Iterable
from dataclasses import replace

from nurture.domain.past import postings_of
from nurture.domain.records import Job
from nurture.engine.journey import Journey
from nurture.language.expressions import Expression, holds


def telling_of(journey: Journey, which: Expression, told: Iterable[str]) -> Journey:
    """The journey in which `openings` are those of which the condition is true, without what is not new."""
    known, fit = {*told, *journey.facts.past.postings}, set()
    for job in _openings(journey):
        if known.isdisjoint(postings_of(job)) and holds(which, ChainMap({"job": job}, dict(journey.names))):
            fit.add(job.id)
            known |= postings_of(job)  # of two that read the same, the newer
    openings = tuple(job for job in journey.facts.openings if job.id in fit)
    return replace(journey, facts=replace(journey.facts, openings=openings))


def _openings(journey: Journey) -> tuple[Job, ...]:
    """As conditions know them, with what is between them and the person."""
    openings = journey.names["openings"]
    assert isinstance(openings, tuple), "openings are a list of jobs"
    return openings
