"""Ashby, with a double of its API."""

from nurture.ats import Posted
from nurture.ats.ashby.adapter import sign
from tests.doubles.ashby import KEY, AshbyDouble
from tests.rigs.rig import Rig

RIG = Rig(
    name="ashby",
    signed=lambda name, raw, secret: Posted(raw=raw, headers={"Ashby-Signature": sign(raw, secret)}),
    unknown=b'{"action": "candidateCloned", "webhookActionId": "x", "data": {}}',
    api=AshbyDouble,
    settings={"api_key": KEY},
)
