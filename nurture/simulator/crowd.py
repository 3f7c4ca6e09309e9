"""Plays a population in batches, in as many processes as there are processors, in memory that does not grow with it.

People meet only through jobs, and those are the same for every batch: so each batch is a rehearsal of its own.
"""

import gc
import os
from collections.abc import Iterator
from functools import lru_cache, partial
from pathlib import Path
from typing import Final

from pydantic import ValidationError

from nurture.domain.own import NOTHING_OWN, Own
from nurture.errors import LanguageError
from nurture.language.check import Checked, CheckedSequence, check_folder
from nurture.language.context import beside
from nurture.language.diagnostics import Diagnostic, in_order
from nurture.language.explain import explain
from nurture.language.load import read
from nurture.simulator.log import Log
from nurture.simulator.population import Population
from nurture.simulator.processes import spread
from nurture.simulator.quick import Stage, stage_of, why_not
from nurture.simulator.quick import play as play_quickly
from nurture.simulator.reading import unknown_members, unknown_names
from nurture.simulator.simulate import only, simulate
from nurture.simulator.tally import Tally, Yardstick, tally
from nurture.values import frozen, replace

BATCH: Final = 250
BEGIN: Final = "start with `starts:`, `days:`, `jobs:`, `people:` and `fates:`; docs/simulating.md shows one"


@frozen
class ReadPopulation:
    """A population, or None with what is wrong; `text` is the file's."""

    population: Population | None
    diagnostics: tuple[Diagnostic, ...]
    text: str


@frozen
class Crowd:
    """Which population to draw from which file, how many, and the sequences of which folder to play."""

    file: Path
    folder: Path
    sequences: tuple[str, ...]
    size: int
    seed: int


def read_population(path: Path, own: Own = NOTHING_OWN) -> ReadPopulation:
    """Reads the distributions; what is wrong is told as of a log, and `own` is what the company adds."""
    source = read(path, begin=BEGIN, may_be_pipe=True)
    population, found = None, list(source.diagnostics)
    if source.data is not None:
        try:
            population = Population.model_validate(source.data, context=beside(own))
        except ValidationError as error:
            found += explain(error, source, Population)
        else:
            log = Log.model_construct(team=population.team, jobs=population.jobs, people={}, events=population.events)
            found += unknown_names(log, source)
            for number, kin in enumerate(population.people):
                found += unknown_members(log, source, kin, ("people", number))
    return ReadPopulation(population=None if found else population, diagnostics=in_order(found), text=source.text)


def play(crowd: Crowd, *, processes: int | None = None) -> Iterator[Tally]:
    """The count of each batch, as they are done, in order: the same for any number of processes (None: all there are).

    Closing it, or Ctrl-C, ends the processes.
    """
    batches = [range(first, min(first + BATCH, crowd.size)) for first in range(0, crowd.size, BATCH)]
    return spread(partial(_batch, crowd), batches, processes=processes or os.cpu_count() or 1)


def _batch(crowd: Crowd, numbers: range) -> Tally:
    ready = _ready(crowd)
    log = ready.population.drawn(numbers, seed=crowd.seed)
    story = play_quickly(ready.stage, log) if ready.stage else simulate(ready.checked, log).story
    return tally(story, log, ready.by)


@frozen
class _Ready:
    """What every batch takes; without a stage, the whole record is needed to play it."""

    population: Population
    checked: Checked
    stage: Stage | None
    by: Yardstick


@lru_cache(maxsize=1)
def _ready(crowd: Crowd) -> _Ready:
    """What every batch of a process shares, read once. Raises LanguageError for files that changed meanwhile."""
    checked = check_folder(crowd.folder)
    own = checked.company.own if checked.company else NOTHING_OWN
    population = read_population(crowd.file, own).population
    if population is None or checked.company is None or not checked.ok:
        raise LanguageError("the files were changed while they were played")
    purposes = {each.sequence.sequence: each.sequence.purpose for each in checked.sequences}
    company = checked.company
    by = Yardstick(purposes=purposes, cap=company.touches.at_most, limits_of=company.limits_of)
    played = _without_limits(only(checked, crowd.sequences))
    stage = None if why_not(played) else stage_of(played)
    gc.freeze()  # what is here by now stays: nobody need look again and again whether it is still used
    return _Ready(population=population, checked=played, stage=stage, by=by)


def _without_limits(checked: Checked) -> Checked:
    """A breaker counts everybody who comes in, a mailbox all that it sends, and a batch has but its own: both are
    reported by day.
    """
    company = checked.company.model_copy(update={"mailboxes": {}, "breakers": None}) if checked.company else None
    return replace(checked, company=company, sequences=tuple(map(_without_breaker, checked.sequences)))


def _without_breaker(checked: CheckedSequence) -> CheckedSequence:
    triggers = tuple(trigger.model_copy(update={"at_most": None}) for trigger in checked.sequence.enroll)
    return replace(checked, sequence=checked.sequence.model_copy(update={"enroll": triggers}))
