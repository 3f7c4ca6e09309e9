"""What is asked of Workable's API, below `https://ACCOUNT.workable.com/spi/v3`.

Every change names the member in whose name it is made (“/candidates/:id/move”, “/candidates/:id/disqualify”,
“/candidates/:id/comments”).
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
from nurture.ats.names import called
from nurture.ats.shapes import parsed, part
from nurture.ats.vendor import Ability, Cannot, NothingToRead, Unreadable, demand
from nurture.ats.workable.events import CREATED, MOVED
from nurture.ats.workable.shapes import Envelope, Named
from nurture.ats.writing import Made, Unwritable, Writer
from nurture.domain.changes import AtsChange, ChangeKind, Target
from nurture.errors import ChannelError, NotSetUp, Rejected

VENDOR: Final = "Workable"
_id = partial(vendors_id, vendor=VENDOR)
_ALL_AT_ONCE: Final = Cannot(why="its API replaces all tags of a person at once, and one set meanwhile would be lost")

WRITES: Final[Mapping[ChangeKind, Ability]] = {
    ChangeKind.TAG: _ALL_AT_ONCE,
    ChangeKind.UNTAG: _ALL_AT_ONCE,
    ChangeKind.NOTE: "a comment on the candidate",
    ChangeKind.STAGE: "a stage of the job, by its slug",
    ChangeKind.REJECT: "disqualifies with a reason, by its description",
    ChangeKind.FIELD: Cannot(why="we found no published way to look up a field by its name"),
}


class WorkableReader:
    """Reads a candidate as they are now: deliveries overtake each other, and don't say who said no."""

    def __init__(self, api: Api) -> None:
        self._api = api

    def read(self, posted: Posted) -> Read:
        envelope = parsed(Envelope, posted.raw)
        if envelope.event_type not in (CREATED, MOVED):
            return NOTHING_READ
        named = part(Named, envelope.data, what=f"Workable's {envelope.event_type}", root="data")
        return {"candidate": _candidate(self._api, named.id)}

    def check(self) -> str:
        return _check(self._api)

    def close(self) -> None:
        self._api.close()


class WorkableWriter:
    """Writes to one account in the name of one member."""

    name: ClassVar[str] = "workable"

    def __init__(self, api: Api, member_id: str) -> None:
        self._api, self._member_id = api, member_id
        self._ways: Mapping[ChangeKind, Callable[[AtsChange, Target], Made]] = {
            ChangeKind.NOTE: self._note,
            ChangeKind.STAGE: self._move,
            ChangeKind.REJECT: self._disqualify,
        }

    def write(self, change: AtsChange, target: Target) -> Made:
        demand(WRITES, change.kind, vendor="Workable")
        return self._ways[change.kind](change, target)

    def check(self) -> str:
        return _check(self._api)

    def close(self) -> None:
        self._api.close()

    def _note(self, change: AtsChange, target: Target) -> Made:
        self._ask(_id(target.candidate_id), "comments", {"comment": {"body": str(change.value)}})
        return Made(said="noted")

    def _move(self, change: AtsChange, target: Target) -> Made:
        id_ = _id(target.application_id)
        candidate = _candidate(self._api, id_)
        if candidate.get("disqualified") is True:
            raise Rejected("the candidate is disqualified in Workable, and can't be moved")
        stage = (as_text(candidate, "stage") or "").casefold()
        for name in change.names:
            if name.strip().casefold() == stage:
                return Made(said="it was in that stage already", name=name)
        refusals: list[Rejected] = []
        for name in change.names:  # there is no such stage: nothing was changed, and the next name may be the one
            try:
                self._ask(id_, "move", {"target_stage": name})
            except Rejected as refusal:
                refusals.append(refusal)
            else:
                return Made(said="moved", name=name)
        raise refusals[-1]

    def _disqualify(self, change: AtsChange, target: Target) -> Made:
        id_ = _id(target.application_id)
        if _candidate(self._api, id_).get("disqualified") is True:
            return Made(said="it was disqualified already")
        reasons = _listed(self._api.read("/disqualification_reasons"))
        ours = [each for each in reasons if each.get("candidate_withdrew") is not True]
        reason = called(((as_text(each, "description"), each) for each in ours), str(change.value))
        if reason is None:
            raise Rejected(
                "Workable has no such disqualification reason", hint="Write its description as it stands there."
            )
        self._ask(id_, "disqualify", {"disqualify_reason_id": reason.get("id"), "withdrew": False})
        return Made(said="disqualified", name=as_text(reason, "description"))

    def _ask(self, id_: str, what: str, body: Record) -> None:
        self._api.change("POST", f"/candidates/{quote(id_, safe='')}/{what}", {"member_id": self._member_id, **body})


def _candidate(api: Api, id_: str) -> Record:
    """“Candidate details”. Raises Rejected where there is none."""
    answer = as_object(api.read(f"/candidates/{quote(id_, safe='')}"))
    return as_object(answer.get("candidate")) or answer


def _listed(answer: JsonValue) -> list[Record]:
    """The records of “a collection”, of which it isn't published by what name it goes."""
    values = answer.values() if isinstance(answer, dict) else (answer,)
    return [record for value in values for record in as_objects(value)]


def _check(api: Api) -> str:
    try:
        api.read("/candidates", {"limit": "1"})
    except ChannelError as error:
        raise NotSetUp(error.message, hint=error.hint) from error
    return "Workable takes our token."


def reader_for(account: Account) -> Reader:
    """What reads back; nothing, where no token is set, since deliveries can be understood without."""
    if account.api_key is None:
        return NothingToRead()
    api = api_for(account, "api_key")
    return Unreadable(why=api.why, hint=api.hint) if isinstance(api, NoAccess) else WorkableReader(api)


def writer_for(account: Account) -> Writer:
    """The writer; without access one that refuses every change and names the settings that are missing."""
    api = api_for(account, "api_key", "user_id")
    if isinstance(api, NoAccess):
        return Unwritable(name="workable", why=api.why, hint=api.hint)
    return WorkableWriter(api, account.user_id or "")


def api_for(account: Account, *needed: str) -> Api | NoAccess:
    hint = "Create an access token in Workable, under Settings, Integrations, API access tokens."
    if missing := account.why_without(*needed, *(() if account.api else ("company",))):
        return NoAccess(why=f"Workable's API can't be asked: {missing}", hint=hint)
    base = f"https://{account.company}.workable.com/spi/v3"
    return api_of(account, vendor=VENDOR, base=base, hint=hint, headers={"Authorization": f"Bearer {account.api_key}"})
