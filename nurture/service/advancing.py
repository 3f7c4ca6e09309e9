"""Where a journey stands after a step that was carried out, or is to be tried once more."""

from datetime import datetime

from nurture.contracts import SEND_EMAIL, SEND_TEXT, Act
from nurture.domain.moves import Because, Move, Outcome
from nurture.engine.moves.email import counts_from
from nurture.engine.moves.survey import mailed
from nurture.engine.next_move import after, put_off
from nurture.language.steps import EmailStep, SurveyStep
from nurture.service.deciding import decide
from nurture.service.keeping import keep
from nurture.service.views import View, journey_of
from nurture.values import replace


def advance(view: View, result: str, at: datetime, because: tuple[Because, ...]) -> Move:
    """The move after a step that ended with that result; the last reason names the step.

    What comes next counts from `at`, when the message left, and hears whatever has happened since.
    """
    done = because[-1].step
    assert done is not None, "what is done is a step"
    step = view.published.plan.steps[done]
    further = mailed(view.progress, step, result, at) if isinstance(step, SurveyStep) else None
    since = counts_from(step, at, journey_of(view, done)) if isinstance(step, EmailStep) and step.digest else at
    progress = further or after(view.published.plan, view.progress, done, result, since)
    ahead = decide(replace(view, progress=progress))
    return keep(view, replace(ahead, because=(*because, *ahead.because)))


def once_more(view: View, step: str, until: datetime, because: tuple[Because, ...]) -> Move:
    """The same step once more, not before that moment; the last reason says why."""
    ahead = decide(replace(view, progress=put_off(view.progress, step, until)))
    if ahead.action in (SEND_EMAIL, SEND_TEXT) and ahead.step == step:
        ahead = replace(ahead, summary=f"{step}: {because[-1].sentence}")
    return keep(view, replace(ahead, because=(*because, *ahead.because)))


def recorded(view: View, act: Act) -> Outcome | None:
    """What is on record of this step's visit already, if anything."""
    found = view.situation.progress.outcomes.get(act.move.step or "") if view.situation.progress else None
    return found if found and found.visit == act.move.visit else None
