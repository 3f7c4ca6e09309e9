"""Greenhouse Recruiting among the vendors."""

from typing import Final

from nurture.ats.greenhouse.access import writer_for
from nurture.ats.greenhouse.adapter import Greenhouse
from nurture.ats.greenhouse.lists import lister_for
from nurture.ats.vendor import Cannot, Vendor
from nurture.domain.changes import ChangeKind

GREENHOUSE: Final = Vendor(
    name="greenhouse",
    title="Greenhouse",
    reference="https://developers.greenhouse.io/webhooks.html",
    signed="`Signature` header: HMAC of the body",
    told_apart="`Greenhouse-Event-ID` header, else the body's hash",
    in_order="`last_activity_at` of the application; a hire has none",
    read_back=Cannot(why="its deliveries say what they are about"),
    writes={
        ChangeKind.TAG: "a tag that exists there",
        ChangeKind.UNTAG: "the same",
        ChangeKind.NOTE: "visible to everybody who may see the candidate",
        ChangeKind.STAGE: "a stage of the application's job, by its name",
        ChangeKind.REJECT: "with a rejection reason, by its name",
        ChangeKind.FIELD: "a custom field of candidates or applications",
    },
    adapter=lambda account: Greenhouse(connection=account.connection),
    writer=writer_for,
    back_fill="all applications with their people, and all jobs, or those that changed since a day",
    lister=lister_for,
)
