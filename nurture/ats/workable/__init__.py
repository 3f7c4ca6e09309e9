"""Workable, by its web hooks and, where a token is set, its API.

References: https://workable.readme.io/reference/webhook-subscriptions-candidates-employees (events, signature, answer),
“Candidate Events” and “Employee Events” (bodies), “/candidates” and the requests below it. In Workable a person is one
candidate for each job that they apply for, so that candidate and application are one record.
"""

from nurture.ats.workable.vendor import WORKABLE

__all__ = ["WORKABLE"]
