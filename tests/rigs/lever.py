"""Lever: the signature stands in the body and covers a token and a time, with a double of its API."""

import json
from datetime import datetime
from hashlib import sha256

from nurture.ats import Posted
from nurture.ats.lever.adapter import sign
from tests.doubles.lever import KEY, LeverDouble
from tests.rigs.rig import NOW, Rig


def signed(name: str, raw: bytes, secret: str, at: datetime = NOW, token: str | None = None) -> Posted:
    """A body with a token, a time and their signature; what is no object stays as it is."""
    try:
        document = json.loads(raw)
    except (ValueError, RecursionError):
        return Posted(raw=raw)
    if not isinstance(document, dict):
        return Posted(raw=raw)
    token = token or sha256(name.encode()).hexdigest()[:48]
    stamp = int(at.timestamp() * 1000)
    document |= {"token": token, "triggeredAt": stamp, "signature": sign(token, stamp, secret)}
    return Posted(raw=json.dumps(document).encode(), headers={"content-type": "application/json"})


RIG = Rig(
    name="lever",
    signed=signed,
    unknown=b'{"event": "candidateCloned", "data": {"opportunityId": "x"}}',
    signs_body=False,
    api=LeverDouble,
    settings={"api_key": KEY},
)
