"""Merge among the vendors."""

from typing import Final

from nurture.ats.merge.adapter import Merge
from nurture.ats.merge.api import WRITES, reader_for, writer_for
from nurture.ats.merge.lists import lister_for
from nurture.ats.vendor import Vendor

MERGE: Final = Vendor(
    name="merge",
    title="Merge",
    reference="https://docs.merge.dev/merge-unified/reading-data/webhooks/merge-webhooks",
    signed="`X-Merge-Webhook-Signature` header: HMAC of the body, with padding or without",
    told_apart="the signature, as Merge advises",
    in_order="`modified_at` of the application",
    read_back="applications with person, job, stage and reason; deliveries name them by ids",
    writes=WRITES,
    adapter=lambda account: Merge(connection=account.connection, linked_account=account.company),
    reader=reader_for,
    writer=writer_for,
    back_fill="all jobs, people and applications, or those that changed there since a day",
    lister=lister_for,
)
