"""What a journey is about, and the name under which it runs."""

from enum import StrEnum

from nurture.values import frozen


class SubjectKind(StrEnum):
    """The record that an enrollment is about; `for:` in a sequence."""

    APPLICATION = "application"
    CANDIDATE = "candidate"
    HIRE = "hire"
    INTERVIEW = "interview"
    OFFER = "offer"
    REFERRAL = "referral"
    ASSIGNMENT = "assignment"


@frozen
class Subject:
    """One record: its kind and its id."""

    kind: SubjectKind
    id: str

    def __str__(self) -> str:
        return f"{self.kind}/{self.id}"


def enrollment_id(sequence: str, subject: Subject, cycle: int) -> str:
    """The stable id of one enrollment: `silver-medalist/application/greenhouse:693/1`; cycles count from 1."""
    return f"{sequence}/{subject}/{cycle}"


def sequence_of(enrollment: str) -> str:
    """The sequence of an enrollment, by its id."""
    return enrollment.partition("/")[0]
