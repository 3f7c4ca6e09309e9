"""Lever's list of opportunities (“List all opportunities”): a page says where the next one begins.

Postings and archive reasons are asked for once each. Confidential opportunities are left out unless the key may see
them, as Lever decides.
"""

from datetime import UTC, datetime
from typing import Final

from pydantic import JsonValue

from nurture.ats.access import NoAccess
from nurture.ats.account import Account
from nurture.ats.answers import Record, as_object, as_objects, as_text
from nurture.ats.base import Read
from nurture.ats.http import Api
from nurture.ats.lever.api import EXPANDED, api_for, part_of_path
from nurture.ats.lever.events import OPPORTUNITY, POSTING, REASON, Told, intake
from nurture.ats.lever.shapes import Data, Opportunity
from nurture.ats.listing import Lister, Page, page_of
from nurture.ats.patience import Pause, patiently
from nurture.ats.shapes import part
from nurture.domain.intake import Intake
from nurture.errors import NotSetUp

_LONG_AGO: Final = datetime(1970, 1, 1, tzinfo=UTC)
PER_PAGE: Final = 100
"""The most that Lever gives at a time."""
_ANY: Final = "applicationCreated"
"""An event about opportunities: which one does not matter, since nothing has happened."""


def lister_for(account: Account, pause: Pause) -> Lister:
    """What reads the lists. Raises NotSetUp where the key is not set."""
    api = api_for(account)
    if isinstance(api, NoAccess):
        raise NotSetUp(api.why, hint=api.hint)
    return LeverLister(account.connection, api, pause)


class LeverLister:
    """Reads one account's opportunities, with their postings and archive reasons."""

    def __init__(self, connection: str, api: Api, pause: Pause) -> None:
        self._connection, self._api, self._pause = connection, api, pause
        self._known: dict[str, JsonValue] = {}

    def page(self, after: str | None, *, since: datetime | None) -> Page:
        asked = f"/opportunities?{EXPANDED}&limit={PER_PAGE}"
        asked += f"&offset={part_of_path(after)}" if after else ""
        asked += f"&updated_at_start={int(since.timestamp() * 1000)}" if since else ""
        answer = as_object(patiently(lambda: self._api.read(asked), self._pause))
        following = as_text(answer, "next") if answer.get("hasNext") is True else None
        return page_of(as_objects(answer.get("data")), self._told, what="opportunity", after=following)

    def close(self) -> None:
        self._api.close()

    def _told(self, opportunity: Record) -> Intake:
        given = part(Opportunity, opportunity, what="Lever's list of opportunities")
        read: dict[str, JsonValue] = {OPPORTUNITY: dict(opportunity)}
        if given.archived and given.archived.reason:
            read[REASON] = self._find(f"/archive_reasons/{part_of_path(given.archived.reason)}")
        posting = next((each.posting for each in given.applications if each.posting), None)
        if posting:
            read[POSTING] = self._find(f"/postings/{part_of_path(posting)}")
        at = given.updatedAt or given.createdAt or _LONG_AGO
        said: Read = read
        return intake(self._connection, Told(event=_ANY, data=Data(opportunityId=given.id), at=at), said)

    def _find(self, path: str) -> JsonValue:
        if path not in self._known:
            answer = patiently(lambda: self._api.find(path), self._pause)
            self._known[path] = None if answer is None else as_object(answer).get("data")
        return self._known[path]
