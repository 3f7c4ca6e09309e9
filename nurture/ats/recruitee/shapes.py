"""The parts of Recruitee's deliveries, and of what its API says, that we read, in its words."""

from collections.abc import Mapping

from pydantic import Field

from nurture.ats.shapes import Id, Instant, Many, Part, Text


class Candidate(Part):
    """A person, with a name in one piece and any number of addresses, of which the first is the one to write to."""

    id: Id
    name: Text = None
    emails: Many[str] = ()
    phones: Many[str] = ()


class Offer(Part):
    """A job, or a talent pool; a delivery tells of it by id, title and kind alone."""

    id: Id
    title: Text = None
    kind: Text = None
    status: Text = None
    department: Text = None
    location: Text = None
    city: Text = None
    country_code: Text = None
    careers_url: Text = None


class Stage(Part):
    """A stage. In one of the category `hire` people are hired."""

    id: Text = None
    name: Text = None
    category: Text = None


class DisqualifyReason(Part):
    """Why somebody was disqualified; it doesn't say who said no."""

    name: Text = None


class Details(Part):
    """What a move was."""

    to_stage: Stage | None = None
    disqualify_reason: DisqualifyReason | Text = None


class Moved(Part):
    """The payload of a move."""

    candidate: Candidate
    offer: Offer
    details: Details | None = None


class Envelope(Part):
    """What every delivery has; a try-out has `test` and maybe nothing else."""

    test: bool = False
    event_type: Text = None
    event_subtype: Text = None
    payload: Mapping[str, object] = Field(default_factory=dict)


class Placement(Part):
    """Where a person stands with an offer, by the API."""

    offer_id: Id
    stage_id: Text = None
    created_at: Instant = None
    hired_at: Instant = None
    disqualified_at: Instant = None
    disqualify_reason: Text = None


class CandidateRead(Candidate):
    """A person as the API tells of one."""

    updated_at: Instant = None
    placements: Many[Placement] = ()


class WasRead(Part):
    """What the reader found: the person, and the stages of the offer."""

    candidate: CandidateRead
    stages: Many[Stage] = ()
