"""Recruitee, with a double of its API."""

from nurture.ats import Posted
from nurture.ats.base import hex_hmac
from tests.doubles.recruitee import COMPANY, TOKEN, RecruiteeDouble
from tests.rigs.rig import Rig

RIG = Rig(
    name="recruitee",
    signed=lambda name, raw, secret: Posted(raw=raw, headers={"X-Recruitee-Signature": hex_hmac(raw, secret)}),
    unknown=b'{"event_type": "candidate_cloned", "payload": {}}',
    api=RecruiteeDouble,
    settings={"api_key": TOKEN, "company": COMPANY},
)
