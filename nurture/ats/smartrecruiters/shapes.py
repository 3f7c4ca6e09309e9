"""The parts of SmartRecruiters' deliveries and answers that we read, in its words."""

import re
from typing import Final

from pydantic import AliasChoices, Field

from nurture.ats.base import Posted
from nurture.ats.shapes import Id, Instant, Many, Part, Text, parsed
from nurture.errors import Refused
from nurture.values import frozen

EVENT_NAME: Final = "event-name"
EVENT_ID: Final = "event-id"
LINK: Final = "link"
_PATH: Final = re.compile(r"/candidates/([\w-]+)(?:/jobs/([\w-]+))?|/jobs/([\w-]+)")


class Ids(Part):
    """A body: the ids of what the event is about. Events about one record alone call it `id`."""

    id: Text = None
    candidate_id: Text = Field(None, validation_alias=AliasChoices("candidate_id", "candidateId"))
    job_id: Text = Field(None, validation_alias=AliasChoices("job_id", "jobId"))


@frozen
class About:
    """Which event it is, and whose."""

    event: str
    candidate_id: str | None
    job_id: str | None


def about(posted: Posted) -> About:
    """Reads headers and body. Ids that the body leaves out stand in the link. Raises Refused with 400."""
    ids, event = parsed(Ids, posted.raw), posted.header(EVENT_NAME)
    if event is None:
        raise Refused(f"the delivery lacks the header {EVENT_NAME}", status=400)
    found = _PATH.search(posted.header(LINK) or "")
    candidate, job, job_alone = found.groups() if found else (None, None, None)
    candidate_id = ids.candidate_id or candidate or (ids.id if event.startswith("candidate.") else None)
    job_id = ids.job_id or job or job_alone or (ids.id if event.startswith("job.") else None)
    return About(event=event, candidate_id=candidate_id, job_id=job_id)


class Location(Part):
    """Where somebody lives, or a job is."""

    countryCode: Text = None
    country: Text = None
    city: Text = None


class Candidate(Part):
    """A person, as `GET /candidates/{id}` answers."""

    id: Id
    firstName: Text = None
    lastName: Text = None
    email: Text = None
    phoneNumber: Text = None
    location: Location | None = None
    tags: Many[str] = ()
    createdOn: Instant = None
    updatedOn: Instant = None


class Labeled(Part):
    """A thing of a list that the company keeps."""

    label: Text = None


class Application(Part):
    """An application, as `GET /candidates/{id}/jobs/{jobId}` answers, or as a person's assignment.

    In the examples of the gem smartrecruiters, which are the vendor's, its address is called `url`.
    """

    status: str
    subStatus: Text = None
    source: Text = None
    createdOn: Instant = None
    updatedOn: Instant = None
    startsOn: Instant = None
    applicationUrl: Text = Field(None, validation_alias=AliasChoices("applicationUrl", "url"))
    reasonOfRejection: Labeled | None = None
    reasonOfWithdrawal: Labeled | None = None


class Job(Part):
    """A job, as `GET /jobs/{id}` answers."""

    id: Id
    title: Text = None
    status: Text = None
    department: Labeled | None = None
    location: Location | None = None


class JobOf(Part):
    """The job that somebody is assigned to."""

    id: Id
    title: Text = None


class Assigned(Part):
    """That somebody is assigned to a job."""

    job: JobOf
