"""Merge, with a double of its API."""

from nurture.ats import Posted
from nurture.ats.merge.adapter import sign
from tests.doubles.merge import ACCOUNT_TOKEN, KEY, LINKED_ACCOUNT, USER, MergeDouble
from tests.rigs.rig import Rig

RIG = Rig(
    name="merge",
    signed=lambda name, raw, secret: Posted(raw=raw, headers={"X-Merge-Webhook-Signature": sign(raw, secret)}),
    unknown=f'{{"hook": {{"event": "Candidate.cloned"}}, "linked_account": {{"id": "{LINKED_ACCOUNT}"}}}}'.encode(),
    api=MergeDouble,
    settings={"api_key": KEY, "client_secret": ACCOUNT_TOKEN, "user_id": USER, "company": LINKED_ACCOUNT},
)
