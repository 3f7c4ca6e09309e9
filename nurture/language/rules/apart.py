"""Mails that come soon after each other: on no way through a sequence does one person get two within a day."""

from collections.abc import Generator, Iterable, Iterator, Mapping
from datetime import timedelta
from typing import Final, TypeAlias

from nurture.language import codes
from nurture.language.diagnostics import Diagnostic
from nurture.language.rules.draft import Draft
from nurture.language.steps import (
    MESSAGES,
    BranchStep,
    EmailStep,
    RepeatStep,
    SmsStep,
    Step,
    SurveyStep,
    WaitForStep,
    WaitStep,
)
from nurture.timing.wait import Wait

_A_DAY: Final = timedelta(days=1)
_NOW: Final = timedelta()

Last: TypeAlias = Mapping[tuple[str, ...], tuple[str, timedelta]]
"""By recipient, the last mail and the least time since: what is not there lies a day or more back."""


def mails_keep_a_day_apart(draft: Draft) -> Iterator[Diagnostic]:
    """Where there is a wait between two mails to the same person, it comes to a day, whichever way one takes.

    A date that was waited for counts as time enough, and so does an event, or the answer to a survey: then there is
    news to write about.
    """
    for piece in draft.valid_pieces:
        yield from dict.fromkeys(_through(draft, piece, {}))  # rounds tell the same twice


def _through(draft: Draft, steps: Iterable[Step], last: Last) -> Generator[Diagnostic, None, Last | None]:
    """Walks these steps. Returns what was mailed last when they are done; None if nobody gets that far."""
    for step in steps:
        if isinstance(step, MESSAGES):
            held = step.hold if isinstance(step, EmailStep) else None
            last = _later(last, held.rough) if held else last
            yield from _too_close(draft, step, last)
            is_answered = isinstance(step, SurveyStep) and step.wait
            last = {} if is_answered else {**last, step.to: (step.id, _NOW)}
        elif isinstance(step, WaitStep):
            last = _waited(last, step.wait)
        elif isinstance(step, RepeatStep):
            end = yield from _rounds(draft, step, last)
            if end is None:
                return None
            last = end
        elif step.blocks():
            ends = []
            for block, since in _ways(step, last):
                end = yield from _through(draft, block, since)
                ends += [] if end is None else [end]
            if not ends:
                return None
            last = _nearest(ends)
        elif step.always_exits():
            return None
    return last


def _rounds(draft: Draft, step: RepeatStep, last: Last) -> Generator[Diagnostic, None, Last | None]:
    """Walks two rounds, so that the mails of one are seen beside those of the round before."""
    repeat = step.repeat
    last = _later(last, repeat.first.rough) if repeat.first else last
    first = yield from _through(draft, repeat.steps, last)
    if first is None:
        return None if repeat.until is None else last
    if repeat.times > 1:
        yield from _through(draft, repeat.steps, _waited(first, repeat.every))
    return first if repeat.until is None else _nearest((last, _waited(first, repeat.every)))


def _ways(step: Step, last: Last) -> Iterator[tuple[tuple[Step, ...], Last]]:
    """The ways on from a step, each with what was mailed last where it begins."""
    if isinstance(step, WaitForStep):
        yield step.then, {}
        if step.wait_for.timeout is not None:
            yield step.otherwise, _waited(last, step.wait_for.timeout)
        return
    for block in step.blocks():
        yield block, last
    if isinstance(step, BranchStep) and step.branch[-1].when is not None:
        yield (), last


def _too_close(draft: Draft, step: EmailStep | SmsStep | SurveyStep, last: Last) -> Iterator[Diagnostic]:
    before, apart = last.get(step.to, ("", _NOW))
    looks_back = step.unless_sent_within is not None and step.unless_sent_within.rough >= _A_DAY
    if apart > _NOW and not looks_back:
        yield draft.at(
            codes.TWO_IN_A_DAY,
            (*draft.step_ids[step.id], "id"),
            f"`{step.id}` leaves within a day of `{before}`, to the same person",
            "wait longer between them, such as `wait: 3 days`",
        )


def _waited(last: Last, wait: Wait | None) -> Last:
    if wait is None:
        return last
    return {} if wait.duration is None or wait.anchor else _later(last, wait.duration.rough)


def _later(last: Last, time: timedelta) -> Last:
    return {to: (step, apart + time) for to, (step, apart) in last.items() if apart + time < _A_DAY}


def _nearest(ends: Iterable[Last]) -> Last:
    """Where ways meet: of each recipient, the mail that may have left latest."""
    found: dict[tuple[str, ...], tuple[str, timedelta]] = {}
    for end in ends:
        for to, mail in end.items():
            found[to] = min(found.get(to, mail), mail, key=lambda each: each[1])
    return found
