"""One run of a sequence."""

from dataclasses import dataclass
from datetime import datetime

from nurture.domain.subject import Subject


@dataclass(frozen=True, kw_only=True, slots=True)
class Enrollment:
    """One run of a sequence about one subject. `cycle` counts the subject's runs of this sequence from 1."""

    id: str
    sequence: str
    subject: Subject
    candidate_id: str
    version: int
    cycle: int
    entered_at: datetime
