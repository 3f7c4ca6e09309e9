"""Greenhouse Recruiting, by its web hooks.

Reference: https://developers.greenhouse.io/webhooks.html. What its deliveries leave out decides much here: they
carry no event time and no previous stage, offers name no person, canceled interviews no application, and hiring
managers are numbers. `docs/greenhouse.md` says what that means for users.
"""

from nurture.ats.greenhouse.adapter import Greenhouse
from nurture.ats.greenhouse.custom import CustomFields
from nurture.ats.greenhouse.signature import sign
from nurture.ats.greenhouse.vendor import GREENHOUSE

__all__ = ["GREENHOUSE", "CustomFields", "Greenhouse", "sign"]
