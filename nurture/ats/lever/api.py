"""Lever's API: what its deliveries leave out, and changes.

“Opportunities”, “Stages”, “Archive reasons”, “Postings”, “Notes”: an API key is the user, without a password. Lists
come in pages with `hasNext` and `next`. Changes are made in the name of `perform_as`, where a user is set.
"""

from collections.abc import Callable, Mapping
from typing import ClassVar, Final
from urllib.parse import quote

from pydantic import JsonValue

from nurture.ats.access import NoAccess, api_of
from nurture.ats.account import Account
from nurture.ats.answers import Record, as_object, as_objects, as_text, vendors_id
from nurture.ats.base import NOTHING_READ, Posted, Read, Reader
from nurture.ats.http import Api, Params
from nurture.ats.lever.events import CONTACT, DELETED, OF_CONTACTS, OF_OPPORTUNITIES, OPPORTUNITY, POSTING, REASON
from nurture.ats.lever.shapes import Envelope
from nurture.ats.names import called
from nurture.ats.shapes import parsed
from nurture.ats.vendor import Ability, Cannot, Unreadable, demand
from nurture.ats.writing import Made, Unwritable, Writer
from nurture.domain.changes import AtsChange, ChangeKind, Target
from nurture.errors import ChannelError, NotSetUp, Refused, Rejected

URL: Final = "https://api.lever.co/v1"
VENDOR: Final = "Lever"
MOST_PAGES: Final = 50
EXPANDED: Final = "expand=applications&expand=stage&expand=owner"

WRITES: Final[Mapping[ChangeKind, Ability]] = {
    ChangeKind.TAG: "any word",
    ChangeKind.UNTAG: "the same",
    ChangeKind.NOTE: "a note on the opportunity",
    ChangeKind.STAGE: "a stage of the account, by its text",
    ChangeKind.REJECT: "archives it with an archive reason that is no hire, by its text",
    ChangeKind.FIELD: Cannot(why="its API has no custom fields of opportunities, only forms"),
}


def api_for(account: Account) -> Api | NoAccess:
    hint = "Create an API key in Lever, under Settings, Integrations and API."
    return api_of(account, vendor=VENDOR, base=URL, hint=hint, auth=(account.api_key or "", ""))


def reader_for(account: Account) -> Reader:
    """What asks the API."""
    api = api_for(account)
    return Unreadable(why=api.why, hint=api.hint) if isinstance(api, NoAccess) else LeverReader(api)


def writer_for(account: Account) -> Writer:
    """What changes things by the API; without a key one that refuses every change."""
    api = api_for(account)
    if isinstance(api, NoAccess):
        return Unwritable(name="lever", why=api.why, hint=api.hint)
    return LeverWriter(api, user_id=account.user_id)


class LeverReader:
    """Reads the opportunity of an event, with its posting and archive reason; or the contact."""

    def __init__(self, api: Api) -> None:
        self._api = api

    def read(self, posted: Posted) -> Read:
        told = parsed(Envelope, posted.raw)
        if told.event in OF_CONTACTS:
            return {CONTACT: self._find(f"/contacts/{_part(told.data.contactId, told.event)}")}
        if told.event not in OF_OPPORTUNITIES and told.event != DELETED:
            return NOTHING_READ
        opportunity = self._find(f"/opportunities/{_part(told.data.opportunity, told.event)}?{EXPANDED}")
        read: Record = {OPPORTUNITY: opportunity}
        known = as_object(opportunity)
        if reason := as_text(as_object(known.get("archived")), "reason"):
            read[REASON] = self._find(f"/archive_reasons/{_part(reason, told.event)}")
        postings = (as_text(each, "posting") for each in as_objects(known.get("applications")))
        if posting := next((each for each in postings if each), None):
            read[POSTING] = self._find(f"/postings/{_part(posting, told.event)}")
        return read

    def check(self) -> str:
        return _checked(self._api)

    def close(self) -> None:
        self._api.close()

    def _find(self, path: str) -> JsonValue:
        """The data of an answer; None where Lever has no such record."""
        answer = self._api.find(path)
        return None if answer is None else as_object(answer).get("data")


