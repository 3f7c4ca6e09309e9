"""Ashby, by its web hooks and its API.

References: “Setting up Webhooks”, “Common Payload Data”, “Authenticating Webhooks”, “Retries”, “Related Webhooks” and
the payloads, at https://developers.ashbyhq.com. One act is told by up to three deliveries with one `webhookActionId`: a
hire by candidateHire, candidateStageChange and applicationUpdate. Each has the whole application, and none the stage
before.
"""

from nurture.ats.ashby.vendor import ASHBY

__all__ = ["ASHBY"]
