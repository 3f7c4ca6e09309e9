"""Merge, which speaks for many ATSs in one form: its web hooks, and its API for what they leave out.

References: https://docs.merge.dev/merge-unified/reading-data/webhooks/merge-webhooks (deliveries, signature), “Merge
Webhook Signatures”, “Creating Webhooks in Merge” and “Editing or Deleting Webhooks” at https://help.merge.dev (ids, the
list of events, retries), and the common models of https://docs.merge.dev/merge-unified/ats. A connection is one linked
account.
"""

from nurture.ats.merge.vendor import MERGE

__all__ = ["MERGE"]
