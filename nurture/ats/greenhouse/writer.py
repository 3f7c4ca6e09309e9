"""Changes in Greenhouse, in its words. Names are looked up first, and what is so already is not asked for.

Moving an application makes Greenhouse do what its own stage transition rules say, mails of its own included.
"""

from collections.abc import Callable, Mapping
from typing import ClassVar, Final

from nurture.ats.greenhouse.harvest import Harvest, Records
from nurture.ats.writing import Made
from nurture.domain.changes import AtsChange, ChangeKind, Target
from nurture.domain.dispatches import Json
from nurture.errors import ChannelError, NotSetUp, Rejected
from nurture.values import frozen

IN_PROCESS: Final = frozenset({"in_process", "active"})
REJECTED: Final = "rejected"
TAGS: Final = "/candidate_tags"


class GreenhouseWriter:
    """Writes to one account."""

    name: ClassVar[str] = "greenhouse"

    def __init__(self, harvest: Harvest) -> None:
        self._harvest = harvest
        self._lists: dict[str, Records] = {}
        self._ways: Mapping[ChangeKind, Callable[[AtsChange, Target], Made]] = {
            ChangeKind.TAG: self._tag,
            ChangeKind.UNTAG: self._untag,
            ChangeKind.NOTE: self._note,
            ChangeKind.STAGE: self._move,
            ChangeKind.REJECT: self._reject,
            ChangeKind.FIELD: self._set_field,
        }

    def write(self, change: AtsChange, target: Target) -> Made:
        return self._ways[change.kind](change, target)

    def check(self) -> str:
        try:
            self._harvest.token()
        except ChannelError as error:
            raise NotSetUp(error.message, hint=error.hint) from error
        return "Greenhouse gives us access tokens."

    def close(self) -> None:
        self._harvest.close()

    def _tag(self, change: AtsChange, target: Target) -> Made:
        tag, candidate_id = self._listed(TAGS, str(change.value)), _number(target.candidate_id)
        if tag is None:
            raise Rejected("Greenhouse has no such tag", hint="Add it there first: tags are shared by everybody.")
        if self._applied(candidate_id, tag.id):
            return Made(said="the tag was there already", name=tag.name)
        applied: dict[str, Json] = {"candidate_id": candidate_id, "candidate_tag_id": tag.id}
        self._harvest.change("POST", "/applied_candidate_tags", applied)
        return Made(said="tagged", name=tag.name)

    def _untag(self, change: AtsChange, target: Target) -> Made:
        tag = self._listed(TAGS, str(change.value))
        applied = self._applied(_number(target.candidate_id), tag.id) if tag else []
        for each in applied:
            self._harvest.change("DELETE", f"/applied_candidate_tags/{each}")
        said = "the tag was taken off" if applied else "the tag was not there"
        return Made(said=said, name=tag.name if tag else None)

    def _note(self, change: AtsChange, target: Target) -> Made:
        note: dict[str, Json] = {
            "candidate_id": _number(target.candidate_id),
            "body": change.value,
            "note_type": "NOTE",
            "visibility": "public",
        }
        if target.application_id is not None:
            note["application_id"] = _number(target.application_id)
        self._harvest.change("POST", "/notes", note)
        return Made(said="noted")

    def _move(self, change: AtsChange, target: Target) -> Made:
        application = self._application(target)
        if application.get("status") not in IN_PROCESS:
            raise Rejected(f"the application is {application.get('status')} in Greenhouse, and can't be moved")
        stages = self._harvest.all("/job_interview_stages", {"job_ids": str(application.get("job_id"))})
        named = (_named(stages, name) for name in change.names)
        wanted = next((each for each in named if each), None)
        if wanted is None:
            raise Rejected("the job has no such stage in Greenhouse", hint="Write its name as it stands there.")
        now_in = application.get("job_interview_stage_id")
        if now_in == wanted.id:
            return Made(said="it was in that stage already", name=wanted.name)
        self._harvest.change(
            "POST", f"/applications/{application['id']}/move", {"from_stage_id": now_in, "to_stage_id": wanted.id}
        )
        return Made(said="moved", name=wanted.name)

    def _reject(self, change: AtsChange, target: Target) -> Made:
        application = self._application(target)
        if application.get("status") == REJECTED:
            return Made(said="it was rejected already")
        if application.get("status") not in IN_PROCESS:
            raise Rejected(f"the application is {application.get('status')} in Greenhouse, and can't be rejected")
        reason = self._listed("/rejection_reasons", str(change.value))
        if reason is None:
            raise Rejected("Greenhouse has no such rejection reason", hint="Write its name as it stands there.")
        self._harvest.change("POST", f"/applications/{application['id']}/reject", {"rejection_reason_id": reason.id})
        return Made(said="rejected", name=reason.name)

    def _set_field(self, change: AtsChange, target: Target) -> Made:
        record = "applications" if change.of_application else "candidates"
        whose = target.application_id if change.of_application else target.candidate_id
        fields: Json = [{"name_key": change.field, "value": change.value}]
        self._harvest.change("PATCH", f"/{record}/{_number(whose)}", {"custom_fields": fields})
        return Made(said="the field was set")

    def _application(self, target: Target) -> Mapping[str, Json]:
        found = self._harvest.all("/applications", {"ids": str(_number(target.application_id))})
        if not found:
            raise Rejected("Greenhouse has no such application")
        return found[0]

    def _listed(self, path: str, name: str) -> "_Named | None":
        """What has that name in a list of the whole account, which is read again only for names that are new to us."""
        known = _named(self._lists.get(path, []), name)
        if known is None:
            self._lists[path] = self._harvest.all(path)
            known = _named(self._lists[path], name)
        return known

    def _applied(self, candidate_id: int, tag_id: Json) -> list[Json]:
        """The ids under which a tag is on a candidate: one, or none."""
        theirs = self._harvest.all("/applied_candidate_tags", {"candidate_ids": str(candidate_id)})
        return [each["id"] for each in theirs if each.get("candidate_tag_id") == tag_id]


@frozen
class _Named:
    """Something of Greenhouse's, with the name that it has there."""

    id: Json
    name: str


def _named(records: Records, name: str) -> _Named | None:
    """The record of that name, whatever its case."""
    wanted = name.strip().casefold()
    for each in records:
        own = str(each.get("name", "")).strip()
        if own.casefold() == wanted:
            return _Named(id=each.get("id"), name=own)
    return None


def _number(our_id: str | None) -> int:
    """Greenhouse's own number of a record."""
    vendors = (our_id or "").partition(":")[2]
    if not vendors.isdecimal():
        raise Rejected("this is no record of Greenhouse's")
    return int(vendors)