class LeverWriter:
    """Writes to one account, in the name of a user if there is one."""

    name: ClassVar[str] = "lever"

    def __init__(self, api: Api, *, user_id: str | None) -> None:
        self._api = api
        self._as: Params = {"perform_as": user_id} if user_id else {}
        self._ways: Mapping[ChangeKind, Callable[[AtsChange, str], Made]] = {
            ChangeKind.TAG: self._tag,
            ChangeKind.UNTAG: self._untag,
            ChangeKind.NOTE: self._note,
            ChangeKind.STAGE: self._move,
            ChangeKind.REJECT: self._archive,
        }

    def write(self, change: AtsChange, target: Target) -> Made:
        demand(WRITES, change.kind, vendor="Lever")
        if target.application_id is None:
            raise Rejected("Lever keeps tags and notes on an opportunity, and this run is about none")
        return self._ways[change.kind](
            change, f"/opportunities/{quote(vendors_id(target.application_id, vendor=VENDOR))}"
        )

    def check(self) -> str:
        return _checked(self._api)

    def close(self) -> None:
        self._api.close()

    def _tag(self, change: AtsChange, path: str) -> Made:
        known = self._tag_of(path, str(change.value))
        if known is not None:
            return Made(said="the tag was there already", name=known)
        tag = str(change.value).strip()
        self._api.change("POST", f"{path}/addTags", {"tags": [tag]}, self._as)
        return Made(said="tagged", name=tag)

    def _untag(self, change: AtsChange, path: str) -> Made:
        known = self._tag_of(path, str(change.value))
        if known is None:
            return Made(said="the tag was not there")
        self._api.change("POST", f"{path}/removeTags", {"tags": [known]}, self._as)
        return Made(said="the tag was taken off", name=known)

    def _tag_of(self, path: str, tag: str) -> str | None:
        theirs = self._opportunity(path).get("tags")
        words = [each for each in theirs if isinstance(each, str)] if isinstance(theirs, list) else []
        return called(((each, each) for each in words), tag)

    def _note(self, change: AtsChange, path: str) -> Made:
        self._api.change("POST", f"{path}/notes", {"value": str(change.value)}, self._as)
        return Made(said="noted")

    def _move(self, change: AtsChange, path: str) -> Made:
        stage = called(((as_text(each, "text"), each) for each in self._all("/stages")), str(change.value))
        if stage is None:
            raise Rejected("Lever has no such stage", hint="Write its text as it stands there.")
        name, opportunity = as_text(stage, "text"), self._opportunity(path)
        if opportunity.get("archived") is not None:
            raise Rejected("the opportunity is archived in Lever, and can't be moved")
        if opportunity.get("stage") == stage["id"]:
            return Made(said="it was in that stage already", name=name)
        self._api.change("PUT", f"{path}/stage", {"stage": stage["id"]}, self._as)
        return Made(said="moved", name=name)

    def _archive(self, change: AtsChange, path: str) -> Made:
        reasons = (each for each in self._all("/archive_reasons") if each.get("type") != "hired")
        reason = called(((as_text(each, "text"), each) for each in reasons), str(change.value))
        if reason is None:
            raise Rejected("Lever has no such archive reason", hint="Write its text as it stands there.")
        if self._opportunity(path).get("archived") is not None:
            return Made(said="it was archived already")
        self._api.change("PUT", f"{path}/archived", {"reason": reason["id"]}, self._as)
        return Made(said="archived", name=as_text(reason, "text"))

    def _opportunity(self, path: str) -> Record:
        return as_object(as_object(self._api.read(path)).get("data"))

    def _all(self, path: str) -> list[Record]:
        """Every record of a list, over all its pages."""
        found: list[Record] = []
        params: dict[str, str] = {}
        for _ in range(MOST_PAGES):
            answer = as_object(self._api.read(path, params))
            found += as_objects(answer.get("data"))
            after = as_text(answer, "next")
            if answer.get("hasNext") is not True or after is None:
                break
            params = {"offset": after}
        return found


def part_of_path(id_: str) -> str:
    """An id as part of a path or query, whatever is in it."""
    return quote(id_, safe="")


def _part(id_: str | None, event: str) -> str:
    """An id as part of a path, whatever is in it. Raises Refused where there is none."""
    if id_ is None:
        raise Refused(f"{event} does not say what it is about", status=400)
    return part_of_path(id_)


def _checked(api: Api) -> str:
    try:
        api.read("/stages")
    except ChannelError as error:
        raise NotSetUp(error.message, hint=error.hint) from error
    return "Lever takes our API key."
