"""`webhook`: another system is told at its time, whatever the hour."""

from nurture.domain.moves import Place
from nurture.engine.journey import Go, Journey, Stand
from nurture.engine.moves.ats import unless_met
from nurture.engine.stand import stand
from nurture.language.steps.webhook import WebhookStep

CALL_WEBHOOK = "call_webhook"


@stand.register
def webhook(step: WebhookStep, place: Place, journey: Journey) -> Go | Stand:
    """Stands until it was taken or refused."""
    if skipped := unless_met(step, step.if_, place, journey):
        return skipped
    return Stand(step=step.id, at=place.since, action=CALL_WEBHOOK, summary=f"{step.id}: tells {step.webhook}")
