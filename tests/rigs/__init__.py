"""How each vendor delivers, for tests: a module here for every vendor, and its deliveries in `tests/fixtures`.

A module of the vendor's name has one value, `RIG`. The deliveries are invented data in the vendor's published shape,
one file each: its name is the event, and says after `@` what is special.
"""

from importlib import import_module
from typing import Final

from nurture.ats import VENDORS
from tests.rigs.rig import Rig

RIGS: Final[dict[str, Rig]] = {name: import_module(f"tests.rigs.{name}").RIG for name in VENDORS}
