"""Workable among the vendors."""

from typing import Final

from nurture.ats.vendor import Vendor
from nurture.ats.workable.adapter import Workable
from nurture.ats.workable.api import WRITES, reader_for, writer_for
from nurture.ats.workable.lists import lister_for

WORKABLE: Final = Vendor(
    name="workable",
    title="Workable",
    reference="https://workable.readme.io/reference/webhook-subscriptions-candidates-employees",
    signed="`X-Workable-Signature` header: HMAC of the body",
    told_apart="the body's hash, since the `id` in it is the candidate's",
    in_order="`updated_at` of the candidate",
    read_back="the candidate, if a token is set",
    writes=WRITES,
    adapter=lambda account: Workable(connection=account.connection),
    reader=reader_for,
    writer=writer_for,
    back_fill="all jobs and candidates, or those that changed since a day",
    lister=lister_for,
)
