"""Recruitee, by its web hooks and, where a token is set, its API.

References: https://docs.recruitee.com/docs/webhooks for deliveries and signatures, https://apidocs.recruitee.com for
the API. Of the events only `candidate_moved` has a form that we found published; the others are kept, with that as the
reason. An application is what Recruitee calls a placement: one person with one offer, which is a job or a talent pool.
"""

from nurture.ats.recruitee.vendor import RECRUITEE

__all__ = ["RECRUITEE"]
