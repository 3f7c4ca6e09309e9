"""`exit`: the journey ends here, with the outcome the author gave it."""

from nurture.domain.moves import Because, Place
from nurture.engine.journey import End, Journey
from nurture.engine.stand import stand
from nurture.language.steps.exit import ExitStep


@stand.register
def leave(step: ExitStep, place: Place, journey: Journey) -> End:
    """Ends every track."""
    return End(
        outcome=step.exit,
        scope=step.scope,
        because=Because(rule="exit-step", step=step.id, sentence=f"reached the end named {step.exit}"),
    )
