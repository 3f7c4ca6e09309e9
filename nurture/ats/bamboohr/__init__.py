"""BambooHR, an HR system: thin web hooks of employees, and an API that says what they are about.

References: https://documentation.bamboohr.com/docs/event-based-webhooks (events, form), “Webhooks” there (signature),
and “Get Employee”, “Update Employee” and the list of field names for the API. An employee is a person and a hire.
"""

from nurture.ats.bamboohr.vendor import BAMBOOHR

__all__ = ["BAMBOOHR"]
