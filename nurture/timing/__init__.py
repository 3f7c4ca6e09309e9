"""Times: durations, business days, holidays, send windows and anchored waits.

Pure functions of (value, zone, now). Moments go in and come out as aware UTC; a zone is applied only
in between. Everything that people write is read by a `parse` whose TimingError tells what to write instead.
"""

from nurture.timing.calendar import WorkCalendar
from nurture.timing.closed import Closure
from nurture.timing.duration import Duration, Unit
from nurture.timing.errors import AnchorMissing, TimingError
from nurture.timing.format import say, say_span
from nurture.timing.lead import Lead
from nurture.timing.wait import Side, Wait
from nurture.timing.window import SendWindow, Span
from nurture.timing.zones import first_zone, zone_for_country, zone_of

__all__ = [
    "AnchorMissing",
    "Closure",
    "Duration",
    "Lead",
    "SendWindow",
    "Side",
    "Span",
    "TimingError",
    "Unit",
    "Wait",
    "WorkCalendar",
    "first_zone",
    "say",
    "say_span",
    "zone_for_country",
    "zone_of",
]
