"""What is asked of BambooHR's API, below `https://COMPANY.bamboohr.com/api/v1`. The API key is the user's name.

“Get Employee” gives the fields that are asked for and that the key may see.
"""

from collections.abc import Mapping
from functools import partial
from typing import ClassVar, Final
from urllib.parse import quote

from pydantic import JsonValue

from nurture.ats.access import NoAccess, api_of
from nurture.ats.account import Account
from nurture.ats.answers import vendors_id
from nurture.ats.bamboohr.adapter import READ_BACK, changed
from nurture.ats.bamboohr.shapes import FIELDS, Envelope
from nurture.ats.base import NOTHING_READ, Posted, Read, Reader
from nurture.ats.http import Api
from nurture.ats.shapes import parsed
from nurture.ats.vendor import Ability, Cannot, Unreadable, demand
from nurture.ats.writing import Made, Unwritable, Writer
from nurture.domain.changes import AtsChange, ChangeKind, Target
from nurture.errors import ChannelError, NotSetUp

VENDOR: Final = "BambooHR"
_NO_ATS: Final = Cannot(why="it keeps employees, who have none")
_id = partial(vendors_id, vendor=VENDOR)

WRITES: Final[Mapping[ChangeKind, Ability]] = {
    ChangeKind.TAG: _NO_ATS,
    ChangeKind.UNTAG: _NO_ATS,
    ChangeKind.NOTE: Cannot(why="we found no published way to leave a note on an employee"),
    ChangeKind.STAGE: _NO_ATS,
    ChangeKind.REJECT: Cannot(why="it keeps employees, whom nobody rejects"),
    ChangeKind.FIELD: "a field of the employee, by its API name, as `customShirtSize`",
}


class BambooReader:
    """Reads the employee of an event."""

    def __init__(self, api: Api) -> None:
        self._api = api

    def read(self, posted: Posted) -> Read:
        envelope = parsed(Envelope, posted.raw)
        if envelope.type not in READ_BACK:
            return NOTHING_READ
        return {"employee": employee_of(self._api, changed(envelope).employeeId)}

    def check(self) -> str:
        return _check(self._api)

    def close(self) -> None:
        self._api.close()


class BambooWriter:
    """Writes to one account."""

    name: ClassVar[str] = "bamboohr"

    def __init__(self, api: Api) -> None:
        self._api = api

    def write(self, change: AtsChange, target: Target) -> Made:
        demand(WRITES, change.kind, vendor="BambooHR")
        path = f"/employees/{quote(_id(target.candidate_id), safe='')}"
        self._api.change("POST", path, {change.field or "": change.value})
        return Made(said="the field was set")

    def check(self) -> str:
        return _check(self._api)

    def close(self) -> None:
        self._api.close()


def employee_of(api: Api, id_: str) -> JsonValue:
    """“Get Employee”: the fields that we read."""
    return api.read(f"/employees/{quote(id_, safe='')}", {"fields": ",".join(FIELDS)})


def _check(api: Api) -> str:
    try:
        api.read("/meta/fields")
    except ChannelError as error:
        raise NotSetUp(error.message, hint=error.hint) from error
    return "BambooHR takes our API key."


def reader_for(account: Account) -> Reader:
    """What asks the API."""
    api = api_for(account)
    return Unreadable(why=api.why, hint=api.hint) if isinstance(api, NoAccess) else BambooReader(api)


def writer_for(account: Account) -> Writer:
    """What changes things by the API; without a key one that refuses every change."""
    api = api_for(account)
    if isinstance(api, NoAccess):
        return Unwritable(name="bamboohr", why=api.why, hint=api.hint)
    return BambooWriter(api)


def api_for(account: Account) -> Api | NoAccess:
    hint = "Create an API key in BambooHR, in the menu of your own picture."
    if missing := account.why_without("api_key", *(() if account.api else ("company",))):
        return NoAccess(why=f"BambooHR's API can't be asked: {missing}", hint=hint)
    base = f"https://{account.company}.bamboohr.com/api/v1"
    return api_of(account, vendor=VENDOR, base=base, hint=hint, auth=(account.api_key or "", "x"))
