"""Recruitee among the vendors."""

from typing import Final

from nurture.ats.recruitee.adapter import Recruitee
from nurture.ats.recruitee.api import WRITES, reader_for, writer_for
from nurture.ats.recruitee.lists import lister_for
from nurture.ats.vendor import Vendor

RECRUITEE: Final = Vendor(
    name="recruitee",
    title="Recruitee",
    reference="https://docs.recruitee.com/docs/webhooks",
    signed="`X-Recruitee-Signature` header: HMAC of the body",
    told_apart="the body's hash, within half a minute, since a body has neither an id nor a time",
    in_order="what is read is the state of now; without a token no, since deliveries carry no time",
    read_back="where somebody stands, if a token is set",
    writes=WRITES,
    adapter=lambda account: Recruitee(connection=account.connection),
    reader=reader_for,
    writer=writer_for,
    back_fill="all jobs and people, or those that changed since a day; one request a person",
    lister=lister_for,
)
