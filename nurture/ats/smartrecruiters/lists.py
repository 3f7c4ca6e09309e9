"""SmartRecruiters' lists: `/jobs` and `/candidates`, a hundred records at a time.

A listed candidate says how they stand with one job alone, so each is read by itself, with the assignments to all jobs.
That is one request for each person; the web hooks go on meanwhile.

Read in two open-source clients (hrflow-connectors; the gem smartrecruiters and its examples of answers): `limit` up to
100, `pageId` and `nextPageId`, `updatedAfter`, and what an assignment holds. It tells neither when somebody applied nor
when it changed. Never tried on a live account.
"""

from datetime import UTC, datetime
from typing import Final

from nurture.ats.access import NoAccess
from nurture.ats.account import Account
from nurture.ats.answers import Record, as_object, as_objects, as_text
from nurture.ats.http import Api, Missing
from nurture.ats.listing import Lister, Lists, Page, page_of
from nurture.ats.patience import Pause, patiently
from nurture.ats.shapes import part
from nurture.ats.smartrecruiters.api import api_for, part_of_path
from nurture.ats.smartrecruiters.events import APPLICATION, CANDIDATE, JOB, intake
from nurture.ats.smartrecruiters.shapes import About, Assigned, Candidate
from nurture.domain.intake import Intake
from nurture.errors import NotSetUp, Refused

PER_PAGE: Final = "100"
_LONG_AGO: Final = datetime(1970, 1, 1, tzinfo=UTC)


def lister_for(account: Account, pause: Pause) -> Lister:
    """What reads the lists. Raises NotSetUp where the key is not set."""
    api = api_for(account)
    if isinstance(api, NoAccess):
        raise NotSetUp(api.why, hint=api.hint)
    reading = _Reading(account.connection, api, pause)
    return Lists(lists={"jobs": reading.jobs, "candidates": reading.candidates}, close_api=api.close)


class _Reading:
    """Reads one account."""

    def __init__(self, connection: str, api: Api, pause: Pause) -> None:
        self._connection, self._api, self._pause = connection, api, pause

    def jobs(self, after: str | None, since: datetime | None) -> Page:
        records, following = self._page("/jobs", after, since)
        return page_of(records, self._job, what="job", after=following)

    def candidates(self, after: str | None, since: datetime | None) -> Page:
        records, following = self._page("/candidates", after, since)
        return page_of(records, self._candidate, what="candidate", after=following)

    def _page(self, path: str, after: str | None, since: datetime | None) -> tuple[list[Record], str | None]:
        params = {"limit": PER_PAGE, **({"pageId": after} if after else {})}
        if since is not None:
            params["updatedAfter"] = since.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%S.000Z")
        answer = as_object(patiently(lambda: self._api.read(path, params), self._pause))
        found = as_objects(answer.get("content"))
        return found, as_text(answer, "nextPageId") if found else None

    def _job(self, record: Record) -> Intake:
        about = About(event="job.updated", candidate_id=None, job_id=as_text(record, "id"))
        return intake(self._connection, about, {JOB: record}, _LONG_AGO)

    def _candidate(self, listed: Record) -> Intake:
        """Somebody, and how they stand with each job that they are assigned to."""
        id_ = as_text(listed, "id")
        if id_ is None:
            raise Refused("it has no id", status=400)
        try:
            person = as_object(patiently(lambda: self._api.read(f"/candidates/{part_of_path(id_)}"), self._pause))
        except Missing:  # deleted meanwhile
            return Intake(at=_LONG_AGO)
        assignments = [person.get("primaryAssignment"), *as_objects(person.get("secondaryAssignments"))]
        told = [self._application(id_, person, each) for each in assignments if isinstance(each, dict)]
        about = About(event="candidate.updated", candidate_id=id_, job_id=None)
        given = part(Candidate, person, what="SmartRecruiters' answer")
        alone = intake(self._connection, about, {CANDIDATE: person}, _LONG_AGO)
        return Intake(
            at=given.updatedOn or given.createdOn or _LONG_AGO,
            candidates=alone.candidates,
            applications=tuple(each for one in told for each in one.applications),
            jobs=tuple(each for one in told for each in one.jobs),
        )

    def _application(self, id_: str, person: Record, assignment: Record) -> Intake:
        job = part(Assigned, assignment, what="SmartRecruiters' list of candidates").job
        about = About(event="application.status.updated", candidate_id=id_, job_id=job.id)
        read: Record = {CANDIDATE: person, APPLICATION: assignment, JOB: {"id": job.id, "title": job.title}}
        return intake(self._connection, about, read, _LONG_AGO)
