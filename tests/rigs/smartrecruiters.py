"""SmartRecruiters: signed over headers and body, with a double of its API."""

from nurture.ats import Posted
from nurture.ats.smartrecruiters.adapter import sign
from tests.doubles.smartrecruiters import KEY, SmartRecruitersDouble
from tests.rigs.rig import NOW, Rig

LINK = "<https://api.smartrecruiters.com/candidates/c-mara/jobs/j-hired>; rel=self"


def signed(name: str, raw: bytes, secret: str) -> Posted:
    """What an event looks like; only the one that says so has its ids in the link alone."""
    link = LINK if name.endswith("@by-link") else "<https://api.smartrecruiters.com/>; rel=self"
    headers = {
        "content-type": "application/json",
        "smartrecruiters-timestamp": str(int(NOW.timestamp())),
        "event-id": f"event-{name}",
        "event-name": "application.cloned" if name == "unknown" else name.partition("@")[0],
        "event-version": "v201910",
        "link": link,
    }
    signature = sign(Posted(raw=raw, headers=headers), secret)
    return Posted(raw=raw, headers={**headers, "smartrecruiters-signature": f"v1={signature}"})


RIG = Rig(
    name="smartrecruiters",
    signed=signed,
    unknown=b'{"id": "x"}',
    api=SmartRecruitersDouble,
    settings={"api_key": KEY},
)
