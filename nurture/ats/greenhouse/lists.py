"""Greenhouse's lists, by version 3 of Harvest: all applications, with the people, jobs and names that they mention.

Applications name everything else by number. A page of them is followed by its people, fifty at a time, which is the
most that a filter by ids takes; jobs, reasons, sources and users are read once. A prospect that became an application
(`converted`) says nothing of its own.

Read in an open-source client that is in use (airbyte, source-greenhouse, its notes on version 3 and its schemas, which
quote Greenhouse's): pages with `per_page` up to 500, a cursor in the `Link` header that goes with no other parameter,
times as `gte|…|lte|…`, the fields and words of each record. Never tried on a live account.
"""

from collections.abc import Iterable, Mapping
from datetime import UTC, datetime, timedelta
from typing import Final

from pydantic import JsonValue

from nurture.ats.access import NoAccess
from nurture.ats.account import Account
from nurture.ats.answers import Record, as_object, as_text
from nurture.ats.greenhouse import payload as given
from nurture.ats.greenhouse.access import harvest_of
from nurture.ats.greenhouse.custom import CustomFields
from nurture.ats.greenhouse.harvest import Harvest, Records
from nurture.ats.greenhouse.records import BY_CANDIDATE, Translation, jobs_of
from nurture.ats.listing import Lister, Lists, Page, page_of
from nurture.ats.patience import Pause, patiently
from nurture.ats.shapes import part
from nurture.domain.intake import Intake
from nurture.errors import NotSetUp

MOST_IDS: Final = 50
CONVERTED: Final = "converted"
_STATUS: Final[Mapping[str, str]] = {"in_process": "active"}
"""Version 3's words for what web hooks call otherwise."""
_WITH: Final[Mapping[str, Mapping[str, str]]] = {"/rejection_reasons": {"include_defaults": "true"}}
"""What must be asked for lest a list leaves something out."""
_LONG_AGO: Final = datetime(1970, 1, 1, tzinfo=UTC)


def lister_for(account: Account, pause: Pause) -> Lister:
    """What reads the lists. Raises NotSetUp where the credentials are not set."""
    harvest = harvest_of(account)
    if isinstance(harvest, NoAccess):
        raise NotSetUp(f"Greenhouse's API can't be asked: {harvest.why}", hint=harvest.hint)
    known = _Known(harvest, pause)
    to = Translation(connection=account.connection, custom_fields=CustomFields())
    return Lists(lists={"jobs": _Jobs(to, known), "applications": _Applications(to, known)}, close_api=harvest.close)


class _Known:
    """What records name by number, read once each."""

    def __init__(self, harvest: Harvest, pause: Pause) -> None:
        self._harvest, self._pause = harvest, pause
        self._lists: dict[str, Mapping[str, Record]] = {}

    def page(self, path: str, after: str | None, since: datetime | None) -> tuple[Records, str | None]:
        """A page of a list, of what has changed since then, and where the next one begins."""
        return self._page(path, {"updated_at": _window(since)} if since else {}, after)

    def named(self, path: str, id_: JsonValue) -> Record:
        """A record of a list that is read whole; an empty one where there is none of that number."""
        if path not in self._lists:
            self._lists[path] = self._whole(path, _WITH.get(path, {}))
        return self._lists[path].get(str(id_), {})

    def of_ids(self, path: str, ids: Iterable[JsonValue]) -> Mapping[str, Record]:
        """The records of these numbers, as far as our credentials' user may see them."""
        wanted = sorted({str(each) for each in ids if each is not None})
        found: dict[str, Record] = {}
        for first in range(0, len(wanted), MOST_IDS):
            found |= self._whole(path, {"ids": ",".join(wanted[first : first + MOST_IDS])})
        return found

    def _whole(self, path: str, params: Mapping[str, str]) -> Mapping[str, Record]:
        found, after = self._page(path, params, None)
        while after is not None:
            records, after = self._page(path, params, after)
            found += records
        return {str(each["id"]): each for each in found if "id" in each}

    def _page(self, path: str, params: Mapping[str, str], after: str | None) -> tuple[Records, str | None]:
        return patiently(lambda: self._harvest.page(path, params, after), self._pause)


