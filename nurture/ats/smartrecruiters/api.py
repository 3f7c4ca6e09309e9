"""SmartRecruiters' API: what its deliveries leave out, and changes.

An API key goes into the header X-SmartToken. What follows is from two clients that were generated from the vendor's own
description, roksela/smartrecruiters-python-client and Konfig's: “Update a candidate's status” takes as `reason` the id
that `GET /configuration/rejection-reasons` gives it. Of a person's tags, `POST` adds to those that are there, `PUT`
replaces them all and `DELETE` takes them all off. `GET /configuration/candidate-properties` lists properties with label
and type; one is set by `{"value": …}`, and how the value of a choice is written is not described.
"""

from collections.abc import Callable, Mapping
from functools import partial
from typing import ClassVar, Final
from urllib.parse import quote

from pydantic import JsonValue

from nurture.ats.access import NoAccess, api_of
from nurture.ats.account import Account
from nurture.ats.answers import Record, as_object, as_objects, as_text, vendors_id
from nurture.ats.base import NOTHING_READ, Posted, Read, Reader
from nurture.ats.http import Api
from nurture.ats.known_fields import key_of
from nurture.ats.names import called
from nurture.ats.smartrecruiters.events import APPLICATION, CANDIDATE, JOB, OF_APPLICATIONS, OF_JOBS, needs, stage_of
from nurture.ats.smartrecruiters.shapes import about
from nurture.ats.vendor import Ability, Cannot, Unreadable, demand
from nurture.ats.writing import Made, Unwritable, Writer
from nurture.domain.changes import AtsChange, ChangeKind, Target
from nurture.errors import ChannelError, NotSetUp, Rejected

URL: Final = "https://api.smartrecruiters.com"
VENDOR: Final = "SmartRecruiters"
MOVES: Final = ("NEW", "IN_REVIEW", "INTERVIEW", "OFFERED")
_CHOICE: Final = "SINGLE_SELECT"
_id = partial(vendors_id, vendor=VENDOR)

WRITES: Final[Mapping[ChangeKind, Ability]] = {
    ChangeKind.TAG: "any word",
    ChangeKind.UNTAG: Cannot(
        why="its API removes or replaces all tags of a person at once, and one set meanwhile would be lost"
    ),
    ChangeKind.NOTE: Cannot(why="we found no published way to leave a note on a person"),
    ChangeKind.STAGE: "a status, as `In Review`, or one below it, as `In Review: Phone screen`",
    ChangeKind.REJECT: "with a rejection reason, by its label",
    ChangeKind.FIELD: "a property of the person, or of them in the job, by its label; none that offers choices",
}


def api_for(account: Account) -> Api | NoAccess:
    hint = "Create an API key in SmartRecruiters, under Settings, Administration, Credential Manager."
    headers = {"X-SmartToken": account.api_key or ""}
    return api_of(account, vendor=VENDOR, base=URL, hint=hint, headers=headers)


def reader_for(account: Account) -> Reader:
    """What asks the API."""
    api = api_for(account)
    return Unreadable(why=api.why, hint=api.hint) if isinstance(api, NoAccess) else SmartRecruitersReader(api)


def writer_for(account: Account) -> Writer:
    """What changes things by the API; without a key one that refuses every change."""
    api = api_for(account)
    if isinstance(api, NoAccess):
        return Unwritable(name="smartrecruiters", why=api.why, hint=api.hint)
    return SmartRecruitersWriter(api)


class SmartRecruitersReader:
    """Reads the person, the application and the job of an event."""

    def __init__(self, api: Api) -> None:
        self._api = api

    def read(self, posted: Posted) -> Read:
        told = about(posted)
        if not needs(told.event):
            return NOTHING_READ
        read: Record = {}
        if told.candidate_id is not None and told.event not in OF_JOBS:
            read[CANDIDATE] = self._api.read(f"/candidates/{part_of_path(told.candidate_id)}")
        if told.candidate_id is not None and told.job_id is not None and told.event in OF_APPLICATIONS:
            read[APPLICATION] = self._api.read(
                f"/candidates/{part_of_path(told.candidate_id)}/jobs/{part_of_path(told.job_id)}"
            )
        if told.job_id is not None:
            read[JOB] = self._api.read(f"/jobs/{part_of_path(told.job_id)}")
        return read

    def check(self) -> str:
        return _checked(self._api)

    def close(self) -> None:
        self._api.close()


