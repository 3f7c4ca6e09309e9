"""One run of a sequence."""

from datetime import datetime

from nurture.domain.subject import Subject
from nurture.values import frozen


@frozen
class Enrollment:
    """One run of a sequence about one subject. `cycle` counts the subject's runs of this sequence from 1."""

    id: str
    sequence: str
    subject: Subject
    candidate_id: str
    version: int
    cycle: int
    entered_at: datetime
