"""Tells what happens while it happens: a line for each thing, with its day, the person, and what came of it."""

from collections.abc import Callable, Iterator, Mapping
from datetime import datetime
from typing import TypeAlias

from nurture.demo.cast import BERLIN, Applicant
from nurture.demo.onrecord import OnRecord
from nurture.domain.touchpoints import SendState, Touchpoint
from nurture.store.words import EnrollmentStatus
from nurture.values import frozen


@frozen
class Line:
    """Something worth telling. `is_ours` marks what Nurture did; the rest is what happened to the person."""

    at: datetime
    who: Applicant
    what: str
    is_ours: bool = True

    @property
    def when(self) -> str:
        """Day and time on Berlin's clocks."""
        return say(self.at)


Tell: TypeAlias = Callable[[Line], None]


def say(at: datetime) -> str:
    """A moment of the story, on Berlin's clocks and always as long: `Mon  2 Mar 09:00`."""
    local = at.astimezone(BERLIN)
    return f"{local:%a} {local.day:>2} {local:%b %H:%M}"


class Teller:
    """Compares the record with what it was, and tells what is new, in the order in which it happened."""

    def __init__(self, tell: Tell) -> None:
        self._tell = tell
        self._told: set[str] = set()

    def happens(self, at: datetime, who: Applicant, what: str) -> None:
        """Tells what happens to somebody."""
        self._tell(Line(at=at, who=who, what=what, is_ours=False))

    def look(self, records: Mapping[Applicant, OnRecord]) -> None:
        """Tells what has come on record since the last look."""
        lines = {key: line for who, record in records.items() for key, line in _lines(who, record)}
        for key in sorted(lines.keys() - self._told, key=lambda new: lines[new].at):
            self._told.add(key)
            self._tell(lines[key])


def _lines(who: Applicant, record: OnRecord) -> Iterator[tuple[str, Line]]:
    """Each with a key that stays the same from look to look."""
    for each in record.standings:
        name, entered_at = each.enrollment.sequence, each.enrollment.entered_at
        yield f"{each.enrollment.id} begins", Line(at=entered_at, who=who, what=f"enters {name}")
        if each.status is EnrollmentStatus.HELD:
            what = f"is held in {name}: {each.held_reason}"
            yield f"{each.enrollment.id} is held", Line(at=entered_at, who=who, what=what)
        if each.ended_at:
            what = f"leaves {name}: {each.outcome}"
            yield f"{each.enrollment.id} ends", Line(at=each.ended_at, who=who, what=what)
    for touchpoint in record.touchpoints:
        if touchpoint.state not in (None, SendState.CLAIMED):
            what = _mail(touchpoint, record)
            yield f"{touchpoint.id} {touchpoint.state}", Line(at=touchpoint.at, who=who, what=what)


def _mail(touchpoint: Touchpoint, record: OnRecord) -> str:
    mail = record.mails.get(touchpoint.id)
    if touchpoint.state is not SendState.ACCEPTED or mail is None:
        return f"{touchpoint.step} is {touchpoint.state}: {touchpoint.detail or 'no reason is given'}"
    return f"mail to {mail.to.name or mail.to.email}: “{mail.subject}”"
