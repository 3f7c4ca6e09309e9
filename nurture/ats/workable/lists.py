"""Workable's lists: `/jobs` and `/candidates`, a hundred records at a time.

“/candidates” and “What's new in v3” (https://workable.readme.io): `limit` up to 100, `updated_after`, and
`paging.next`, the address of the next page. That address may be at another host than ours, so that only what it asks
for is taken from it. A listed candidate has what a delivery has, and `withdrew` and `hired_at`. Ten requests in ten
seconds are allowed (“Rate limits”). Never tried on a live account.
"""

from collections.abc import Mapping
from datetime import UTC, datetime
from typing import Final
from urllib.parse import parse_qsl, urlencode, urlsplit

from nurture.ats.access import NoAccess
from nurture.ats.account import Account
from nurture.ats.answers import Record, as_object, as_objects, as_text
from nurture.ats.http import Api
from nurture.ats.listing import Lister, Lists, Page, page_of
from nurture.ats.patience import Pause, patiently
from nurture.ats.shapes import Fields, part
from nurture.ats.workable.api import api_for
from nurture.ats.workable.events import MOVED, Translation, intake
from nurture.ats.workable.shapes import Candidate, ListedJob
from nurture.domain.intake import Intake, JobUpdate
from nurture.domain.records import JobStatus
from nurture.errors import NotSetUp

PER_PAGE: Final = "100"
_LONG_AGO: Final = datetime(1970, 1, 1, tzinfo=UTC)
_JOBS: Final[Mapping[str, JobStatus]] = {
    "draft": JobStatus.DRAFT,
    "published": JobStatus.OPEN,
    "closed": JobStatus.CLOSED,
    "archived": JobStatus.CLOSED,
}


def lister_for(account: Account, pause: Pause) -> Lister:
    """What reads the lists. Raises NotSetUp where the token or the account's name is not set."""
    api = api_for(account, "api_key")
    if isinstance(api, NoAccess):
        raise NotSetUp(api.why, hint=api.hint)
    reading = _Reading(Translation(connection=account.connection), api, pause)
    return Lists(lists={"jobs": reading.jobs, "candidates": reading.candidates}, close_api=api.close)


class _Reading:
    """Reads one account."""

    def __init__(self, to: Translation, api: Api, pause: Pause) -> None:
        self._to, self._api, self._pause = to, api, pause

    def jobs(self, after: str | None, since: datetime | None) -> Page:
        records, following = self._page("jobs", after, since)
        return page_of(records, self._job, what="job", after=following, key="shortcode")

    def candidates(self, after: str | None, since: datetime | None) -> Page:
        records, following = self._page("candidates", after, since)
        return page_of(records, self._candidate, what="candidate", after=following)

    def _page(self, name: str, after: str | None, since: datetime | None) -> tuple[list[Record], str | None]:
        first = {"limit": PER_PAGE, **({"updated_after": since.astimezone(UTC).isoformat()} if since else {})}
        params = dict(parse_qsl(after)) if after else first
        answer = as_object(patiently(lambda: self._api.read(f"/{name}", params), self._pause))
        following = as_text(as_object(answer.get("paging")), "next")
        return as_objects(answer.get(name)), _asked(following) if following else None

    def _candidate(self, record: Record) -> Intake:
        given = part(Candidate, record, what="Workable's list of candidates")
        return intake(self._to, MOVED, record, given.updated_at or given.created_at or _LONG_AGO)

    def _job(self, record: Record) -> Intake:
        given = part(ListedJob, record, what="Workable's list of jobs")
        place = given.location
        stated = {
            "title": given.title,
            "status": _JOBS.get(given.state or ""),
            "department": given.department,
            "url": given.url,
            "office": place.location_str or place.city if place else None,
            "country": place.country_code.upper() if place and place.country_code else None,
        }
        fields: Fields = {name: value for name, value in stated.items() if value is not None}
        return Intake(at=_LONG_AGO, jobs=(JobUpdate(id=self._to.id(given.shortcode), fields=fields),))


def _asked(address: str) -> str | None:
    """What an address asks for, without where."""
    return urlencode(parse_qsl(urlsplit(address).query)) or None
