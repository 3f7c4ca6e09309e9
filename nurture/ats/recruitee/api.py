"""What is asked of Recruitee's API: https://apidocs.recruitee.com, below `/c/` and the company's id.

A personal token may do whatever its user may. The page of the API could not be read where this was written; what is
asked is what other public programs ask: a note as Pipedream's component does, a move as the recruiting robot of sipgate
tests it (`PATCH /placements/{id}/change_stage?stage_id=…&proceed=true`). Since that is nobody's promise, a move is read
back before it is said to be made. The form of the other changes is not published where we found it.
"""

from collections.abc import Callable, Mapping
from typing import ClassVar, Final

from pydantic import JsonValue

from nurture.ats.access import NoAccess, api_of
from nurture.ats.account import Account
from nurture.ats.answers import Record, as_object, as_objects, as_text, vendors_id
from nurture.ats.base import NOTHING_READ, Posted, Read, Reader
from nurture.ats.http import Api
from nurture.ats.names import called
from nurture.ats.recruitee.adapter import MOVED, moved
from nurture.ats.recruitee.shapes import Envelope
from nurture.ats.shapes import parsed
from nurture.ats.vendor import Ability, Cannot, NothingToRead, Unreadable, demand
from nurture.ats.writing import Made, Unwritable, Writer
from nurture.domain.changes import AtsChange, ChangeKind, Target
from nurture.errors import ChannelError, NotSetUp, Rejected

URL: Final = "https://api.recruitee.com"
_UNPUBLISHED: Final = Cannot(why="we found no published form of that request")

WRITES: Final[Mapping[ChangeKind, Ability]] = {
    ChangeKind.TAG: _UNPUBLISHED,
    ChangeKind.UNTAG: _UNPUBLISHED,
    ChangeKind.NOTE: "a note on the candidate that the hiring team sees",
    ChangeKind.STAGE: "a stage of the application's job, by its name",
    ChangeKind.REJECT: _UNPUBLISHED,
    ChangeKind.FIELD: _UNPUBLISHED,
}


class RecruiteeReader:
    """Reads how somebody stands now: deliveries carry no time, and a late one would take the record back."""

    def __init__(self, api: Api, root: str) -> None:
        self._api, self._root = api, root

    def read(self, posted: Posted) -> Read:
        envelope = parsed(Envelope, posted.raw)
        if envelope.event_type != MOVED or envelope.test:
            return NOTHING_READ
        told = moved(envelope)
        if not (told.candidate.id.isdecimal() and told.offer.id.isdecimal()):
            raise Rejected("the candidate's or the offer's id is no number")
        candidate = as_object(self._api.read(f"{self._root}/candidates/{told.candidate.id}")).get("candidate")
        stages = as_object(self._api.read(f"{self._root}/offers/{told.offer.id}/placements")).get("stages")
        return {"candidate": candidate, "stages": stages}

    def check(self) -> str:
        return _check(self._api, self._root)

    def close(self) -> None:
        self._api.close()


class RecruiteeWriter:
    """Writes to one account."""

    name: ClassVar[str] = "recruitee"

    def __init__(self, api: Api, root: str) -> None:
        self._api, self._root = api, root
        self._ways: Mapping[ChangeKind, Callable[[AtsChange, Target], Made]] = {
            ChangeKind.NOTE: self._note,
            ChangeKind.STAGE: self._move,
        }

    def write(self, change: AtsChange, target: Target) -> Made:
        demand(WRITES, change.kind, vendor="Recruitee")
        return self._ways[change.kind](change, target)

    def _note(self, change: AtsChange, target: Target) -> Made:
        candidate_id = vendors_id(target.candidate_id, vendor="Recruitee")
        note: JsonValue = {"body": str(change.value), "visibility": {"level": "public"}}
        self._api.change("POST", f"{self._root}/candidates/{candidate_id}/notes", {"note": note})
        return Made(said="noted")

    def _move(self, change: AtsChange, target: Target) -> Made:
        person, _, offer = vendors_id(target.application_id, vendor="Recruitee").partition("-")
        if not (person.isdecimal() and offer.isdecimal()):
            raise Rejected("this is no application of Recruitee's")
        placements = as_object(self._api.read(f"{self._root}/offers/{offer}/placements"))
        stages = ((as_text(each, "name"), each) for each in as_objects(placements.get("stages")))
        stage = called(stages, str(change.value))
        if stage is None:
            raise Rejected("the job has no such stage in Recruitee", hint="Write its name as it stands there.")
        placement, name = self._placement(person, offer), as_text(stage, "name")
        if placement.get("disqualified_at") is not None:
            raise Rejected("the candidate is disqualified in Recruitee, and moving them would requalify them")
        if placement.get("stage_id") == stage["id"]:
            return Made(said="it was in that stage already", name=name)
        asked = {"stage_id": str(stage["id"]), "proceed": "true"}
        self._api.change("PATCH", f"{self._root}/placements/{placement['id']}/change_stage", params=asked)
        if self._placement(person, offer).get("stage_id") != stage["id"]:
            raise Rejected("Recruitee took the move and did not make it")
        return Made(said="moved", name=name)

    def _placement(self, person: str, offer: str) -> Record:
        answer = as_object(self._api.read(f"{self._root}/candidates/{person}"))
        placed = as_objects(as_object(answer.get("candidate")).get("placements"))
        found = next((each for each in placed if str(each.get("offer_id")) == offer), None)
        if found is None:
            raise Rejected("the candidate is not placed with that offer any more")
        return found

    def check(self) -> str:
        return _check(self._api, self._root)

    def close(self) -> None:
        self._api.close()


def _check(api: Api, root: str) -> str:
    try:
        api.read(f"{root}/admins", {"limit": "1"})
    except ChannelError as error:
        raise NotSetUp(error.message, hint=error.hint) from error
    return "Recruitee takes our token."


def reader_for(account: Account) -> Reader:
    """What reads back; nothing, where no token is set, since deliveries can be understood without."""
    if account.api_key is None and account.company is None:
        return NothingToRead()
    api = api_for(account)
    return (
        Unreadable(why=api.why, hint=api.hint) if isinstance(api, NoAccess) else RecruiteeReader(api, root_of(account))
    )


def writer_for(account: Account) -> Writer:
    """The writer; without access one that refuses every change and names the settings that are missing."""
    api = api_for(account)
    if isinstance(api, NoAccess):
        return Unwritable(name="recruitee", why=api.why, hint=api.hint)
    return RecruiteeWriter(api, root_of(account))


def root_of(account: Account) -> str:
    """Where the company's records are."""
    return f"/c/{account.company}"


def api_for(account: Account) -> Api | NoAccess:
    hint = "Create a token in Recruitee, under Settings, Apps and plugins, Personal API tokens."
    if missing := account.why_without("api_key", "company"):
        return NoAccess(why=f"Recruitee's API can't be asked: {missing}", hint=hint)
    headers = {"Authorization": f"Bearer {account.api_key}"}
    return api_of(account, vendor="Recruitee", base=URL, hint=hint, headers=headers)
