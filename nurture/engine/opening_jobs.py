"""The jobs that a mail tells of: those that fit, and that are new to the person.

New is what they have not applied for and no mail of the sequence has told them of, under whatever id.
"""

from collections import ChainMap
from collections.abc import Iterable, Mapping

from nurture.domain.past import postings_of
from nurture.domain.records import Job
from nurture.engine.journey import Journey
from nurture.language.expressions import holds, number_of
from nurture.language.steps.email import EmailStep
from nurture.values import replace


def telling_of(journey: Journey, mail: EmailStep, told: Iterable[str]) -> Journey:
    """The journey in which `openings` are those that the mail wants, in its order, without what is not new.

    Raises ExpressionError where its `rank` is no number.
    """
    assert mail.openings is not None, "it says which openings it tells of"
    names = dict(journey.names)
    known, fit = {*told, *journey.facts.past.postings}, []
    for job in _openings(names):
        if known.isdisjoint(postings_of(job)) and holds(mail.openings, ChainMap({"job": job}, names)):
            fit.append(job)
            known |= postings_of(job)  # of two that read the same, the newer
    if mail.rank is not None:
        ranks = {job.id: number_of(mail.rank, ChainMap({"job": job}, names)) for job in fit}
        fit = sorted(fit, key=lambda job: -ranks[job.id])[: mail.best]  # of equals, the newer
    by_id = {job.id: job for job in journey.facts.openings}
    openings = tuple(by_id[job.id] for job in fit)
    return replace(journey, facts=replace(journey.facts, openings=openings))


def _openings(names: Mapping[str, object]) -> tuple[Job, ...]:
    """As conditions know them, with what is between them and the person."""
    openings = names["openings"]
    assert isinstance(openings, tuple), "openings are a list of jobs"
    return openings
