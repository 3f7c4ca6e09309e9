"""How long people stay on record, by why they are there and by country."""

from collections.abc import Mapping
from typing import Annotated, Final

from pydantic import AfterValidator, Field

from nurture.domain.records import EVERYWHERE
from nurture.language import codes
from nurture.language.faults import fault
from nurture.language.fields import Length
from nurture.language.model import Model
from nurture.language.places import Place
from nurture.language.sequence import Purpose
from nurture.timing.duration import Duration, Unit

_LEAST: Final = Duration.parse("30 days")


def _kept(length: Duration) -> Duration:
    if length.unit not in (Unit.DAYS, Unit.WEEKS, Unit.MONTHS):
        hint = "count it in days, weeks or months, as in 6 months"
        raise fault(codes.BAD_RETENTION, f"nobody is kept for {length}", hint)
    if length.rough < _LEAST.rough:
        hint = f"write at least {_LEAST}, or forget people one by one: nurture forget"
        raise fault(codes.BAD_RETENTION, f"{length} is too short: whoever is gone does not come back", hint)
    return length


Kept = Annotated[Length, AfterValidator(_kept)]


class Retention(Model):
    """How long people stay on record once nothing is going on with them. Countries that are not named stand under
    `everywhere`; where that is missing, people stay.
    """

    application: Mapping[Place, Kept] = Field(
        default_factory=dict,
        description="Whoever has applied, counted from the end of their last application. Who is hired stays.",
    )
    nurture: Mapping[Place, Kept] = Field(
        default_factory=dict,
        description="Whoever never applied, counted from the last contact, or from when they came on record.",
    )

    @property
    def takes_anybody(self) -> bool:
        """Whether anybody is ever forgotten by it."""
        return bool(self.application or self.nurture)

    def for_(self, purpose: Purpose, country: str | None) -> tuple[str, Duration] | None:
        """The place and the time that hold for somebody; None: they stay."""
        rules = self.application if purpose is Purpose.APPLICATION else self.nurture
        place = country if country is not None and country in rules else EVERYWHERE
        return (place, rules[place]) if place in rules else None
