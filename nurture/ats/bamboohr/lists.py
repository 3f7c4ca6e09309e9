"""BambooHR's list of employees, each of whom is read by itself, as after a delivery.

“Get Employee Directory” says who there is, with who has left (`onlyCurrent=false`), and answers 403 where the company
shares neither directory nor org chart with the key's user; “Get Changed Employee IDs” says who changed since a moment.
Both are read in the vendor's own client (BambooHR/bhr-api-python, EmployeesApi and LastChangeInformationApi). The newer
“List Employees” has pages, but is for OAuth alone and knows no first day. Never tried on a live account.
"""

from collections.abc import Iterable
from datetime import UTC, datetime
from typing import Final

from nurture.ats.access import NoAccess
from nurture.ats.account import Account
from nurture.ats.answers import Record, as_object, as_objects
from nurture.ats.bamboohr.adapter import BambooHR
from nurture.ats.bamboohr.api import api_for, employee_of
from nurture.ats.bamboohr.shapes import Employee
from nurture.ats.http import Api, Missing
from nurture.ats.listing import Lister, Page, page_of
from nurture.ats.patience import Pause, patiently
from nurture.ats.shapes import part
from nurture.domain.intake import Intake
from nurture.errors import NotSetUp

PER_PAGE: Final = 50
_LONG_AGO: Final = datetime(1970, 1, 1, tzinfo=UTC)


def lister_for(account: Account, pause: Pause) -> Lister:
    """What reads the list. Raises NotSetUp where the key or the company is not set."""
    api = api_for(account)
    if isinstance(api, NoAccess):
        raise NotSetUp(api.why, hint=api.hint)
    return BambooLister(BambooHR(connection=account.connection), api, pause)


class BambooLister:
    """Reads one account. A place is the last employee that was read, by number: who comes meanwhile is behind it."""

    def __init__(self, adapter: BambooHR, api: Api, pause: Pause) -> None:
        self._adapter, self._api, self._pause = adapter, api, pause
        self._ids: list[int] | None = None

    def page(self, after: str | None, *, since: datetime | None) -> Page:
        if self._ids is None:
            self._ids = sorted(self._changed(since) if since else self._everybody())
        last = int(after) if after and after.isdecimal() else 0
        to_read = [each for each in self._ids if each > last]
        some: list[Record] = [{"id": str(each)} for each in to_read[:PER_PAGE]]
        following = str(to_read[PER_PAGE - 1]) if len(to_read) > PER_PAGE else None
        return page_of(some, self._told, what="employee", after=following)

    def close(self) -> None:
        self._api.close()

    def _everybody(self) -> set[int]:
        answer = self._read("/employees/directory", {"onlyCurrent": "false"})
        return _numbers(each.get("id") for each in as_objects(answer.get("employees")))

    def _changed(self, since: datetime) -> set[int]:
        answer = self._read("/employees/changed", {"since": since.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")})
        changed = as_object(answer.get("employees"))
        return _numbers(id_ for id_, how in changed.items() if as_object(how).get("action") != "Deleted")

    def _told(self, record: Record) -> Intake:
        try:
            answer = patiently(lambda: employee_of(self._api, str(record["id"])), self._pause)
        except Missing:  # deleted meanwhile
            return Intake(at=_LONG_AGO)
        return self._adapter.listed(part(Employee, answer, what="BambooHR's employee"), at=_LONG_AGO)

    def _read(self, path: str, params: dict[str, str]) -> Record:
        return as_object(patiently(lambda: self._api.read(path, params), self._pause))


def _numbers(ids: Iterable[object]) -> set[int]:
    return {int(str(each)) for each in ids if str(each).isdecimal()}
