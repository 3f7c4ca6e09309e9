"""Lines of a log about an interview, offer or assignment that is not there by then."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field

from nurture.simulator.log import Line
from nurture.simulator.more_words import OF_ASSIGNMENTS, OF_HIRES, OF_INTERVIEWS, OF_OFFERS
from nurture.values import frozen


@frozen
class Missing:
    """A line that can't be, by its number in the file, with the key that is wrong, and what to do."""

    number: int
    key: str
    said: str
    hint: str


@dataclass(kw_only=True)
class _Seen:
    """What somebody has by then. Applications are by the job, interviews by job and name."""

    job: str = ""
    interviews: set[tuple[str, str]] = field(default_factory=set)
    offers: set[str] = field(default_factory=set)
    hired: set[str] = field(default_factory=set)
    has_assignment: bool = False


def missing_records(lines: Iterable[tuple[int, Line]]) -> Iterator[Missing]:
    """Goes through the lines in time."""
    people: dict[str, _Seen] = {}
    for number, line in lines:
        seen = people.setdefault(line.who or "", _Seen())
        seen.job = line.applied or line.added or seen.job
        for said, hint in _wrong(line, seen, line.job or seen.job):
            yield Missing(number=number, key=line.word, said=f"{line.who} {said}", hint=hint)


def _wrong(line: Line, seen: _Seen, job: str) -> Iterator[tuple[str, str]]:
    if line.hired is not None:
        seen.hired.add(job)
    elif line.word in OF_HIRES and job not in seen.hired:
        yield "is not hired by then", "log `hired` before it"
    elif line.word in OF_INTERVIEWS:
        yield from _of_interviews(line, seen, job)
    elif line.offer is not None:
        seen.offers.add(job)
    elif line.word in OF_OFFERS and job not in seen.offers:
        yield "has no offer by then", "log `offer` before it"
    elif line.assignment is not None:
        seen.has_assignment = True
    elif line.word in OF_ASSIGNMENTS and not seen.has_assignment:
        yield "has no assignment by then", "log `assignment` before it"


def _of_interviews(line: Line, seen: _Seen, job: str) -> Iterator[tuple[str, str]]:
    name = line.cancelled or line.no_show or line.interview_done
    if line.interview is not None:
        name = line.interview.name
        if (job, name) not in seen.interviews and line.interview.at is None:
            yield f"has no interview `{name}` by then, and this says no time", "add `at` to book it"
        seen.interviews.add((job, name))
        return
    name = line.scorecard.interview if line.scorecard else name
    if (job, name or "") not in seen.interviews:
        yield f"has no interview `{name}` by then", "log `interview` with that name before it"
