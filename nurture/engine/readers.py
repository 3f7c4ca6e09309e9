"""In whose hours of work a length of time is counted: those of whoever is to read, or to do, what comes after it."""

from zoneinfo import ZoneInfo

from nurture.engine.journey import Journey
from nurture.language.sequence import Purpose
from nurture.language.steps import EmailStep, Step, TaskStep
from nurture.timing.calendar import WorkCalendar


def clock_before(step_id: str | None, journey: Journey) -> tuple[ZoneInfo, WorkCalendar]:
    """The zone and the calendar of whom that step concerns: the candidate's, or the company's for our own people."""
    if is_ours(step_id, journey):
        return journey.office_zone, journey.office_calendar
    return journey.zone, journey.calendar


def is_ours(step_id: str | None, journey: Journey) -> bool:
    """Whether what begins with that step is for our own people. Where no mail or task tells, the purpose does."""
    begins = journey.plan.steps[step_id].opening() if step_id is not None else ()
    told = [_is_for_us(step) for step in begins if isinstance(step, EmailStep | TaskStep)]
    return all(told) if told else journey.plan.sequence.purpose is Purpose.INTERNAL


def _is_for_us(step: Step) -> bool:
    return not isinstance(step, EmailStep) or not step.is_to_candidate
