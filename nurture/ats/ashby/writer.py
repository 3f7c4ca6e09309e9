"""Changes in Ashby, by its API: https://developers.ashbyhq.com/reference.

`candidate.removeTag` is there since February 2026 (“Add candidate.removeTag Endpoint” in the changelog).
"""

from collections.abc import Callable, Mapping
from functools import partial
from typing import ClassVar, Final

from pydantic import JsonValue

from nurture.ats.access import NoAccess
from nurture.ats.account import Account
from nurture.ats.answers import Record, as_object, as_objects, as_text, vendors_id
from nurture.ats.ashby.api import AshbyApi, api_for
from nurture.ats.known_fields import key_of
from nurture.ats.names import called
from nurture.ats.vendor import Ability, demand
from nurture.ats.writing import Made, Unwritable, Writer
from nurture.domain.changes import AtsChange, ChangeKind, Target
from nurture.errors import ChannelError, NotSetUp, Rejected

_id = partial(vendors_id, vendor="Ashby")

WRITES: Final[Mapping[ChangeKind, Ability]] = {
    ChangeKind.TAG: "a tag that exists there",
    ChangeKind.UNTAG: "the same",
    ChangeKind.NOTE: "a note on the candidate",
    ChangeKind.STAGE: "a stage of the application's interview plan, by its title",
    ChangeKind.REJECT: "archives it with an archive reason, by its text",
    ChangeKind.FIELD: "a custom field of candidates or applications, by its title",
}


def writer_for(account: Account) -> Writer:
    """The writer; without a key one that refuses every change and names the setting that is missing."""
    api = api_for(account)
    if isinstance(api, NoAccess):
        return Unwritable(name="ashby", why=f"Ashby can't be written to: {api.why}", hint=api.hint)
    return AshbyWriter(api)


class AshbyWriter:
    """Writes to one account."""

    name: ClassVar[str] = "ashby"

    def __init__(self, api: AshbyApi) -> None:
        self._api = api
        self._ways: Mapping[ChangeKind, Callable[[AtsChange, Target], Made]] = {
            ChangeKind.TAG: self._tag,
            ChangeKind.UNTAG: self._untag,
            ChangeKind.NOTE: self._note,
            ChangeKind.STAGE: self._move,
            ChangeKind.REJECT: self._archive,
            ChangeKind.FIELD: self._set_field,
        }

    def write(self, change: AtsChange, target: Target) -> Made:
        demand(WRITES, change.kind, vendor="Ashby")
        return self._ways[change.kind](change, target)

    def check(self) -> str:
        try:
            self._api.read("apiKey.info", {})
        except ChannelError as error:
            raise NotSetUp(error.message, hint=error.hint) from error
        return "Ashby takes our API key."

    def close(self) -> None:
        self._api.close()

    def _tag(self, change: AtsChange, target: Target) -> Made:
        candidate_id, tag = _id(target.candidate_id), self._tag_called(change)
        title = as_text(tag, "title")
        if self._has(candidate_id, tag):
            return Made(said="the tag was there already", name=title)
        self._api.change("candidate.addTag", {"candidateId": candidate_id, "tagId": tag["id"]})
        return Made(said="tagged", name=title)

    def _untag(self, change: AtsChange, target: Target) -> Made:
        candidate_id, tag = _id(target.candidate_id), self._tag_called(change)
        title = as_text(tag, "title")
        if not self._has(candidate_id, tag):
            return Made(said="the tag was not there", name=title)
        self._api.change("candidate.removeTag", {"candidateId": candidate_id, "tagId": tag["id"]})
        return Made(said="the tag was taken off", name=title)

    def _tag_called(self, change: AtsChange) -> Record:
        tags = self._api.all("candidateTag.list")
        tag = called(((as_text(each, "title"), each) for each in tags), str(change.value))
        if tag is None:
            raise Rejected("Ashby has no such tag", hint="Add it there first: tags are shared by everybody.")
        return tag

    def _has(self, candidate_id: str, tag: Record) -> bool:
        theirs = as_object(self._api.read("candidate.info", {"id": candidate_id})).get("tags")
        return any(each.get("id") == tag["id"] for each in as_objects(theirs))

    def _note(self, change: AtsChange, target: Target) -> Made:
        self._api.change(
            "candidate.createNote",
            {"candidateId": _id(target.candidate_id), "note": str(change.value)},
        )
        return Made(said="noted")

    def _move(self, change: AtsChange, target: Target) -> Made:
        application = self._application(target)
        stages = self._stages(application)
        named = (called(((as_text(each, "title"), each) for each in stages), name) for name in change.names)
        stage = next((each for each in named if each), None)
        if stage is None or stage.get("type") == "Archived":
            raise Rejected("the interview plan has no such stage in Ashby", hint="Write its title as it stands there.")
        title = as_text(stage, "title")
        if as_object(application.get("currentInterviewStage")).get("id") == stage["id"]:
            return Made(said="it was in that stage already", name=title)
        if application.get("status") not in ("Active", "Lead"):
            raise Rejected(f"the application is {application.get('status')} in Ashby, and can't be moved")
        self._api.change(
            "application.changeStage", {"applicationId": application["id"], "interviewStageId": stage["id"]}
        )
        return Made(said="moved", name=title)

    def _archive(self, change: AtsChange, target: Target) -> Made:
        application = self._application(target)
        if application.get("status") == "Archived":
            return Made(said="it was archived already")
        if application.get("status") not in ("Active", "Lead"):
            raise Rejected(f"the application is {application.get('status')} in Ashby, and can't be archived")
        reason = called(
            ((as_text(each, "text"), each) for each in self._api.all("archiveReason.list")), str(change.value)
        )
        if reason is None:
            raise Rejected("Ashby has no such archive reason", hint="Write its text as it stands there.")
        stage = next((each for each in self._stages(application) if each.get("type") == "Archived"), None)
        if stage is None:
            raise Rejected("the interview plan has no stage for what is archived")
        body = {"applicationId": application["id"], "interviewStageId": stage["id"], "archiveReasonId": reason["id"]}
        self._api.change("application.changeStage", body)
        return Made(said="archived", name=as_text(reason, "text"))

    def _set_field(self, change: AtsChange, target: Target) -> Made:
        kind = "Application" if change.of_application else "Candidate"
        whose = target.application_id if change.of_application else target.candidate_id
        fields = ((key_of(as_text(each, "title") or ""), each) for each in self._api.all("customField.list"))
        wanted = key_of(change.field or "")
        field = next((each for key, each in fields if key == wanted and each.get("objectType") == kind), None)
        if field is None:
            raise Rejected(f"Ashby has no such field of {kind.lower()}s")
        value = {
            "objectId": _id(whose),
            "objectType": kind,
            "fieldId": field["id"],
            "fieldValue": change.value,
        }
        self._api.change("customField.setValue", value)
        return Made(said="the field was set")

    def _application(self, target: Target) -> Record:
        return as_object(self._api.read("application.info", {"applicationId": _id(target.application_id)}))

    def _stages(self, application: Mapping[str, JsonValue]) -> list[Record]:
        plan = as_object(application.get("currentInterviewStage")).get("interviewPlanId")
        return self._api.all("interviewStage.list", {"interviewPlanId": plan})
