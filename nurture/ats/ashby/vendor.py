"""Ashby among the vendors."""

from typing import Final

from nurture.ats.ashby.adapter import Ashby
from nurture.ats.ashby.lists import lister_for
from nurture.ats.ashby.writer import WRITES, writer_for
from nurture.ats.vendor import Cannot, Vendor

ASHBY: Final = Vendor(
    name="ashby",
    title="Ashby",
    reference="https://developers.ashbyhq.com/docs/setting-up-webhooks",
    signed="`Ashby-Signature` header: HMAC of the body",
    told_apart="action, `webhookActionId` and the record's id, else the body's hash",
    in_order="`updatedAt` of the application",
    read_back=Cannot(why="its deliveries say what they are about"),
    writes=WRITES,
    adapter=lambda account: Ashby(connection=account.connection),
    writer=writer_for,
    back_fill="all jobs, people and applications; since a day: read all the same, and those that changed are kept",
    lister=lister_for,
)
