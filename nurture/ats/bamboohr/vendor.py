"""BambooHR among the vendors."""

from typing import Final

from nurture.ats.bamboohr.adapter import BambooHR
from nurture.ats.bamboohr.api import WRITES, reader_for, writer_for
from nurture.ats.bamboohr.lists import lister_for
from nurture.ats.vendor import Vendor

BAMBOOHR: Final = Vendor(
    name="bamboohr",
    title="BambooHR",
    reference="https://documentation.bamboohr.com/docs/event-based-webhooks",
    signed="`X-BambooHR-Signature` header: HMAC of the body and `X-BambooHR-Timestamp`; good for a day",
    told_apart="the body's hash",
    in_order="what is read is the state of now",
    read_back="the employee; deliveries have ids and names of fields alone",
    writes=WRITES,
    adapter=lambda account: BambooHR(connection=account.connection),
    reader=reader_for,
    writer=writer_for,
    back_fill="all employees, with those who have left, or those who changed since a day; one request an employee",
    lister=lister_for,
)
