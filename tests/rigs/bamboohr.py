"""BambooHR, with a double of its API."""

from datetime import datetime

from nurture.ats import Posted
from nurture.ats.bamboohr.adapter import sign
from tests.doubles.bamboohr import KEY, BambooDouble
from tests.rigs.rig import NOW, Rig


def signed(name: str, raw: bytes, secret: str, at: datetime = NOW) -> Posted:
    """As BambooHR posts it at that time."""
    stamp = str(int(at.timestamp()))
    headers = {"X-BambooHR-Timestamp": stamp, "X-BambooHR-Signature": sign(raw, stamp, secret)}
    return Posted(raw=raw, headers=headers)


RIG = Rig(
    name="bamboohr",
    signed=signed,
    unknown=b'{"type": "employee.cloned", "timestamp": "2026-03-02T08:42:00+0000", "data": {"employeeId": "57"}}',
    api=BambooDouble,
    settings={"api_key": KEY, "company": "acme"},
)