class SmartRecruitersWriter:
    """Writes to one account."""

    name: ClassVar[str] = "smartrecruiters"

    def __init__(self, api: Api) -> None:
        self._api = api
        self._ways: Mapping[ChangeKind, Callable[[AtsChange, Target], Made]] = {
            ChangeKind.TAG: self._tag,
            ChangeKind.STAGE: self._move,
            ChangeKind.REJECT: self._reject,
            ChangeKind.FIELD: self._set_property,
        }

    def write(self, change: AtsChange, target: Target) -> Made:
        demand(WRITES, change.kind, vendor="SmartRecruiters")
        return self._ways[change.kind](change, target)

    def check(self) -> str:
        return _checked(self._api)

    def close(self) -> None:
        self._api.close()

    def _tag(self, change: AtsChange, target: Target) -> Made:
        path, tag = f"{_person(target)}/tags", str(change.value).strip()
        theirs = as_object(self._api.read(path)).get("tags")
        words = [each for each in theirs if isinstance(each, str)] if isinstance(theirs, list) else []
        known = called(((each, each) for each in words), tag)
        if known is not None:
            return Made(said="the tag was there already", name=known)
        self._api.change("POST", path, {"tags": [tag]})
        return Made(said="tagged", name=tag)

    def _move(self, change: AtsChange, target: Target) -> Made:
        path = _application(target)
        wanted, _, below = (each.strip() for each in str(change.value).partition(":"))
        status = called(((stage_of(each, None), each) for each in MOVES), wanted.replace("_", " "))
        if status is None:
            raise Rejected("SmartRecruiters has no such status", hint="Write New, In Review, Interview or Offered.")
        now = as_object(self._api.read(path))
        stage = stage_of(status, below or None)
        if now.get("status") not in (*MOVES, "LEAD"):
            raise Rejected(f"the application is {now.get('status')} in SmartRecruiters, and can't be moved")
        if now.get("status") == status and (not below or as_text(now, "subStatus") == below):
            return Made(said="it was in that status already", name=stage_of(status, as_text(now, "subStatus")))
        body: Record = {"status": status, **({"subStatus": below} if below else {})}
        self._api.change("PUT", f"{path}/status", body)
        return Made(said="moved", name=stage)

    def _reject(self, change: AtsChange, target: Target) -> Made:
        path = _application(target)
        now = as_object(self._api.read(path)).get("status")
        if now == "REJECTED":
            return Made(said="it was rejected already")
        if now not in (*MOVES, "LEAD"):
            raise Rejected(f"the application is {now} in SmartRecruiters, and can't be rejected")
        reasons = as_objects(_content(self._api.read("/configuration/rejection-reasons")))
        reason = called(((as_text(each, "label"), each) for each in reasons), str(change.value))
        if reason is None:
            raise Rejected("SmartRecruiters has no such rejection reason", hint="Write its label as it stands there.")
        self._api.change("PUT", f"{path}/status", {"status": "REJECTED", "reason": reason["id"]})
        return Made(said="rejected", name=as_text(reason, "label"))

    def _set_property(self, change: AtsChange, target: Target) -> Made:
        known = as_objects(_content(self._api.read("/configuration/candidate-properties")))
        wanted = key_of(change.field or "")
        found = next((each for each in known if key_of(as_text(each, "label") or "") == wanted), None)
        label, id_ = (as_text(found, "label"), as_text(found, "id")) if found else (None, None)
        if found is None or id_ is None:
            raise Rejected("SmartRecruiters has no such property", hint="Write its label as it stands there.")
        if found.get("type") == _CHOICE:
            raise Rejected("the property offers choices, and we found no published way to write one")
        whose = _application(target) if change.of_application else _person(target)
        self._api.change("PUT", f"{whose}/properties/{part_of_path(id_)}", {"value": change.value})
        return Made(said="the field was set", name=label)


def _content(answer: JsonValue) -> JsonValue:
    """A list, which may be wrapped."""
    return answer.get("content") if isinstance(answer, dict) else answer


def _person(target: Target) -> str:
    return f"/candidates/{part_of_path(_id(target.candidate_id))}"


def _application(target: Target) -> str:
    candidate_id, _, job_id = _id(target.application_id).partition(".")
    if not job_id:
        raise Rejected("this is no application of SmartRecruiters'")
    return f"/candidates/{part_of_path(candidate_id)}/jobs/{part_of_path(job_id)}"


def part_of_path(id_: str) -> str:
    """An id as part of a path, whatever is in it."""
    return quote(id_, safe="")


def _checked(api: Api) -> str:
    try:
        api.read("/configuration/rejection-reasons")
    except ChannelError as error:
        raise NotSetUp(error.message, hint=error.hint) from error
    return "SmartRecruiters takes our API key."
