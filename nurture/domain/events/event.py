"""One thing that happened."""

from collections.abc import Mapping
from dataclasses import field
from datetime import datetime

from nurture.domain.values import Scalar
from nurture.values import frozen


@frozen
class Event:
    """One thing that happened, as it stands in a candidate's stream.

    `type` is an `EventType`, or the name of an event that company.yaml adds; see `spec_of`.

    `at` is when it happened, `data` what it carried (flat; `job.title` is the key of a nested name). `application_id`
    and `job_id` say what it is about. `number` is its place in the candidate's stream, 0 before it has one.
    """

    type: str
    at: datetime
    number: int = 0
    application_id: str | None = None
    job_id: str | None = None
    data: Mapping[str, Scalar] = field(default_factory=dict)