class _Jobs:
    """Jobs, by themselves: those that nobody has applied for are open, too."""

    def __init__(self, to: Translation, known: _Known) -> None:
        self._to, self._known = to, known

    def __call__(self, after: str | None, since: datetime | None) -> Page:
        records, following = self._known.page("/jobs", after, since)
        told = (each for each in records if each.get("is_template") is not True)
        return page_of(told, self._told, what="job", after=following)

    def _told(self, record: Record) -> Intake:
        job = part(given.Job, job_of(record, self._known), what="Greenhouse's list of jobs")
        return Intake(at=_LONG_AGO, jobs=(self._to.job(job),))


class _Applications:
    """Applications, each with its person and job."""

    def __init__(self, to: Translation, known: _Known) -> None:
        self._to, self._known = to, known

    def __call__(self, after: str | None, since: datetime | None) -> Page:
        records, following = self._known.page("/applications", after, since)
        records = [each for each in records if each.get("status") != CONVERTED]
        people = self._known.of_ids("/candidates", (each.get("candidate_id") for each in records))
        told = ({**each, "candidate": people.get(str(each.get("candidate_id")))} for each in records)
        return page_of(told, self._told, what="application", after=following)

    def _told(self, record: Record) -> Intake:
        if record["candidate"] is None:  # private to others than our credentials' user
            return Intake(at=_LONG_AGO)
        about = part(given.Application, self._as_delivered(record), what="Greenhouse's list of applications")
        return Intake(
            at=about.last_activity_at or about.applied_at or _LONG_AGO,
            candidates=(self._to.candidate_of(about),),
            applications=(self._to.application(about),),
            jobs=tuple(self._to.job(each) for each in jobs_of(about)),
        )

    def _as_delivered(self, record: Record) -> Record:
        """The same as a web hook says it."""
        person = as_object(record["candidate"])
        status = as_text(record, "status") or ""
        said: Record = {
            "id": record.get("id"),
            "candidate": {**person, "is_private": person.get("private"), **self._team(record)},
            "status": _STATUS.get(status, status),
            "prospect": record.get("prospect"),
            "applied_at": record.get("created_at"),
            "rejected_at": record.get("rejected_at"),
            "last_activity_at": record.get("last_activity_at"),
            "custom_fields": record.get("custom_fields"),
        }
        if stage := as_text(record, "stage_name"):
            said["current_stage"] = {"name": stage}
        if source := as_text(self._known.named("/sources", record.get("source_id")), "name"):
            said["source"] = {"name": source}
        if reason := self._known.named("/rejection_reasons", record.get("rejection_reason_id")):
            said["rejection_reason"] = {"name": reason.get("name"), "type": {"name": _type_of(reason)}}
        if job := self._known.named("/jobs", record.get("job_id")):
            said["jobs"] = [job_of(job, self._known)]
        return said

    def _team(self, record: Record) -> Record:
        """Recruiter and coordinator, where they are told: the job's, who are the person's for as long."""
        users = {role: self._known.named("/users", record.get(f"{role}_id")) for role in ("recruiter", "coordinator")}
        return {
            role: {"id": user["id"], "name": user.get("name"), "email": user.get("primary_email")}
            for role, user in users.items()
            if user
        }


def job_of(record: Record, known: _Known) -> Record:
    """A job as a web hook says it: with names in place of numbers."""
    department = known.named("/departments", record.get("department_id"))
    offices = record.get("office_ids")
    places = [known.named("/offices", each) for each in offices] if isinstance(offices, list) else []
    return {
        **{name: record.get(name) for name in ("id", "name", "status", "opened_at", "custom_fields")},
        "departments": [dict(department)] if department else [],
        "offices": [dict(each) for each in places if each],
    }


def _type_of(reason: Record) -> str | None:
    """Who said no, by the key, which is the same in every language."""
    kind = as_object(reason.get("type"))
    return BY_CANDIDATE if as_text(kind, "key") == "THEY_REJECTED_US" else as_text(kind, "name")


def _window(since: datetime) -> str:
    """Since then and until tomorrow: a time is asked for from both sides."""
    ends = (since.astimezone(UTC), datetime.now(UTC) + timedelta(days=1))
    return "gte|{}|lte|{}".format(*(at.strftime("%Y-%m-%dT%H:%M:%SZ") for at in ends))
