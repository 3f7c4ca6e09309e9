"""Lever among the vendors."""

from typing import Final

from nurture.ats.lever.adapter import Lever
from nurture.ats.lever.api import WRITES, reader_for, writer_for
from nurture.ats.lever.lists import lister_for
from nurture.ats.vendor import Vendor

LEVER: Final = Vendor(
    name="lever",
    title="Lever",
    reference="https://hire.lever.co/developer/documentation",
    signed="`signature` in the body: HMAC of token and time, not of the body, so that only ids are believed",
    told_apart="`token`, which is used once",
    in_order="`updatedAt` of the opportunity, as the API says",
    read_back="opportunity, posting and archive reason, or the contact",
    writes=WRITES,
    adapter=lambda account: Lever(connection=account.connection),
    reader=reader_for,
    writer=writer_for,
    back_fill="all opportunities with their postings, or those that changed since a day",
    lister=lister_for,
)
