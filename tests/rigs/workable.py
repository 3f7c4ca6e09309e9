"""Workable, with a double of its API."""

from nurture.ats import Posted
from nurture.ats.base import hex_hmac
from tests.doubles.workable import MEMBER, TOKEN, WorkableDouble
from tests.rigs.rig import Rig

RIG = Rig(
    name="workable",
    signed=lambda name, raw, secret: Posted(raw=raw, headers={"X-Workable-Signature": hex_hmac(raw, secret)}),
    unknown=b'{"event_type": "candidate_cloned", "id": "57ab", "resource_type": "candidate", "data": {"id": "57ab"}}',
    api=WorkableDouble,
    settings={"api_key": TOKEN, "user_id": MEMBER, "company": "acme"},
)
