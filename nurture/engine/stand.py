"""The one question put to every kind of step: arrived here, what now?"""

from functools import singledispatch

from nurture.domain.moves import Place
from nurture.engine.journey import Cut, End, Fork, Go, Journey, Stand, Stay
from nurture.language.steps.base import Step


@singledispatch
def stand(step: Step, place: Place, journey: Journey) -> Go | Fork | Cut | Stand | Stay | End:
    """What a step says when a track stands at it; every kind answers in a file of `nurture.engine.moves`."""
    raise TypeError(f"no move is registered for {type(step).__name__}")
