"""Greenhouse Onboarding, with a double of its API. The contract wants ids of one connection: its hires are its own."""

from nurture.ats import Posted
from nurture.ats.greenhouse_onboarding import sign
from tests.doubles.greenhouse_onboarding import KEY, VALUE, OnboardingDouble
from tests.rigs.rig import Rig

RIG = Rig(
    name="greenhouse_onboarding",
    signed=lambda name, raw, secret: Posted(raw=raw, headers={"Signature": sign(raw, secret)}),
    unknown=b'{"event_type": "employee:cloned", "id": "x", "payload": {}}',
    api=OnboardingDouble,
    settings={"client_id": KEY, "client_secret": VALUE, "hires_from": "hiring"},
)
