"""SmartRecruiters among the vendors."""

from typing import Final

from nurture.ats.smartrecruiters.adapter import SmartRecruiters
from nurture.ats.smartrecruiters.api import WRITES, reader_for, writer_for
from nurture.ats.smartrecruiters.lists import lister_for
from nurture.ats.vendor import Vendor

SMARTRECRUITERS: Final = Vendor(
    name="smartrecruiters",
    title="SmartRecruiters",
    reference="https://developers.smartrecruiters.com/docs/webhooks-security",
    signed="`smartrecruiters-signature` header: HMAC of time, body, id, name and version of the event, and link",
    told_apart="`event-id` header",
    in_order="`updatedOn` of the application, as the API says",
    read_back="person, application and job; deliveries have ids alone",
    writes=WRITES,
    adapter=lambda account: SmartRecruiters(connection=account.connection),
    reader=reader_for,
    writer=writer_for,
    back_fill="all jobs and people with their applications, or those that changed since a day; one request a person",
    lister=lister_for,
)
