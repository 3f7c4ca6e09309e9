"""Greenhouse, with a double of its API."""

from nurture.ats import Posted
from tests.doubles.harvest import HarvestDouble
from tests.greenhouse import headers
from tests.rigs.rig import Rig

RIG = Rig(
    name="greenhouse",
    signed=lambda name, raw, secret: Posted(raw=raw, headers=headers(raw, secret=secret, delivery=f"delivery-{name}")),
    unknown=b'{"action": "candidate_cloned", "payload": {}}',
    api=HarvestDouble,
    addresses=lambda api: {"api": f"{api.url}/v3", "token_url": f"{api.url}/token"},
    settings={"client_id": "us", "client_secret": "them", "user_id": "4080"},
)
