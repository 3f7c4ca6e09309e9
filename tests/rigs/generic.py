"""A system that speaks our own form, with the reference implementation's signatures."""

from base64 import b64encode
from datetime import datetime
from hashlib import sha256

from standardwebhooks.webhooks import Webhook

from nurture.ats import Posted
from tests.rigs.rig import NOW, Rig


def key(word: str) -> str:
    """A key in the standard's form."""
    return f"whsec_{b64encode(sha256(word.encode()).digest()).decode()}"


def signed(name: str, raw: bytes, secret: str, at: datetime = NOW) -> Posted:
    """As a sender posts it. What can't be signed, since it is no text, is sent with a signature of something else."""
    text = raw.decode(errors="replace")
    headers = {
        "webhook-id": f"msg-{name}",
        "webhook-timestamp": str(int(at.timestamp())),
        "webhook-signature": Webhook(secret).sign(f"msg-{name}", at, text),
    }
    return Posted(raw=raw, headers={"content-type": "application/json", **headers})


RIG = Rig(
    name="generic",
    signed=signed,
    unknown=b'{"type": "candidate.cloned", "timestamp": "2026-03-02T08:30:00Z", "data": {}}',
    secret=key("a key that both sides know"),
    other_secret=key("a key of somebody else's"),
)
