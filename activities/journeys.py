"""Activities that look at a journey, end it, or record what a person did with it."""

from temporalio import activity

from activities.failures import telling_temporal
from nurture import contracts
from nurture.contracts import Ending, Look, Move, Parked, Pause
from nurture.service import journeys
from nurture.service.parts import Parts


class JourneyActivities:
    """Local activities: short, and always about one enrollment's row."""

    def __init__(self, parts: Parts) -> None:
        self._parts = parts

    @activity.defn(name=contracts.NEXT_MOVE)
    def next_move(self, asked: Look) -> Move:
        """What comes next."""
        with telling_temporal():
            return journeys.look(self._parts, asked)

    @activity.defn(name=contracts.END_ENROLLMENT)
    def end_enrollment(self, ending: Ending) -> Move:
        """A person ends it."""
        with telling_temporal():
            return journeys.end(self._parts, ending)

    @activity.defn(name=contracts.RECORD_PAUSE)
    def record_pause(self, pause: Pause) -> str:
        """A person paused or resumed it."""
        with telling_temporal():
            return journeys.record_pause(self._parts, pause)

    @activity.defn(name=contracts.RECORD_HELD)
    def record_held(self, parked: Parked) -> str:
        """It is held because of a failure."""
        with telling_temporal():
            return journeys.record_held(self._parts, parked)
