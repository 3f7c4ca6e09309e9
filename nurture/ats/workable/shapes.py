"""The parts of Workable's deliveries that we read, in its words."""

from collections.abc import Mapping

from pydantic import Field

from nurture.ats.shapes import Id, Instant, Part, Text


class Job(Part):
    """The job that somebody is a candidate for."""

    shortcode: Id
    title: Text = None


class Candidate(Part):
    """A candidate as they are when Workable sends it. `stage` is a name or slug, `stage_kind` what sort of stage.

    `withdrew`, `hired_at` and `stage_kind` are described for lists of candidates (“/candidates”), and may not come
    with a delivery.
    """

    id: Id
    name: Text = None
    firstname: Text = None
    lastname: Text = None
    email: Text = None
    phone: Text = None
    job: Job | None = None
    stage: Text = None
    stage_kind: Text = None
    disqualified: bool = False
    disqualified_at: Instant = None
    disqualification_reason: Text = None
    withdrew: bool | None = None
    hired_at: Instant = None
    sourced: bool | None = None
    domain: Text = None
    profile_url: Text = None
    created_at: Instant = None
    updated_at: Instant = None


class Location(Part):
    """Where a job is."""

    location_str: Text = None
    city: Text = None
    country_code: Text = None


class ListedJob(Job):
    """A job as a list of jobs tells of one."""

    state: Text = None
    department: Text = None
    url: Text = None
    location: Location | None = None


class Named(Part):
    """A candidate of whom the id alone is needed."""

    id: Id


class Envelope(Part):
    """What every delivery has. In the published examples its `id` is the record's, and so none of the delivery."""

    event_type: str
    fired_at: Instant = None
    data: Mapping[str, object] = Field(default_factory=dict)
