"""Records that hang on a person's process: interviews, offers, referrals and assignments.

A run can be about each of them, and their fields are facts then, as `interview.starts_at`. A field that may be None is
one that not every ATS tells.
"""

from collections.abc import Mapping
from datetime import date, datetime, tzinfo
from enum import StrEnum
from typing import Final, TypeAlias

from nurture.domain.records import ApplicationStatus, Person, Team
from nurture.domain.subject import SubjectKind
from nurture.values import frozen, replace


class InterviewStatus(StrEnum):
    """Where an interview stands."""

    BOOKED = "booked"
    CANCELLED = "cancelled"
    DONE = "done"
    NO_SHOW = "no-show"


class OfferStatus(StrEnum):
    """Where an offer stands."""

    DRAFT = "draft"
    SENT = "sent"
    ACCEPTED = "accepted"
    DECLINED = "declined"
    EXPIRED = "expired"
    WITHDRAWN = "withdrawn"


class ReferralStatus(StrEnum):
    """What came of a referral: it follows the application that the person made since."""

    OPEN = "open"
    APPLIED = "applied"
    HIRED = "hired"
    CLOSED = "closed"


class AssignmentStatus(StrEnum):
    """Where an assignment stands."""

    RUNNING = "running"
    EXTENDED = "extended"
    ENDED = "ended"


@frozen
class Interview:
    """One interview of an application. `place` is a room or a link.

    `former_interviewers` were to take part, and are not to any more.
    `same_day` are the booked interviews of that application on that day of the candidate's, this one too, in order.
    """

    id: str
    status: InterviewStatus = InterviewStatus.BOOKED
    starts_at: datetime | None = None
    ends_at: datetime | None = None
    kind: str | None = None
    place: str | None = None
    booked_at: datetime | None = None
    interviewers: tuple[Person, ...] = ()
    former_interviewers: tuple[Person, ...] = ()
    same_day: tuple["Interview", ...] = ()

    def replacing(self, before: "Interview") -> "Interview":
        """The same, knowing who of those that were to take part in it before is not to any more."""
        stay = {each.id for each in self.interviewers}
        known = {each.id: each for each in (*before.former_interviewers, *before.interviewers)}
        gone = tuple(person for id_, person in known.items() if id_ not in stay)
        return replace(self, former_interviewers=gone)

    @property
    def first_of_day(self) -> bool:
        """Whether it is booked and none of that day begins before it: so that one of several can speak for all."""
        return self.same_day[:1] != () and self.same_day[0].id == self.id


@frozen
class Offer:
    """An offer for an application. `expires_at` is the first moment at which it holds no longer."""

    id: str
    status: OfferStatus = OfferStatus.DRAFT
    sent_at: datetime | None = None
    opened_at: datetime | None = None
    expires_at: datetime | None = None
    start_date: date | None = None
    url: str | None = None


@frozen
class Referral:
    """Somebody of ours, `by`, recommended the person, who may not have applied yet.

    `is_first` is False where somebody else recommended them before: the first keeps it.
    """

    id: str
    status: ReferralStatus = ReferralStatus.OPEN
    referred_at: datetime | None = None
    by: Person | None = None
    is_first: bool = True


@frozen
class Assignment:
    """Work for a limited time. `starts_on` and `ends_on` are its first and last day.

    `has_next` is True when the person has another one that ends later, and has not ended.
    """

    id: str
    status: AssignmentStatus = AssignmentStatus.RUNNING
    starts_on: date | None = None
    ends_on: date | None = None
    has_next: bool = False

    def is_followed_by(self, other: "Assignment") -> bool:
        """Whether the other one goes on when this one is over; one without an end does."""
        is_open = other.id != self.id and other.status is not AssignmentStatus.ENDED
        return is_open and self.ends_on is not None and (other.ends_on is None or other.ends_on > self.ends_on)


Related: TypeAlias = Interview | Offer | Referral | Assignment

RELATED: Final[Mapping[SubjectKind, type[Related]]] = {
    SubjectKind.INTERVIEW: Interview,
    SubjectKind.OFFER: Offer,
    SubjectKind.REFERRAL: Referral,
    SubjectKind.ASSIGNMENT: Assignment,
}
"""The kinds of related records, by what `for:` calls them."""

OF_APPLICATIONS: Final = frozenset({SubjectKind.INTERVIEW, SubjectKind.OFFER})
"""Those that there are only with an application, which they follow."""

HANGS_ON_APPLICATION: Final = frozenset({SubjectKind.APPLICATION, SubjectKind.HIRE, *OF_APPLICATIONS})
"""What a run can be about that always has an application: its events steer such runs, and its status holds for them."""


def on_its_day(interview: Interview, zone: tzinfo) -> Interview:
    """The interview with those of `same_day` that begin on its own day in that zone; none while it has no time."""
    starts = interview.starts_at
    day = starts.astimezone(zone).date() if starts else None
    beside = (each for each in interview.same_day if each.starts_at and each.starts_at.astimezone(zone).date() == day)
    return replace(interview, same_day=tuple(beside))


def team_seen_from(related: Related | None, team: Team) -> Team:
    """Who holds which role in a run about that record: the referrer of a referral is whoever made that very one."""
    if isinstance(related, Referral) and related.by is not None:
        return replace(team, referrer=related.by)
    return team


def status_of_referral(application: ApplicationStatus | None) -> ReferralStatus:
    """What came of a referral whose application stands like that; None: there is none yet."""
    return {
        None: ReferralStatus.OPEN,
        ApplicationStatus.ACTIVE: ReferralStatus.APPLIED,
        ApplicationStatus.HIRED: ReferralStatus.HIRED,
        ApplicationStatus.REJECTED: ReferralStatus.CLOSED,
        ApplicationStatus.WITHDRAWN: ReferralStatus.CLOSED,
    }[application]
