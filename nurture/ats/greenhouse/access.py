"""From an account to what reads and writes it."""

from nurture.ats.access import NoAccess
from nurture.ats.account import Account
from nurture.ats.greenhouse.harvest import Access, Harvest
from nurture.ats.greenhouse.writer import GreenhouseWriter
from nurture.ats.http import may_get_a_secret
from nurture.ats.writing import Unwritable, Writer

API = "https://harvest.greenhouse.io/v3"
TOKEN_URL = "https://auth.greenhouse.io/token"


def writer_for(account: Account) -> Writer:
    """The writer; without access one that refuses every change and names the settings that are missing."""
    harvest = harvest_of(account)
    if isinstance(harvest, NoAccess):
        why = f"Greenhouse can't be written to: {harvest.why}"
        return Unwritable(name=GreenhouseWriter.name, why=why, hint=harvest.hint)
    return GreenhouseWriter(harvest)


def harvest_of(account: Account) -> Harvest | NoAccess:
    """The account's API; or why there is none."""
    if missing := account.why_without("client_id", "client_secret", "user_id"):
        hint = "Create credentials of the type Harvest V3 (OAuth) in Greenhouse's Dev Center."
        return NoAccess(why=missing, hint=hint)
    api, token_url = account.api or API, account.token_url or TOKEN_URL
    for name, url in (("api", api), ("token_url", token_url)):
        if not may_get_a_secret(url):
            why = f"{account.setting(name)} is no address that a secret may be sent to"
            return NoAccess(why=why, hint="It begins with https://.")
    access = Access(
        client_id=account.client_id or "",
        client_secret=account.client_secret or "",
        user_id=account.user_id or "",
        api=api.rstrip("/"),
        token_url=token_url,
        advice=f"Check {', '.join(map(account.setting, ('client_id', 'client_secret')))} and "
        f"{account.setting('user_id')}, and what the credentials may list.",
    )
    return Harvest(access, timeout=account.timeout)
