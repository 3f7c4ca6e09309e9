"""What is asked of Merge's API, https://api.merge.dev/api/ats/v1: an API key, and the token of the linked account.

“Expand”: with `expand` an answer has models in place of their ids. Lists come in pages with a cursor. A change answers
with the model and with the errors that the ATS behind Merge gave.
"""

from collections.abc import Callable, Mapping
from functools import partial
from typing import ClassVar, Final
from urllib.parse import quote

from nurture.ats.access import NoAccess, api_of
from nurture.ats.account import Account
from nurture.ats.answers import Record, as_object, as_objects, as_text, vendors_id
from nurture.ats.base import NOTHING_READ, Posted, Read, Reader
from nurture.ats.http import LONGEST_WORDS, Api
from nurture.ats.merge.events import READ_BACK
from nurture.ats.merge.shapes import Envelope, Named
from nurture.ats.names import called
from nurture.ats.shapes import parsed, part
from nurture.ats.vendor import Ability, Cannot, Unreadable, demand
from nurture.ats.writing import Made, Unwritable, Writer
from nurture.domain.changes import AtsChange, ChangeKind, Target
from nurture.errors import ChannelError, NotSetUp, Rejected

URL: Final = "https://api.merge.dev/api/ats/v1"
VENDOR: Final = "Merge"
EXPAND: Final = "candidate,job,current_stage,reject_reason"
MOST_PAGES: Final = 50
_id = partial(vendors_id, vendor=VENDOR)

WRITES: Final[Mapping[ChangeKind, Ability]] = {
    ChangeKind.TAG: Cannot(why="its API replaces all tags of a person at once, and one set meanwhile would be lost"),
    ChangeKind.UNTAG: Cannot(why="its API replaces all tags of a person at once, and one set meanwhile would be lost"),
    ChangeKind.NOTE: "a note on the candidate, where the ATS behind it takes one",
    ChangeKind.STAGE: "a stage of the application's job, by its name, where the ATS behind it can",
    ChangeKind.REJECT: Cannot(why="its API has no way to reject an application"),
    ChangeKind.FIELD: Cannot(why="which fields the ATS behind it has differs, and its API doesn't name them"),
}


class MergeReader:
    """Reads applications, which name person, job, stage and reason by ids alone."""

    def __init__(self, api: Api) -> None:
        self._api = api

    def read(self, posted: Posted) -> Read:
        envelope = parsed(Envelope, posted.raw)
        if envelope.hook.event not in READ_BACK:
            return NOTHING_READ
        named = part(Named, envelope.data, what=f"Merge's {envelope.hook.event}", root="data")
        return {"application": _application(self._api, named.id)}

    def check(self) -> str:
        return _check(self._api)

    def close(self) -> None:
        self._api.close()


class MergeWriter:
    """Writes to one linked account in the name of one of its users."""

    name: ClassVar[str] = "merge"

    def __init__(self, api: Api, user_id: str) -> None:
        self._api, self._user_id = api, user_id
        self._ways: Mapping[ChangeKind, Callable[[AtsChange, Target], Made]] = {
            ChangeKind.NOTE: self._note,
            ChangeKind.STAGE: self._move,
        }

    def write(self, change: AtsChange, target: Target) -> Made:
        demand(WRITES, change.kind, vendor="Merge")
        return self._ways[change.kind](change, target)

    def check(self) -> str:
        return _check(self._api)

    def close(self) -> None:
        self._api.close()

    def _note(self, change: AtsChange, target: Target) -> Made:
        note: Record = {
            "activity_type": "NOTE",
            "body": str(change.value),
            "visibility": "PUBLIC",
            "candidate": _id(target.candidate_id),
        }
        self._change("/activities", {"model": note, "remote_user_id": self._user_id})
        return Made(said="noted")

    def _move(self, change: AtsChange, target: Target) -> Made:
        application = _application(self._api, _id(target.application_id))
        if application.get("rejected_at"):
            raise Rejected("the application is rejected in the ATS behind Merge, and can't be moved")
        job_id = as_text(as_object(application.get("job")), "id")
        stages = self._all("/job-interview-stages", {"job_id": job_id} if job_id else {})
        named = (called(((as_text(each, "name"), each) for each in stages), name) for name in change.names)
        stage = next((each for each in named if each), None)
        if stage is None:
            raise Rejected("the job has no such stage in Merge", hint="Write its name as it stands there.")
        name = as_text(stage, "name")
        if as_object(application.get("current_stage")).get("id") == stage.get("id"):
            return Made(said="it was in that stage already", name=name)
        body: Record = {"job_interview_stage": stage.get("id"), "remote_user_id": self._user_id}
        self._change(f"/applications/{quote(_id(target.application_id), safe='')}/change-stage", body)
        return Made(said="moved", name=name)

    def _all(self, path: str, params: Mapping[str, str]) -> list[Record]:
        found: list[Record] = []
        cursor: str | None = None
        for _ in range(MOST_PAGES):
            answer = as_object(self._api.read(path, {**params, **({"cursor": cursor} if cursor else {})}))
            found += as_objects(answer.get("results"))
            cursor = as_text(answer, "next")
            if cursor is None:
                break
        return found

    def _change(self, path: str, body: Record) -> None:
        errors = as_object(self._api.change("POST", path, body)).get("errors")
        if errors:
            raise Rejected("the ATS behind Merge refuses it", hint=f"It says: {errors}"[:LONGEST_WORDS])


def _application(api: Api, id_: str) -> Record:
    return as_object(api.read(f"/applications/{quote(id_, safe='')}", {"expand": EXPAND}))


def _check(api: Api) -> str:
    try:
        api.read("/account-details")
    except ChannelError as error:
        raise NotSetUp(error.message, hint=error.hint) from error
    return "Merge takes our key and the linked account's token."


def reader_for(account: Account) -> Reader:
    """What asks the API."""
    api = api_for(account, "api_key", "client_secret")
    return Unreadable(why=api.why, hint=api.hint) if isinstance(api, NoAccess) else MergeReader(api)


def writer_for(account: Account) -> Writer:
    """What changes things by the API; without access one that refuses every change."""
    api = api_for(account, "api_key", "client_secret", "user_id")
    if isinstance(api, NoAccess):
        return Unwritable(name="merge", why=api.why, hint=api.hint)
    return MergeWriter(api, account.user_id or "")


def api_for(account: Account, *needed: str) -> Api | NoAccess:
    hint = "The key stands in Merge under API keys, and the account's token with the linked account."
    if missing := account.why_without(*needed):
        return NoAccess(why=f"Merge's API can't be asked: {missing}", hint=hint)
    headers = {"Authorization": f"Bearer {account.api_key}", "X-Account-Token": account.client_secret or ""}
    return api_of(account, vendor=VENDOR, base=URL, hint=hint, headers=headers)
