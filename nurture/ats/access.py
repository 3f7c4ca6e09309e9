"""From an account to its API, where a key is all that it takes; or why there is none."""

from collections.abc import Mapping

from nurture.ats.account import Account
from nurture.ats.http import Api, may_get_a_secret
from nurture.values import frozen


@frozen
class NoAccess:
    """Why an API can't be asked, and what to do about it."""

    why: str
    hint: str


def api_of(
    account: Account,
    *,
    vendor: str,
    base: str,
    hint: str,
    headers: Mapping[str, str] | None = None,
    auth: tuple[str, str] | None = None,
) -> Api | NoAccess:
    """The API of an account that has a key, at its own address or the usual one. `hint` says where keys come from."""
    if missing := account.why_without("api_key"):
        return NoAccess(why=f"{vendor}'s API can't be asked: {missing}", hint=hint)
    address = account.api or base
    if not may_get_a_secret(address):
        why = f"{account.setting('api')} is no address that a secret may be sent to"
        return NoAccess(why=why, hint="It begins with https://.")
    advice = f"Check {account.setting('api_key')}, and what the key is allowed."
    return Api(vendor=vendor, base=address, timeout=account.timeout, advice=advice, headers=headers, auth=auth)
