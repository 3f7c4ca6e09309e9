"""Lever, by its web hooks and its API.

Reference: https://hire.lever.co/developer/documentation. An opportunity is one person's way through the pipeline: our
application; the contact behind it is our candidate. Lever's signature covers a token and a time, **not the body**:
whoever has seen one signed delivery can attach other data to it. So of a body we believe the ids alone, and everything
that happens is what the API says. A token is used once.
"""

from nurture.ats.lever.vendor import LEVER

__all__ = ["LEVER"]
