"""Systems that speak our form, among the vendors."""

from typing import Final

from nurture.ats.generic.adapter import Generic
from nurture.ats.vendor import Cannot, Vendor, no_writes

GENERIC: Final = Vendor(
    name="generic",
    title="Your own system",
    reference="https://www.standardwebhooks.com",
    signed="`webhook-signature` header of Standard Webhooks, over id, time and body; good for 5 minutes",
    told_apart="`webhook-id` header",
    in_order="`timestamp` of the delivery",
    read_back=Cannot(why="its deliveries say what they are about"),
    writes=no_writes("it has no API that we know; tell it by a `webhook` step"),
    back_fill=Cannot(why="it has no API that we know; `nurture import` takes in a file"),
    adapter=lambda account: Generic(connection=account.connection),
    tried="by the reference implementation of Standard Webhooks in Python",
)
