"""Messages and the last day of somebody's consent: none is set on that day or after it."""

from collections.abc import Generator, Iterable, Iterator
from datetime import timedelta
from typing import Final, TypeAlias

from nurture.domain.consent import NURTURE
from nurture.language import codes
from nurture.language.chain import CANDIDATE
from nurture.language.diagnostics import Diagnostic
from nurture.language.rules.draft import Draft
from nurture.language.sequence import Trigger
from nurture.language.steps import MESSAGES, Step, SurveyStep, WaitForStep, WaitStep
from nurture.timing.errors import TimingError
from nurture.timing.on_date import OnDate
from nurture.timing.wait import Side, Wait

LAST_DAY: Final = "candidate.consent_until"

Left: TypeAlias = timedelta | None
"""How long it is to the last day at most; None: nothing counts from it so far, or nobody can tell."""


def nothing_leaves_after_consent(draft: Draft) -> Iterator[Diagnostic]:
    """On no way through a nurture sequence is a message to the candidate set on the last day of consent, or later."""
    if draft.text("purpose") != NURTURE:
        return
    left = _nearest(_left_on_entry(draft))
    for piece in draft.valid_pieces:
        left = yield from _through(draft, piece, left)


def _left_on_entry(draft: Draft) -> Iterator[Left]:
    for node in draft.nodes:
        text = node.data.get("at")
        if node.model is Trigger and isinstance(text, str):
            try:
                yield _until_last_day(OnDate.parse(text).wait)
            except TimingError:  # told where the text is read
                continue


def _through(draft: Draft, steps: Iterable[Step], left: Left) -> Generator[Diagnostic, None, Left]:
    """Walks these steps; how long it is to the last day when they are done."""
    for step in steps:
        if isinstance(step, WaitStep):
            left = _waited(left, step.wait)
        elif isinstance(step, MESSAGES) and step.to == (CANDIDATE,) and left is not None and left <= timedelta():
            yield draft.at(
                codes.AFTER_CONSENT,
                (*draft.step_ids[step.id], "id"),
                f"`{step.id}` is set on the last day of their consent, or after it",
                f"count it from some days before {LAST_DAY}; what is left to do then is a task for one of yours",
            )
        elif step.blocks():
            ends: list[Left] = []
            for block in step.blocks():
                ends.append((yield from _through(draft, block, _on_the_way(step, left))))
            left = _nearest([*ends, left])
    return left


def _on_the_way(step: Step, left: Left) -> Left:
    """What is left within a step: nobody can tell when an event comes, but time never goes back."""
    is_over = left is not None and left <= timedelta()
    return left if is_over or not isinstance(step, WaitForStep) else None


def _waited(left: Left, wait: Wait) -> Left:
    if wait.anchor == LAST_DAY:
        return _until_last_day(wait)
    if wait.anchor is not None or wait.duration is None:
        return left if left is not None and left <= timedelta() else None
    return left - wait.duration.rough if left is not None else None


def _until_last_day(wait: Wait) -> Left:
    """How long before the last day that is; nothing where it is on it, or after it."""
    if wait.anchor != LAST_DAY:
        return None
    is_before = wait.side is Side.BEFORE and wait.duration is not None
    return wait.duration.rough if is_before and wait.duration else timedelta()


def _nearest(ends: Iterable[Left]) -> Left:
    return min((end for end in ends if end is not None), default=None)


def only_the_candidate_agrees(draft: Draft) -> Iterator[Diagnostic]:
    """Who is asked for consent is the candidate."""
    for node in draft.step_nodes:
        name, to = node.data.get("survey"), node.data.get("to", CANDIDATE)
        if node.model is not SurveyStep or draft.company is None or not isinstance(name, str):
            continue
        survey = draft.company.surveys.get(name)
        if survey is not None and survey.consent is not None and to not in (CANDIDATE, [CANDIDATE]):
            said = f"`{name}` asks for consent, and only the candidate can give it"
            yield draft.at(codes.CONSENT_OF_OTHERS, (*node.where, "to"), said, "leave `to` out")
