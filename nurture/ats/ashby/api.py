"""Ashby's API: https://developers.ashbyhq.com/reference.

Every endpoint is asked by POST, with the API key as the user and no password (“Authentication”). A refusal is an answer
200 with `"success": false` and a list of errors (“Responses & Errors”); lists come in pages with a cursor
(“Pagination and Incremental Synchronization”).
"""

from collections.abc import Mapping
from typing import Final

from pydantic import JsonValue

from nurture.ats.access import NoAccess
from nurture.ats.account import Account
from nurture.ats.answers import Record, as_object, as_objects
from nurture.ats.http import Api, may_get_a_secret
from nurture.errors import Rejected

URL: Final = "https://api.ashbyhq.com"
MOST_PAGES: Final = 50
_WORDS: Final = 200


class AshbyApi:
    """One account's endpoints."""

    def __init__(self, api: Api) -> None:
        self._api = api

    def read(self, endpoint: str, body: JsonValue) -> JsonValue:
        """What it answers."""
        return _said(self._api.read(f"/{endpoint}", method="POST", body=body)).get("results")

    def page(self, endpoint: str, body: Record) -> tuple[list[Record], str | None]:
        """One page of a list, and the cursor of the next one."""
        answer = _said(self._api.read(f"/{endpoint}", method="POST", body=body))
        cursor = answer.get("nextCursor")
        is_last = answer.get("moreDataAvailable") is not True or not isinstance(cursor, str)
        return as_objects(answer.get("results")), None if is_last else str(cursor)

    def all(self, endpoint: str, body: Mapping[str, JsonValue] | None = None) -> list[Record]:
        """Every record of a list, over all its pages."""
        found: list[Record] = []
        cursor: str | None = None
        for _ in range(MOST_PAGES):
            records, cursor = self.page(endpoint, {**(body or {}), **({"cursor": cursor} if cursor else {})})
            found += records
            if cursor is None:
                break
        return found

    def change(self, endpoint: str, body: Record) -> None:
        """Asks for a change, once."""
        _said(self._api.change("POST", f"/{endpoint}", body))

    def close(self) -> None:
        """Closes the connections."""
        self._api.close()


def _said(answer: JsonValue) -> Record:
    said = as_object(answer)
    if said.get("success") is False:
        raise Rejected("Ashby refuses it", hint=f"Ashby says: {said.get('errors') or said.get('errorInfo')}"[:_WORDS])
    return said


def api_for(account: Account) -> AshbyApi | NoAccess:
    """The account's API; or why there is none."""
    if missing := account.why_without("api_key"):
        return NoAccess(why=missing, hint="Create an API key in Ashby, under Admin, Integrations, API Keys.")
    base = account.api or URL
    if not may_get_a_secret(base):
        why = f"{account.setting('api')} is no address that a secret may be sent to"
        return NoAccess(why=why, hint="It begins with https://.")
    advice = f"Check {account.setting('api_key')}, and what the key is allowed."
    return AshbyApi(
        Api(vendor="Ashby", base=base, timeout=account.timeout, advice=advice, auth=(account.api_key or "", ""))
    )
