"""SmartRecruiters, by its web hooks and its API.

References at https://developers.smartrecruiters.com: “Activating webhook subscriptions”, “Create a webhook subscription
secret key”, “Webhooks security”, “Update a candidate's status”. A delivery names its event in a header and has ids
alone; everything else is asked of the API.
"""

from nurture.ats.smartrecruiters.vendor import SMARTRECRUITERS

__all__ = ["SMARTRECRUITERS"]
