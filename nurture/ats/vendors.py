"""Every ATS that Nurture knows: a new one is a module of its own and a line here."""

from collections.abc import Mapping
from typing import Final

from nurture.ats.ashby import ASHBY
from nurture.ats.bamboohr import BAMBOOHR
from nurture.ats.generic import GENERIC
from nurture.ats.greenhouse import GREENHOUSE
from nurture.ats.greenhouse_onboarding import GREENHOUSE_ONBOARDING
from nurture.ats.lever import LEVER
from nurture.ats.merge import MERGE
from nurture.ats.recruitee import RECRUITEE
from nurture.ats.smartrecruiters import SMARTRECRUITERS
from nurture.ats.vendor import Vendor
from nurture.ats.workable import WORKABLE

_KNOWN: Final = (
    GREENHOUSE,
    ASHBY,
    LEVER,
    SMARTRECRUITERS,
    RECRUITEE,
    WORKABLE,
    MERGE,
    GREENHOUSE_ONBOARDING,
    BAMBOOHR,
    GENERIC,
)
"""In the order in which the documentation names them."""

VENDORS: Final[Mapping[str, Vendor]] = {vendor.name: vendor for vendor in _KNOWN}
