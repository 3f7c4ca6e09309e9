"""`enroll`: another sequence begins for the same person; the journey goes on at once, whatever comes of it."""

from nurture.domain.moves import Place
from nurture.engine.journey import Journey, Stand
from nurture.engine.stand import stand
from nurture.language.steps.enroll import EnrollStep

START_SEQUENCE = "start_sequence"


@stand.register
def enroll(step: EnrollStep, place: Place, journey: Journey) -> Stand:
    """Stands only until it is done."""
    summary = f"{step.id}: starts {step.enroll}"
    return Stand(step=step.id, at=place.since, action=START_SEQUENCE, summary=summary)
