"""Under what a move's message stands in the ledger: a survey sends more than one on a visit of its step."""

from nurture.contracts import Act
from nurture.domain.moves import Progress
from nurture.domain.touchpoints import touchpoint_key
from nurture.engine.outgoing import ledger_step
from nurture.language.steps import SurveyStep
from nurture.service.views import View


def behind(progress: Progress, act: Act) -> tuple[str, ...]:
    """What the step has behind it on this visit, by that progress."""
    return next((place.did for place in progress.places if place.step == act.move.step), ())


def stands_as(view: View, act: Act) -> str:
    """The step of the message in the ledger."""
    return ledger_step(view.published.plan.steps[act.move.step or ""], behind(act.move.progress, act))


def key_of(view: View, act: Act) -> str:
    """The key of the message in the ledger."""
    return touchpoint_key(act.enrollment_id, stands_as(view, act), act.move.visit)


def is_further(view: View, act: Act) -> bool:
    """Whether the record has gone beyond this mail of a survey that goes on."""
    standing = view.situation.progress
    is_survey = isinstance(view.published.plan.steps.get(act.move.step or ""), SurveyStep)
    return is_survey and standing is not None and len(behind(standing, act)) > len(behind(act.move.progress, act))
