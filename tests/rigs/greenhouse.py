"""Greenhouse."""

from nurture.ats import Posted
from tests.greenhouse import headers
from tests.rigs.rig import Rig

RIG = Rig(
    name="greenhouse",
    signed=lambda name, raw, secret: Posted(raw=raw, headers=headers(raw, secret=secret, delivery=f"delivery-{name}")),
    unknown=b'{"action": "candidate_cloned", "payload": {}}',
)
