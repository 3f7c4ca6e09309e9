"""Whether a delivery is taken for genuine: the one place where that is decided, for all vendors."""

from datetime import datetime

from nurture.ats.base import Posted
from nurture.ats.vendor import Connected
from nurture.errors import Refused


def demand_trust(connected: Connected, posted: Posted, *, now: datetime) -> None:
    """Raises Refused: 401 unless one of the account's keys signed it, and 503 when no key is set.

    A missing key is our own fault, and 503 makes the vendor deliver again once it is mended.
    """
    account, title = connected.account, connected.vendor.title
    if not account.secrets:
        raise Refused(
            f"no secret key is set for {title}'s web hooks, so nothing from there can be trusted",
            status=503,
            hint=f"Set {account.setting('secrets')} to the key that {title} signs with.",
        )
    why = connected.adapter.why_untrusted(posted, account.secrets, now=now)
    if why is not None:
        hint = f"Compare the web hook's secret key in {title} with {account.setting('secrets')}."
        raise Refused(why, status=401, hint=hint)
